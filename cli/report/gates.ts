import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { targets } from '../targets';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** Which gates all outputs of the run went through. Artefacts are written only when every gate has passed. */
export function gates(cities: readonly CityReport[], locale: Locale): Html {
  const { t } = locale;
  const totals = new Map<keyof typeof targets, number>();
  for (const { target, objects } of cities.flatMap((city) => city.targets)) {
    const amount = Object.values(objects).reduce((sum, each) => sum + each, 0);
    totals.set(target, (totals.get(target) ?? 0) + amount);
  }
  const rows = [...totals].flatMap(([target, total]) => {
    const { title, noun, gates: passed } = targets[target];
    return passed.map(({ name, checks }) => [
      name,
      title,
      locale.say(checks),
      t.passed(t.all(noun, total, locale.whole(total))),
    ]);
  });
  return html`<h2 id="gates">${t.gates}</h2>
<p>${t.gatesNote}</p>
${table(t.gatesCaption, [t.gate, t.target, t.checks, t.result], rows)}`;
}
