import { type Html, html, trusted } from '../../page/html';
import { callers } from '../diagram/platform-graph';
import { svg } from '../diagram/svg';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';
import { paths } from './paths';

/** Draws each architecture once: cities that have the same one share its picture. */
export class Pictures {
  readonly #drawn = new Map<string, CityReport['city']>();

  constructor(private readonly locale: Locale) {}

  /** The picture of a city, or the way to the city that has the same. */
  async of({ city, graph }: CityReport): Promise<Html> {
    const { t } = this.locale;
    const key = JSON.stringify(graph);
    const same = this.#drawn.get(key);
    if (same) return html`<p>${t.sameAs} <a href="#city-${same.name}">${same.title}</a>.</p>`;
    this.#drawn.set(key, city);
    const said = {
      ...graph,
      nodes: graph.nodes.map(({ label, detail, group, ...node }) => ({
        ...node,
        label: node.id === callers ? t.outside : this.locale.say(label),
        detail: this.locale.say(detail),
        ...(group && { group: this.locale.say(group) }),
      })),
    };
    const picture = await svg(said, { label: t.pictureOf(city.title), unstyled: true });
    return html`<figure>
<div class="picture">
${trusted(picture)}</div>
${paths(said, this.locale)}
<figcaption>${t.pictureNote}</figcaption>
</figure>`;
  }
}
