import { isDeepStrictEqual } from 'node:util';
import { mapSchemas, resolvePointer } from '../json-schema-walk';

/** A difference between two schemas, at one place of them. */
export interface SchemaChange {
  readonly steps: readonly (string | number)[];
  /** Some values that were valid are not any more. */
  readonly narrower: boolean;
  /** Some values are valid that were not. */
  readonly wider: boolean;
  /** Readers meet values of another type, or miss a member that was there. */
  readonly unexpected: boolean;
  /** Whether the keywords themselves decide it; else it may be that the two mean the same. */
  readonly certain: boolean;
  /** As a sentence. */
  readonly text: string;
}

type Schema = Readonly<Record<string, unknown>>;
type Steps = SchemaChange['steps'];

interface Side {
  readonly schema: Schema;
  readonly root: object;
}

/** What differs between two JSON Schemas of values, each whole in itself. What is said to people only does not count. */
export function schemaChanges(before: object, now: object): SchemaChange[] {
  const [old, young] = [before, now].map(bare) as [Schema, Schema];
  return compared({ schema: old, root: old }, { schema: young, root: young }, [], []);
}

const said = new Set(['title', 'description', 'examples', 'default', '$comment']);

function bare(schema: object): object {
  return mapSchemas(schema, (one) =>
    Object.fromEntries(
      Object.entries(one)
        .filter(([keyword]) => !said.has(keyword))
        .map(([keyword, value]) => (keyword === 'const' ? ['enum', [value]] : [keyword, value])),
    ),
  );
}

function compared(before: Side, now: Side, steps: Steps, open: readonly string[]): SchemaChange[] {
  if (isDeepStrictEqual(before.schema, now.schema) && isDeepStrictEqual(before.root, now.root)) return [];
  const key = JSON.stringify([before.schema, now.schema]);
  if (open.includes(key)) return [];
  const within = [...open, key];
  const olds = alternatives(before);
  const news = alternatives(now);
  const [old] = olds;
  const [young] = news;
  if (old && young && olds.length === 1 && news.length === 1) return single(old, young, steps, within);
  const inner = (one: Side, other: Side) => compared(one, other, steps, within);
  const lost = olds.filter((one) => !news.some((other) => !inner(one, other).some(({ narrower }) => narrower)));
  const won = news.filter((other) => !olds.some((one) => !inner(one, other).some(({ wider }) => wider)));
  const wonTypes = typesOf(won.map(({ schema }) => schema)).filter(
    (type) => !covers(typesOf(olds.map(({ schema }) => schema)), type),
  );
  return [
    ...(lost.length > 0
      ? [
          change(steps, 'narrower', `Of its alternatives ${list(lost.map(short))} no longer holds as it did.`, {
            certain: false,
          }),
        ]
      : []),
    ...(won.length > 0
      ? [
          change(steps, 'wider', `It may be ${list(won.map(short))} besides.`, {
            unexpected: wonTypes.length > 0,
            certain: false,
          }),
        ]
      : []),
  ];
}

function single(before: Side, now: Side, steps: Steps, open: readonly string[]): SchemaChange[] {
  const [a, b] = [before.schema, now.schema];
  const inner = (one: unknown, other: unknown, ...more: Steps) =>
    compared(
      { schema: asSchema(one), root: before.root },
      { schema: asSchema(other), root: now.root },
      [...steps, ...more],
      open,
    );
  const types = typeChanges(a, b, steps);
  // Of other types, no other keyword is comparable.
  if (types.length > 0 && !typesOf([a]).some((type) => covers(typesOf([b]), type))) return types;
  if (Array.isArray(a.enum) || Array.isArray(b.enum)) return listedChanges(a, b, steps);
  return [
    ...types,
    ...limits.flatMap((limit) => limitChanges(a, b, steps, limit)),
    ...ruleKeywords.flatMap((keyword) => ruleChanges(a, b, steps, keyword)),
    ...('items' in a || 'items' in b ? inner(a.items ?? true, b.items ?? true, 'items') : []),
    ...memberChanges(a, b, steps, inner),
    ...opaque
      .filter((keyword) => !isDeepStrictEqual(a[keyword], b[keyword]))
      .flatMap((keyword) => [
        change([...steps, keyword], 'narrower', `${keyword} is another, which may refuse what was valid.`, {
          certain: false,
        }),
      ]),
  ];
}

const asSchema = (schema: unknown): Schema => {
  if (schema === false) return { not: {} };
  return typeof schema === 'object' && schema !== null ? (schema as Schema) : {};
};

/** The schemas of which a value agrees with one: those of anyOf and oneOf with what stands beside them. */
function alternatives({ schema, root }: Side, depth = 0): Side[] {
  const { $ref, allOf, ...own } = schema;
  const target = typeof $ref === 'string' ? resolvePointer(root, $ref) : undefined;
  const parts = [...(target ? [target] : []), ...(Array.isArray(allOf) ? allOf : [])] as Schema[];
  if (parts.length > 0 && depth < 10) {
    const clash = parts.some((part, at) =>
      [own, ...parts.slice(0, at)].some((other) => Object.keys(part).some((keyword) => keyword in other)),
    );
    if (clash) return [{ schema: { ...own, allOf: parts }, root }];
    return alternatives({ schema: Object.assign({}, own, ...parts), root }, depth + 1);
  }
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const { [keyword]: options, ...rest } = own as Record<string, unknown>;
    if (Array.isArray(options) && depth < 10) {
      return options.flatMap((option) => {
        const one = asSchema(option);
        const clash = Object.keys(one).some((name) => name in rest);
        const schema = clash ? { allOf: [one, rest] } : { ...rest, ...one };
        return clash ? [{ schema, root }] : alternatives({ schema, root }, depth + 1);
      });
    }
  }
  return [{ schema: parts.length > 0 ? schema : own, root }];
}

const every = ['array', 'boolean', 'null', 'number', 'object', 'string'];

function typesOf(schemas: readonly Schema[]): string[] {
  return [...new Set(schemas.flatMap(typesOfOne))];
}

function typesOfOne({ type, enum: values }: Schema): string[] {
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.map(String);
  return Array.isArray(values) ? values.map(typeOfValue) : every;
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

const covers = (types: readonly string[], type: string) =>
  types.includes(type) || (type === 'integer' && types.includes('number'));

function typeChanges(a: Schema, b: Schema, steps: Steps): SchemaChange[] {
  const [olds, news] = [typesOf([a]), typesOf([b])];
  const lost = olds.filter((type) => !covers(news, type));
  const won = news.filter((type) => !covers(olds, type));
  const at = [...steps, 'type'];
  return [
    ...(lost.length > 0 ? [change(at, 'narrower', `It may no longer be ${list(lost)}, but ${list(news)}.`)] : []),
    ...(won.length > 0
      ? [change(at, 'wider', `It may be ${list(won)}, where it was ${list(olds)}.`, { unexpected: true })]
      : []),
  ];
}

/** Where one of the two lists its values, each value tells for itself. */
function listedChanges(a: Schema, b: Schema, steps: Steps): SchemaChange[] {
  const at = [...steps, 'enum'];
  const [olds, news] = [listed(a), listed(b)];
  const lost = olds?.filter((value) => !holds(value, b));
  const won = news?.filter((value) => !holds(value, a));
  const narrower = lost ? lost.length > 0 : true;
  const wider = won ? won.length > 0 : true;
  const only = `It may only be ${list(news ?? [])}.`;
  return [
    ...(narrower ? [change(at, 'narrower', lost ? `It may no longer be ${list(lost)}.` : only)] : []),
    ...(wider
      ? [
          change(
            at,
            'wider',
            won ? `It may be ${list(won)} besides.` : 'It may be other values than those that were listed.',
          ),
        ]
      : []),
  ];
}

/** The values that a schema lists, as far as it allows them itself. */
function listed(schema: Schema): unknown[] | undefined {
  if (!Array.isArray(schema.enum)) return schema.type === 'boolean' ? [true, false] : undefined;
  return schema.enum.filter((value) => holds(value, schema));
}

/** Whether a value agrees with the keywords that are compared here; others do not count. */
function holds(value: unknown, schema: Schema): boolean {
  const { enum: values, pattern } = schema;
  if (!covers(typesOfOne({ type: schema.type }), typeOfValue(value))) return false;
  if (Array.isArray(values) && !values.some((other) => isDeepStrictEqual(other, value))) return false;
  if (typeof value === 'string' && typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) return false;
  const { minimum, exclusiveMinimum, minLength, maximum, exclusiveMaximum, maxLength } = schema as Record<
    string,
    number
  >;
  if (typeof value === 'string')
    return !([...value].length < (minLength ?? 0)) && !([...value].length > (maxLength ?? Infinity));
  if (typeof value !== 'number') return true;
  return !(
    value < (minimum ?? -Infinity) ||
    value <= (exclusiveMinimum ?? -Infinity) ||
    value > (maximum ?? Infinity) ||
    value >= (exclusiveMaximum ?? Infinity)
  );
}

interface Limit {
  readonly keyword: string;
  readonly side: 'least' | 'most';
}

const limits: readonly Limit[] = [
  ...['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'].map((keyword) => ({
    keyword,
    side: 'least' as const,
  })),
  ...['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'].map((keyword) => ({
    keyword,
    side: 'most' as const,
  })),
];

function limitChanges(a: Schema, b: Schema, steps: Steps, { keyword, side }: Limit): SchemaChange[] {
  const none = side === 'least' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const zero = side === 'least' && keyword.startsWith('min') && keyword !== 'minimum' ? 0 : none;
  const [old, young] = [a, b].map((schema) =>
    typeof schema[keyword] === 'number' ? (schema[keyword] as number) : zero,
  ) as [number, number];
  if (old === young) return [];
  const tighter = side === 'least' ? young > old : young < old;
  const text = Number.isFinite(young)
    ? `${keyword} is ${young}${Number.isFinite(old) ? `, and was ${old}` : ''}.`
    : `${keyword} ${old} is gone.`;
  // Its other form may say the same.
  const twin = /^(m|exclusiveM)/.test(keyword) && /imum$/.test(keyword) ? otherForm(keyword) : undefined;
  const certain = twin === undefined || (!(twin in a) && !(twin in b));
  return [change([...steps, keyword], tighter ? 'narrower' : 'wider', text, { certain })];
}

const otherForm = (keyword: string) =>
  keyword.startsWith('exclusive')
    ? keyword.slice('exclusive'.length).toLowerCase()
    : `exclusive${keyword[0]?.toUpperCase()}${keyword.slice(1)}`;

const ruleKeywords = ['pattern', 'format', 'multipleOf', 'uniqueItems'];

function ruleChanges(a: Schema, b: Schema, steps: Steps, keyword: string): SchemaChange[] {
  const [old, young] = [a[keyword] || undefined, b[keyword] || undefined];
  if (isDeepStrictEqual(old, young)) return [];
  const at = [...steps, keyword];
  if (young === undefined) return [change(at, 'wider', `${keyword} ${JSON.stringify(old)} is gone.`)];
  const text = `${keyword} is ${JSON.stringify(young)}${old === undefined ? '' : `, and was ${JSON.stringify(old)}`}.`;
  return [change(at, 'narrower', text, { certain: old === undefined })];
}

type Inner = (one: unknown, other: unknown, ...more: Steps) => SchemaChange[];

function memberChanges(a: Schema, b: Schema, steps: Steps, inner: Inner): SchemaChange[] {
  const [olds, news] = [asSchema(a.properties), asSchema(b.properties)];
  const [needed, needs] = [a, b].map(({ required }) => (Array.isArray(required) ? required.map(String) : [])) as [
    string[],
    string[],
  ];
  const closed = ({ additionalProperties }: Schema) => additionalProperties === false;
  const removed = Object.keys(olds).filter((name) => !Object.hasOwn(news, name));
  const added = Object.keys(news).filter((name) => !Object.hasOwn(olds, name));
  const newly = needs.filter((name) => !needed.includes(name));
  const nolonger = needed.filter((name) => !needs.includes(name));
  const at = [...steps, 'properties'];
  return [
    ...Object.keys(olds)
      .filter((name) => Object.hasOwn(news, name))
      .flatMap((name) => inner(olds[name], news[name], 'properties', name)),
    ...removed.map((name) =>
      change([...at, name], closed(b) ? 'narrower' : 'neither', `The member ${name} is gone.`, { unexpected: true }),
    ),
    ...added.map((name) => change([...at, name], closed(a) ? 'wider' : 'neither', `The member ${name} is new.`)),
    ...(newly.length > 0 ? [change([...steps, 'required'], 'narrower', `It must have ${list(newly)}.`)] : []),
    ...(nolonger.length > 0
      ? [change([...steps, 'required'], 'wider', `It may lack ${list(nolonger)}.`, { unexpected: true })]
      : []),
    ...additionalChanges(a, b, steps, inner),
  ];
}

function additionalChanges(a: Schema, b: Schema, steps: Steps, inner: Inner): SchemaChange[] {
  const [old, young] = [a.additionalProperties ?? true, b.additionalProperties ?? true];
  const at = [...steps, 'additionalProperties'];
  if (isDeepStrictEqual(old, young)) return [];
  if (young === false) return [change(at, 'narrower', 'It may have no other members.')];
  if (old === false) return [change(at, 'wider', 'It may have other members.')];
  return inner(old, young, 'additionalProperties');
}

/** Keywords whose meaning together cannot be told from their values. */
const opaque =
  `allOf anyOf oneOf not if then else prefixItems contains minContains maxContains patternProperties propertyNames
dependentRequired dependentSchemas unevaluatedItems unevaluatedProperties`.split(/\s+/);

function change(
  steps: Steps,
  direction: 'narrower' | 'wider' | 'neither',
  text: string,
  { unexpected = false, certain = true }: { readonly unexpected?: boolean; readonly certain?: boolean } = {},
): SchemaChange {
  return { steps, narrower: direction === 'narrower', wider: direction === 'wider', unexpected, certain, text };
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, 8).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return shown.join(', ') + (values.length > shown.length ? ` and ${values.length - shown.length} more` : '');
}

function short({ schema }: Side): string {
  const text = JSON.stringify(schema);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
