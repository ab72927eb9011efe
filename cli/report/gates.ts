import { targets } from '../targets';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';
import { whole } from './units';

/** Which gates all outputs of the run went through. Artefacts are written only when every gate has passed. */
export function gates(cities: readonly CityReport[]): Html {
  const totals = new Map<keyof typeof targets, number>();
  for (const { target, objects } of cities.flatMap((city) => city.targets)) {
    const amount = Object.values(objects).reduce((sum, each) => sum + each, 0);
    totals.set(target, (totals.get(target) ?? 0) + amount);
  }
  const rows = [...totals].flatMap(([target, total]) => {
    const { title, noun, gates: passed } = targets[target];
    return passed.map(({ name, checks }) => [name, title, checks, `${whole(total)} ${noun}s passed`]);
  });
  return html`<h2 id="gates">Gates</h2>
<p>Artefacts are written only when every gate has passed for every city.</p>
${table('Gates that everything here has passed', ['Gate', 'Target', 'Checks', 'Result'], rows)}`;
}
