import type { z } from 'zod';
import { withDefaults, withTargets } from './city-defaults';
import { CityError, type Problem } from './city-error';
import type { CitySpec, citySchema } from './city-schema';
import { type DeepReadonly, type DeepReadonlyInput, frozenCopy } from './deep-readonly';
import { schemas } from './late-schemas';
import { type PathSteps, valueAt } from './problem-path';
import { brokenRules } from './rules';
import type { LocatedProblem } from './schema-problems';

export { type Licence, licences } from './licences';
export { modelType } from './model-type';

/** A city as constructs read it: valid, frozen, with every default filled in. */
export type City = DeepReadonly<ReturnType<typeof withTargets>>;

/** The fields of a city that decide how large its platform is. */
export type SizedCity = Pick<City, 'profile' | 'tenants' | 'load' | 'history' | 'openDataPortal'> & {
  readonly gateway: Pick<City['gateway'], 'requestsPerSecond'>;
  readonly broker: Pick<City['broker'], 'replicas' | 'bus'>;
};

/** A city as a `city.ts` writes it; the fields are documented in the JSON Schema and in `docs/reference`. */
export type CityInput = DeepReadonlyInput<z.input<typeof citySchema>>;

/** A place the platform can be deployed to that has a section in the spec. */
export type TargetName = keyof City['targets'];

/** Every target, in the order in which a city is made for them. */
export const targetNames: readonly TargetName[] = ['kubernetes', 'aws', 'compose'];

const brand = Symbol.for('citykit.city');

/** Whether this is a city that {@link parseCity} has made, in this copy of the kit or another. */
export function isCity(value: unknown): value is City {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * Reads a city spec, whatever it came from. A city that was read already is given back as it is.
 *
 * @throws {CityError} with every problem there is: of the schema, and of each rule whose fields are good.
 */
export function parseCity(input: unknown): City {
  if (isCity(input)) return input;
  const { citySchema, schemaProblems } = schemas();
  const result = citySchema.safeParse(input);
  const found = result.success ? [] : schemaProblems(citySchema, result.error, input);
  const draft = frozenCopy(withDefaults(result.success ? result.data : goodParts(input, found)));
  const bad = found.filter(({ code }) => code !== 'unknown-key').map(({ path }) => path);
  const problems = [...found.map(({ steps, ...problem }): Problem => problem), ...brokenRules(draft, bad)];
  if (problems.length > 0) throw new CityError(problems);
  const named = targetNames.filter((target) => draft.targets[target] !== undefined);
  return branded(withTargets(draft), named);
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
  const named = (city as { readonly [brand]?: readonly TargetName[] })[brand];
  return named?.length ? named : ['kubernetes'];
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
  const problems = brokenRules(city).filter(
    ({ code, path }) => path.startsWith(`targets.${target}`) && !kept.includes(code),
  );
  if (problems.length > 0) throw new CityError(problems);
}

/** A spec of what is good in an input; the rest is filled up, for rules that do not look there. */
function goodParts(input: unknown, found: readonly LocatedProblem[]): CitySpec {
  const unknownKeys = found.filter(({ code }) => code === 'unknown-key').map(({ steps }) => steps);
  const known = unknownKeys.reduce(without, input);
  const fillings = { name: 'city', country: 'TR', population: 1, targets: goodTargets(valueAt(known, ['targets'])) };
  const entries = Object.entries(schemas().citySchema.shape).map(([key, schema]) => {
    const result = schema.safeParse(valueAt(known, [key]));
    if (result.success) return [key, result.data];
    return [key, key in fillings ? fillings[key as keyof typeof fillings] : schema.parse(undefined)];
  });
  return Object.fromEntries(entries);
}

function goodTargets(targets: unknown): CitySpec['targets'] {
  const { kubernetes, aws, compose } = schemas().citySchema.shape.targets.def.innerType.shape;
  return {
    kubernetes: kubernetes.safeParse(valueAt(targets, ['kubernetes'])).data,
    aws: aws.safeParse(valueAt(targets, ['aws'])).data,
    compose: compose.safeParse(valueAt(targets, ['compose'])).data,
  };
}

/** A copy of the value without what is at the end of the steps. */
function without(value: unknown, [step, ...rest]: PathSteps): unknown {
  if (typeof value !== 'object' || value === null || step === undefined) return value;
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? without(item, rest) : item));
  const entries = Object.entries(value).filter(([key]) => key !== step || rest.length > 0);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === step ? without(item, rest) : item]));
}
