import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';
import { mechanismIds, mechanisms } from './mechanisms';

/** What the platform says of itself, each with the check that has to show it, and what it does not say, with why. */
export function claims({ city, components }: CityReport, locale: Locale): Html {
  const { t } = locale;
  const made = components.flatMap(({ title, claims: own }) => own.map((claim) => ({ title, ...claim })));
  made.sort((one, other) => compare(one.mim, other.mim) || compare(one.check, other.check));
  const known = mechanismIds.map((id) => {
    const { name, about, why = '' } = locale.mechanism(id);
    const own = made.filter(({ mim }) => mim === id);
    const answered = new Set(own.flatMap(({ requirements }) => requirements));
    const rest = mechanisms[id].filter((requirement) => !answered.has(requirement));
    const status =
      own.length === 0
        ? html`<strong>${t.notClaimed}.</strong> ${why}`
        : html`${t.claimsCount(own.length, locale.whole(own.length))}. ${rest.length > 0 && t.notClaimedRest(rest.join(', '))}`;
    return [html`${id} <span class="name">${name}</span>`, about, status];
  });
  const rows = made.map(({ mim, requirements, title, check }) => [
    mim,
    requirements.join(', '),
    locale.say(title),
    check,
    locale.check(check),
  ]);
  return html`<h3>${t.claims}</h3>
<p>${t.claimsIntro}</p>
${table(t.mechanismsOf(city.title), [t.mechanism, t.standsFor, t.claimed], known)}
<p>${t.claimsProof}</p>
<details>
<summary>${t.claimsOf(city.title)}</summary>
${table(t.claimsOf(city.title), [t.mechanism, t.requirements, t.component, t.check, t.hasToFind], rows)}</details>
`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
