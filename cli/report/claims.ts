import { checks } from '../../constructs/waist/checks';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';

/** What the platform says of itself, each with the check that has to show it. */
export function claims({ city, components }: CityReport): Html {
  const rows = components.flatMap(({ title, claims: made }) =>
    made.map(({ mim, requirements, check }): [string, string, string, string, string] => {
      return [mim, requirements.join(', '), title, check, checks[check]];
    }),
  );
  rows.sort(([one, , , left], [other, , , right]) => compare(one, other) || compare(left, right));
  return html`<h3>MIM claims</h3>
<p>Each claim is shown by its check on the running platform, and only by it. This page proves none of them: nothing runs yet.</p>
${table(
  `Minimal Interoperability Mechanisms that ${city.title} claims to answer`,
  ['Mechanism', 'Requirements', 'Component', 'Check', 'What the check has to find'],
  rows,
)}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
