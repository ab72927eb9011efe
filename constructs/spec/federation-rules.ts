import type { Problem } from '../problems/city-error';
import type { City } from './city';
import type { FederationCatalogue, FederationQuery } from './federation';

/** What the rules look at; a member is undefined if it could not be read. */
export interface FederationDraft {
  readonly joining: 'first' | 'later';
  readonly alreadyJoined: readonly string[];
  readonly members: readonly (City | undefined)[];
  readonly query?: FederationQuery | undefined;
  readonly catalogue?: FederationCatalogue | undefined;
}

/** What the members of a federation have to satisfy together. */
export function federationProblems(draft: FederationDraft): Problem[] {
  return [
    ...aloneInCountry(draft),
    ...repeated(draft, 'name'),
    ...repeated(draft, 'domain'),
    ...wrongQuery(draft),
    ...wrongCatalogue(draft),
  ];
}

/** The catalogue stands in the portal of a member, and another member has one to read. */
function wrongCatalogue({ members, catalogue }: FederationDraft): Problem[] {
  if (!catalogue || members.includes(undefined)) return [];
  const { host } = catalogue;
  const cities = members.flatMap((city) => city ?? []);
  if (!cities.some(({ name }) => name === host)) {
    return [
      {
        code: 'federation-catalogue-city',
        path: 'catalogue.host',
        value: host,
        rule: 'The catalogue of a federation stands in the portal of one of its cities.',
        fix: `Name one of ${cities.map(({ name }) => name).join(', ')}.`,
      },
    ];
  }
  const others = cities.filter(({ name }) => name !== host);
  if (others.some(({ profile }) => profile !== 'laptop')) return [];
  const [rule, fix] =
    others.length === 0
      ? [
          'The catalogue of a federation reads the portals of its other cities, and there is no other.',
          'List another city, of the profile pilot or city, or leave out the catalogue.',
        ]
      : [
          'Another city has a portal with a public address, which the profile laptop has not.',
          'Give another city the profile pilot or city, or leave out the catalogue.',
        ];
  return [{ code: 'federation-catalogue-city', path: 'catalogue.host', value: host, rule, fix }];
}

/** Who is asked by the federation's query has a public address, and the tenants that it shares. */
function wrongQuery({ members, query }: FederationDraft): Problem[] {
  // A member that could not be read may be the city that is named.
  if (!query || members.includes(undefined)) return [];
  const cities = new Map(members.flatMap((city) => (city ? [[city.name, city] as const] : [])));
  const names = [...cities.keys()].join(', ');
  const unknown = (path: string, value: string): Problem[] =>
    cities.has(value)
      ? []
      : [
          {
            code: 'federation-query-city',
            path,
            value,
            rule: 'The query of a federation names cities of it.',
            fix: `Name one of ${names}.`,
          },
        ];
  const own = Object.hasOwn(query.shares, query.host);
  const notAsked: Problem = {
    code: 'federation-query-city',
    path: 'query.shares',
    value: Object.keys(query.shares).join(', '),
    rule: 'The city that answers for the others is asked as they are.',
    fix: `Add ${query.host} with the tenants that it shares.`,
  };
  return [
    ...unknown('query.host', query.host),
    ...(own || !cities.has(query.host) ? [] : [notAsked]),
    ...Object.entries(query.shares).flatMap(([name, tenants]) => {
      const city = cities.get(name);
      if (!city) return unknown(`query.shares.${name}`, name);
      return [...withoutAddress(city), ...unknownTenants(city, tenants)];
    }),
  ];
}

function withoutAddress({ name, profile }: City): Problem[] {
  if (profile !== 'laptop') return [];
  return [
    {
      code: 'federation-query-address',
      path: `query.shares.${name}`,
      value: 'laptop',
      rule: 'A city that is asked has a public address, which the profile laptop has not.',
      fix: 'Give the city the profile pilot or city, or leave it out of the query.',
    },
  ];
}

function unknownTenants(city: City, tenants: readonly string[]): Problem[] {
  const known = city.tenants.map(({ id }) => id);
  const path = `query.shares.${city.name}`;
  const problem = (at: string, value: string, fix: string): Problem => ({
    code: 'federation-query-tenant',
    path: at,
    value,
    rule: 'A city shares tenants of its own; one that has tenants names those it shares.',
    fix,
  });
  if (tenants.length === 0 && known.length > 0) return [problem(path, '[]', `Name some of ${known.join(', ')}.`)];
  return tenants.flatMap((tenant, at) =>
    known.includes(tenant)
      ? []
      : [
          problem(
            `${path}[${at}]`,
            tenant,
            known.length > 0 ? `Name one of ${known.join(', ')}.` : 'Leave the list empty: the city has no tenants.',
          ),
        ],
  );
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
