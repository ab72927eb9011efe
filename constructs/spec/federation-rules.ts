import type { City } from './city';
import type { Problem } from './city-error';

/** What the rules look at; a member is undefined if it could not be read. */
export interface FederationDraft {
  readonly joining: 'first' | 'later';
  readonly alreadyJoined: readonly string[];
  readonly members: readonly (City | undefined)[];
}

/** What the members of a federation have to satisfy together. */
export function federationProblems(draft: FederationDraft): Problem[] {
  return [...aloneInCountry(draft), ...repeated(draft, 'name'), ...repeated(draft, 'domain')];
}

/** OASC takes a country in with at least two of its cities. */
function aloneInCountry({ joining, alreadyJoined, members }: FederationDraft): Problem[] {
  // A member that could not be read may be the second city of any country.
  if (joining === 'later' || members.includes(undefined)) return [];
  return members.flatMap((city, at) => {
    if (!city || alreadyJoined.includes(city.country)) return [];
    const compatriots = members.filter((member) => member?.country === city.country && member.name !== city.name);
    if (compatriots.length > 0) return [];
    return [
      {
        code: 'federation-country-alone',
        path: `cities[${at}]`,
        value: `${city.name} (${city.country})`,
        rule: 'When a country joins, at least two cities of it join at once.',
        fix: `Add a second city of ${city.country}, or list ${city.country} under alreadyJoined if it has members.`,
      },
    ];
  });
}

function repeated({ members }: FederationDraft, field: 'name' | 'domain'): Problem[] {
  const firstOf = new Map<string, number>();
  return members.flatMap((city, at) => {
    if (!city) return [];
    const first = firstOf.get(city[field]) ?? at;
    firstOf.set(city[field], first);
    if (first === at) return [];
    return [
      {
        code: `federation-${field}-unique`,
        path: `cities[${at}]`,
        value: city[field],
        rule: `No two cities of a federation have the same ${field}.`,
        fix: `Give this city another ${field} than cities[${first}] has, or remove it.`,
      },
    ];
  });
}
