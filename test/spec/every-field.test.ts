import { fieldCodes } from '../../constructs/problems/codes/fields';
import { formatPath } from '../../constructs/problems/problem-path';
import { jsonSchemas } from '../../constructs/spec/json-schemas';
import { problemsIn, smallest } from './city-helpers';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

type Steps = readonly (string | number)[];

/** A field of the spec: where it is, and the whole spec with a value in it. */
interface Field {
  readonly steps: Steps;
  readonly schema: Schema;
  readonly spec: (value: unknown) => unknown;
}

/** A value that the field takes. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.examples) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return required(schema);
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return sample(first);
  return schema.type === 'array' ? [sample(schema.items ?? {})] : schema.default;
}

/** The fields that have to stand in a mapping beside another. */
function required({ properties = {}, required: names = [], examples }: Schema): Record<string, unknown> {
  if (examples) return examples[0] as Record<string, unknown>;
  const needed = Object.entries(properties).filter(
    ([key, { const: only }]) => names.includes(key) || only !== undefined,
  );
  return Object.fromEntries(needed.map(([key, schema]) => [key, sample(schema)]));
}

/** Fields that stand for one another, so that an example with one of them is none for the other. */
const instead: Readonly<Record<string, string>> = { namespace: 'host', existing: 'operator', operator: 'existing' };

function withField(base: object, key: string, value: unknown): object {
  const others = Object.entries(base).filter(([name]) => name !== instead[key]);
  return { ...Object.fromEntries(others), [key]: value };
}

function fields(field: Field): Field[] {
  const { steps, schema, spec } = field;
  const own = Object.entries(schema.properties ?? {}).map(
    ([key, inner]): Field => ({
      steps: [...steps, key],
      schema: inner,
      spec: (value) => spec(withField(steps.length === 0 ? smallest : required(schema), key, value)),
    }),
  );
  const items: Field[] = schema.items
    ? [{ steps: [...steps, 0], schema: schema.items, spec: (value) => spec([value]) }]
    : [];
  const named = schema.additionalProperties;
  const [name] = Object.keys((schema.examples?.[0] as object | undefined) ?? {});
  const values: Field[] =
    typeof named === 'object' && name !== undefined && Object.keys(named).length > 0
      ? [{ steps: [...steps, name], schema: named, spec: (value) => spec({ [name]: value }) }]
      : [];
  const ways = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((way) =>
    fields({ ...field, schema: way }).slice(1),
  );
  return [field, ...[...own, ...items, ...values].flatMap(fields), ...ways];
}

const schema = jsonSchemas()['city.schema.json'] as Schema;
const all = fields({ steps: [], schema, spec: (value) => value }).slice(1);

interface Mistake {
  readonly what: string;
  readonly steps: Steps;
  readonly spec: unknown;
  readonly fix?: RegExp;
}

function mistakes({ steps, schema, spec }: Field): Mistake[] {
  const of = (what: string, value: unknown, fix?: RegExp): Mistake => ({
    what: `${formatPath(steps)}: ${what}`,
    steps,
    spec: spec(value),
    ...(fix && { fix }),
  });
  const several = schema.anyOf ?? schema.oneOf;
  const kinds = new Set(several ? several.map((way) => typeOf(way)) : [typeOf(schema)]);
  const { minimum, maximum, maxLength, maxItems, minItems, pattern, properties } = schema;
  return [
    of('nothing', null, /^Give it a value, or remove the key\.$/),
    ...(kinds.has('array') ? [] : [of('a list', [[]])]),
    ...(kinds.has('object') ? [] : [of('a mapping', { a: 1 })]),
    ...(kinds.has('string') ? [] : [of('text', 'some words')]),
    ...(kinds.has('integer') || kinds.has('number') ? [] : [of('a number', 4711.5)]),
    ...(minimum === undefined ? [] : [of('less than the least', minimum - 1)]),
    ...(maximum === undefined ? [] : [of('more than the most', maximum + 1)]),
    ...(maxLength === undefined ? [] : [of('too long a text', 'a'.repeat(maxLength + 1))]),
    ...(pattern === undefined ? [] : [of('a text of another form', '\u0007 !')]),
    ...(schema.enum && typeof schema.enum[0] === 'string' ? [of('a text of no choice', 'zzzzzz')] : []),
    ...(maxItems === undefined ? [] : [of('too long a list', Array(maxItems + 1).fill(sample(schema.items ?? {})))]),
    ...(minItems ? [of('an empty list', [])] : []),
    ...(properties && schema.additionalProperties === false ? unknownKeys({ steps, schema, spec }) : []),
  ];
}

function unknownKeys({ steps, schema, spec }: Field): Mistake[] {
  const known =
    Object.keys(schema.properties ?? {}).find((key) => key.length > 3) ?? Object.keys(schema.properties ?? {})[0];
  const near = `${known}s`;
  const value = spec({ ...required(schema), [near]: 1 });
  return [
    {
      what: `${formatPath(steps)}: an unknown key near ${known}`,
      steps: [...steps, near],
      spec: value,
      fix: new RegExp(`^(Did you mean '${known}'\\?|Remove it; .+)$`),
    },
    {
      what: `${formatPath(steps)}: an unknown key near none`,
      steps: [...steps, 'qqqqqqqq'],
      spec: spec({ ...required(schema), qqqqqqqq: 1 }),
      fix: new RegExp(`^Remove it; .+ has .*${known}.*\\.$`),
    },
  ];
}

function typeOf({ type, const: only, enum: values }: Schema): string {
  return type ?? typeof (only ?? values?.[0]);
}

test('every field of the schema is walked', () => {
  const paths = new Set(all.map(({ steps }) => formatPath(steps)));
  expect(paths.size).toBeGreaterThan(110);
  for (const path of [
    'location.latitude',
    'tenants[0].id',
    'dataModels[0].attributes.capacity.iri',
    'broker.notifications[0].ports[0]',
    'backups.retentionDays',
    'backups.reason',
    'identity.existing.adminSecret.key',
    'targets.kubernetes.edge.callers.networks[0]',
    'targets.kubernetes.postgres.existing.adminSecret.name',
    'targets.aws.vpc.privateSubnetIds[0]',
    'targets.aws.deletionProtection.reason',
  ]) {
    expect(paths).toContain(path);
  }
});

const made = all.flatMap(mistakes);

test.each(made.map((mistake) => [mistake.what, mistake] as const))(
  'one mistake is one problem with path, value, rule and fix: %s',
  (_, { spec, steps, fix }) => {
    const problems = problemsIn(spec).filter(({ code }) => code in fieldCodes);
    expect(problems).toEqual(
      [
        {
          code: expect.any(String),
          path: formatPath(steps),
          value: expect.anything(),
          rule: expect.any(String),
          fix: expect.any(String),
        },
      ].map((one) => (problems[0]?.value === null ? { ...one, value: null } : one)),
    );
    const [problem] = problems;
    expect(problem?.rule).toMatch(/^(.{6,}|[A-Za-z-]+)\.$/);
    expect(problem?.fix).toMatch(fix ?? /[.?]$/);
    expect(problem?.fix).not.toMatch(/^(Change the value|Give it another value)/);
  },
);
