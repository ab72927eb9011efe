import type { z } from 'zod';
import { CityError, type Problem } from '../problems/city-error';
import { withDefaults, withTargets } from './city-defaults';
import type { citySchema } from './city-schema';
import { type DeepReadonly, type DeepReadonlyInput, frozenCopy } from './deep-readonly';
import { goodParts } from './good-parts';
import { schemas } from './late-schemas';
import { brokenRules } from './rules';
import type { LocatedProblem } from './schema-problems';

export { type Licence, licences } from './licences';
export { modelType } from './model-type';

/** A city as constructs read it: valid, frozen, with every default filled in. */
export type City = DeepReadonly<ReturnType<typeof withTargets>>;

/** The fields of a city that decide how large its platform is. */
export type SizedCity = Pick<
  City,
  'profile' | 'tenants' | 'load' | 'history' | 'openDataPortal' | 'devices' | 'demoData' | 'dashboards'
> & {
  readonly gateway: Pick<City['gateway'], 'requestsPerSecond'>;
  readonly broker: Pick<City['broker'], 'replicas' | 'bus'>;
};

/** A city as a `city.ts` writes it; the fields are documented in the JSON Schema and in `docs/reference`. */
export type CityInput = DeepReadonlyInput<z.input<typeof citySchema>>;

/** A place the platform can be deployed to that has a section in the spec. */
export type TargetName = keyof City['targets'];

/** Every target, in the order in which a city is made for them. */
export const targetNames: readonly TargetName[] = ['kubernetes', 'aws', 'compose'];

/**
 * What a city has to be fit for: these targets, also where its spec has no section for them; or `named`, what it is made for
 * when nobody says more: the targets that its spec has a section for, and Kubernetes, which needs none, if there is no section.
 */
export type WantedTargets = readonly TargetName[] | 'named';

const brand = Symbol.for('citykit.city');

/** Whether this is a city that {@link parseCity} has made, in this copy of the kit or another. */
export function isCity(value: unknown): value is City {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * Reads a city spec, whatever it came from. A city that was read already is given back as it is.
 *
 * @param targets what the city has to be fit for. @default none
 * @throws {CityError} with every problem there is: of the schema, and of each rule whose fields are good.
 */
export function parseCity(input: unknown, targets: WantedTargets = []): City {
  if (isCity(input)) {
    const wanted = targets === 'named' ? namedTargets(input) : targets;
    throwProblems(wanted.flatMap((target) => targetProblems(input, target)));
    return input;
  }
  const { citySchema, schemaProblems } = schemas();
  const result = citySchema.safeParse(input);
  const found = result.success ? [] : schemaProblems(citySchema, result.error, input);
  const parts = result.success ? { spec: result.data, bad: [], hidden: [] } : goodParts(input, found);
  const { spec } = parts;
  const named = targetNames.filter((target) => spec.targets[target] !== undefined);
  const draft = frozenCopy(withDefaults(spec, targets === 'named' ? orKubernetes(named) : targets));
  const bad = [...parts.bad, ...found.flatMap(({ meant }) => (meant ? [meant] : []))];
  throwProblems([...found, ...parts.hidden].map(plain), brokenRules(draft, bad));
  return branded(withTargets(draft), named);
}

function throwProblems(...problems: readonly (readonly Problem[])[]): void {
  const all = problems.flat();
  if (all.length > 0) throw new CityError(all);
}

function plain({ steps, across, meant, ...problem }: LocatedProblem): Problem {
  return problem;
}

/**
 * A city that {@link parseCity} made, from the copy that a thread receives: the copy has all of its data, but not the
 * mark of a city that was read.
 */
export function receivedCity(copy: unknown): City {
  return branded(copy as City, []);
}

/** The mark of a city that was read: the targets that its spec has a section for. */
function branded(city: City, named: readonly TargetName[]): City {
  return Object.freeze(Object.defineProperty({ ...frozenCopy(city) }, brand, { value: named }));
}

/** The targets that the spec of a city has a section for; Kubernetes, which needs none, if there is no section. */
export function namedTargets(city: City): readonly TargetName[] {
  return orKubernetes((city as { readonly [brand]?: readonly TargetName[] })[brand] ?? []);
}

function orKubernetes(named: readonly TargetName[]): readonly TargetName[] {
  return named.length > 0 ? named : ['kubernetes'];
}

/**
 * A city in TypeScript: `export default defineCity({ name: 'izmir', … })`.
 *
 * @throws {CityError} as {@link parseCity}.
 */
export function defineCity(input: CityInput): City {
  return parseCity(input);
}

/**
 * Makes sure that a city can be deployed to a target, also when its spec has no section for it.
 *
 * @param kept codes of rules that are kept by other means than the spec.
 * @throws {CityError} with what the section would have to say.
 */
export function requireTarget(city: City, target: TargetName, kept: readonly string[] = []): void {
  throwProblems(targetProblems(city, target).filter(({ code }) => !kept.includes(code)));
}

function targetProblems(city: City, target: TargetName): Problem[] {
  return brokenRules(city).filter(({ path }) => path.startsWith(`targets.${target}`));
}
