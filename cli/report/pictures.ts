import { svg } from '../diagram/svg';
import type { CityReport } from './city-report';
import { type Html, html, trusted } from './html';

/** Draws each architecture once: cities that have the same one share its picture. */
export class Pictures {
  readonly #drawn = new Map<string, CityReport['city']>();

  /** The picture of a city, or the way to the city that has the same. */
  async of({ city, graph }: CityReport): Promise<Html> {
    const key = JSON.stringify(graph);
    const same = this.#drawn.get(key);
    if (same) return html`<p>The same as that of <a href="#city-${same.name}">${same.title}</a>.</p>`;
    this.#drawn.set(key, city);
    const picture = await svg(graph, { label: `Architecture of the platform of ${city.title}`, unstyled: true });
    return html`<figure>
<div class="scroll picture" role="region" tabindex="0" aria-label="Architecture of ${city.title}">
${trusted(picture)}</div>
<figcaption>An arrow is a network path: who may open a connection to whom. There are no others. Dashed boxes are jobs, dashed
lines are volumes. The table of sizes names every box.</figcaption>
</figure>`;
  }
}
