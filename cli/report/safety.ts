import { targets } from '../targets';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';

/** What the platform goes without, and what it may reach. */
export function safety({ city, optOuts, waysOut, targets: made }: CityReport): Html {
  const without = optOuts.map(({ measure, reason, where, targets: names }) => [
    measure,
    where,
    names.length === made.length ? 'every target' : names.map((name) => targets[name].title).join(', '),
    reason,
  ]);
  return html`<h3>Opt-outs</h3>
${
  without.length === 0
    ? html`<p>None: every safety measure is on.</p>\n`
    : table(`Safety measures that ${city.title} does without`, ['Without', 'Where', 'On', 'Reason'], without)
}<h3>Ways out</h3>
${
  waysOut.length === 0
    ? html`<p>None: no program may talk to anything outside the platform.</p>\n`
    : table(
        `What the programs of ${city.title} may talk to outside the platform; all else is refused`,
        ['Program', 'To', 'Reason'],
        waysOut.map(({ program, to, reason }) => [program, to, reason]),
      )
}`;
}
