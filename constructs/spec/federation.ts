import type { z } from 'zod';
import { CityError, isCityError, type Problem } from '../problems/city-error';
import { valueAt } from '../problems/problem-path';
import { type City, type CityInput, parseCity } from './city';
import { type DeepReadonlyInput, frozenCopy } from './deep-readonly';
import { federationProblems } from './federation-rules';
import type { federationSchema } from './federation-schema';
import { schemas } from './late-schemas';

/** Cities that join together, each of them valid. */
export interface Federation {
  /** Short name, a DNS label. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** `first`: they join now, two or more of each new country. `later`: their countries are in already. */
  readonly joining: 'first' | 'later';
  /** ISO 3166-1 alpha-2 codes of countries with member cities already. */
  readonly alreadyJoined: readonly string[];
  /** The cities in the order of the spec. */
  readonly cities: readonly City[];
  /** One query for all cities. @default each city answers for itself alone */
  readonly query?: FederationQuery;
  /** One catalogue of all cities. @default each portal shows its own datasets alone */
  readonly catalogue?: FederationCatalogue;
}

/** Where a federation shows the datasets of all its cities. */
export interface FederationCatalogue {
  /** Name of the city in whose portal they stand. */
  readonly host: string;
  /** Between two readings of a city's catalogue. */
  readonly everyMinutes: number;
}

/** Where a federation answers for its cities, and what each of them shares. */
export interface FederationQuery {
  /** Name of the city on whose platform it answers. */
  readonly host: string;
  /** `viewers`: who has a token of the host with that role or more. `anyone`: without a token too. */
  readonly readers: 'viewers' | 'anyone';
  /** Ids of the tenants that each city shares, by its name; none for a city without tenants. */
  readonly shares: Readonly<Record<string, readonly string[]>>;
}

/** A federation as a `federation.ts` writes it: its cities stand in it, and not in files of their own. */
export type FederationInput = Omit<DeepReadonlyInput<z.input<typeof federationSchema>>, 'cities'> & {
  readonly cities: readonly (CityInput | City)[];
};

/** Another city of a federation, as the platform of one knows it. */
export interface Peer {
  /** Its name, a DNS label. */
  readonly id: string;
  /** What people call the city. */
  readonly title: string;
  /** Public URL of its gateway's API, without a slash at its end: `https://api.izmir.example`. */
  readonly gateway: string;
}

/** The other cities of a federation that have a public address. */
export function peersOf(cities: readonly City[], { name }: City): readonly Peer[] {
  return cities
    .filter((city) => city.name !== name && city.profile !== 'laptop')
    .map((city) => ({ id: city.name, title: city.title, gateway: `https://api.${city.domain}` }));
}

const brand = Symbol.for('citykit.federation');

/**
 * Reads a federation whose cities were read before.
 *
 * @param input the federation as written.
 * @param members its cities in the order of `cities`; undefined for one that could not be read and was reported.
 * @throws {CityError} with every problem of the federation itself.
 */
export function parseFederation(input: unknown, members: readonly (City | undefined)[]): Federation {
  const own = withoutInlineCities(input);
  const { federationSchema, schemaProblems } = schemas();
  const result = federationSchema.safeParse(own);
  const found = result.success ? [] : schemaProblems(federationSchema, result.error, own);
  const { joining = 'first', alreadyJoined = [], query, catalogue } = result.data ?? {};
  const bad = found.some(({ path }) => /^(joining|alreadyJoined|query|catalogue|$)/.test(path));
  const problems = [
    ...found.map(({ steps, ...problem }): Problem => problem),
    ...(bad ? [] : federationProblems({ joining, alreadyJoined, members, query, catalogue })),
  ];
  if (problems.length > 0 || !result.success) throw new CityError(problems);
  const { federation: name, title = name } = result.data;
  const whole = members.filter((city) => city !== undefined);
  const made = {
    name,
    title,
    joining,
    alreadyJoined: frozenCopy(alreadyJoined),
    cities: Object.freeze(whole),
    ...(query && { query: frozenCopy(query) }),
    ...(catalogue && { catalogue: frozenCopy(catalogue) }),
  };
  return Object.freeze(Object.defineProperty(made, brand, { value: true }));
}

/** Whether this is a federation that was read already, in this copy of the kit or another. */
export function isFederation(value: unknown): value is Federation {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * A federation in TypeScript.
 *
 * @throws {CityError} with every problem of the federation and of its cities.
 */
export function defineFederation(input: FederationInput): Federation {
  const problems: Problem[] = [];
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isCityError(error)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const cities = Array.isArray(input?.cities) ? input.cities : [];
  const members = cities.map((city, at) => collect(() => inPlace(`cities[${at}]`, () => parseCity(city))));
  const federation = collect(() => parseFederation(input, members));
  if (!federation || problems.length > 0) throw new CityError(problems);
  return federation;
}

/**
 * The federation with the name of a file in the place of each city that stands in it: those cities are read one by one.
 */
function withoutInlineCities(input: unknown): unknown {
  const cities = valueAt(input, ['cities']);
  if (!Array.isArray(cities)) return input;
  const paths = cities.map((city) => (typeof city === 'object' && city !== null ? 'city.yaml' : city));
  return { ...(input as object), cities: paths };
}

/**
 * Reads a part of a spec, with the problems' paths counted from the whole.
 *
 * @throws {CityError} as `read` does.
 */
export function inPlace<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isCityError(error)) throw error;
    throw new CityError(
      error.problems.map((problem) => ({
        ...problem,
        path: problem.path === '' || problem.path.startsWith('[') ? place + problem.path : `${place}.${problem.path}`,
      })),
    );
  }
}
