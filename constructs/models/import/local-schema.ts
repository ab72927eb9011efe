import { mapSchemas } from '../json-schema-walk';

/** An object of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether the value is an object, and no list. */
export const isJsonRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema, and the document that its references begin from. */
export interface PlacedSchema {
  readonly schema: JsonRecord;
  readonly root: JsonRecord;
  /** Address of the document, without a fragment. */
  readonly uri: string;
}

/** Gives the document of an address, or undefined where it is not at hand; nothing is fetched. */
export type DocumentAt = (uri: string) => JsonRecord | undefined;

/** Finds what references lead to, and keeps those that lead nowhere. */
export class References {
  readonly #documentAt: DocumentAt;
  readonly #missing = new Set<string>();

  constructor(documentAt: DocumentAt) {
    this.#documentAt = documentAt;
  }

  /** How often a reference led nowhere. */
  misses = 0;

  /** References that led nowhere, as they were written, sorted. */
  get missing(): readonly string[] {
    return [...this.#missing].sort();
  }

  /** What a reference leads to from a place, or undefined. */
  find(reference: string, from: PlacedSchema): PlacedSchema | undefined {
    const [address = '', fragment = ''] = reference.split('#', 2);
    const uri = address === '' ? from.uri : absolute(address, from.uri);
    const root = uri === from.uri ? from.root : this.#documentAt(uri);
    const schema = root && within(root, fragment);
    if (root && schema) return { schema, root, uri };
    this.misses++;
    this.#missing.add(reference);
    return undefined;
  }
}

function absolute(address: string, base: string): string {
  try {
    return new URL(address, base === '' ? undefined : base).href;
  } catch {
    return address;
  }
}

const maps = new Set(['$defs', 'definitions', 'properties', 'patternProperties']);

/** What a JSON Pointer leads to, where that is a schema and not a list of them by name. */
function within(root: JsonRecord, fragment: string): JsonRecord | undefined {
  const steps = fragment
    .split('/')
    .slice(1)
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.at(-1);
  if (last !== undefined && maps.has(last) && !maps.has(steps.at(-2) ?? '')) return undefined;
  const found = steps.reduce<unknown>(
    (value, step) => (isJsonRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    root,
  );
  return isJsonRecord(found) ? found : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The schema with everything it refers to in it, in JSON Schema 2020-12: whole in itself, so that it validates offline.
 * What refers to itself stands in `$defs`. A reference that leads nowhere is left out and kept by `references`.
 */
export function localSchema(placed: PlacedSchema, references: References): JsonRecord {
  const names = new Map<string, { readonly name: string; readonly target: PlacedSchema }>();
  const inlined = ({ schema, ...place }: PlacedSchema, open: readonly string[]): object =>
    mapSchemas(modern(schema), (one) => {
      const { $ref, ...own } = one;
      if (typeof $ref !== 'string') return own;
      const target = references.find($ref, { schema, ...place });
      if (target === undefined) return own;
      const key = `${target.uri} ${JSON.stringify(target.schema)}`;
      if (open.includes(key)) {
        const name = names.get(key)?.name ?? `self${names.size === 0 ? '' : names.size + 1}`;
        names.set(key, { name, target });
        return { ...own, $ref: `#/$defs/${name}` };
      }
      return joined(inlined(target, [...open, key]) as JsonRecord, own);
    });
  const whole = inlined(placed, []);
  const definitions: Record<string, object> = {};
  for (const [key, { name, target }] of names) definitions[name] = inlined(target, [key]);
  return { ...whole, ...(names.size > 0 && { $defs: definitions }) };
}

/** What a reference led to and what stood beside it: both hold. */
function joined(target: JsonRecord, own: JsonRecord): JsonRecord {
  const { description, ...limits } = own;
  const said = description === undefined ? {} : { description };
  if (Object.keys(limits).every((keyword) => !(keyword in target))) return { ...target, ...limits, ...said };
  return { allOf: [target, limits], ...said };
}

const keywords = new Set(
  `$ref type enum const title description examples default format pattern minLength maxLength minimum maximum
  exclusiveMinimum exclusiveMaximum multipleOf items prefixItems contains minContains maxContains minItems maxItems
  uniqueItems properties patternProperties additionalProperties propertyNames required dependentRequired
  dependentSchemas minProperties maxProperties allOf anyOf oneOf not if then else`.split(/\s+/),
);

const formats = new Set(
  `date-time date time duration email hostname ipv4 ipv6 uri uri-reference uri-template uuid json-pointer
  relative-json-pointer regex`.split(/\s+/),
);

const otherNames: Readonly<Record<string, string>> = {
  'idn-email': 'email',
  iri: 'uri',
  'iri-reference': 'uri-reference',
};

/** A schema of an earlier draft in the words of 2020-12, without what is no keyword there. */
function modern(schema: object): object {
  return mapSchemas(unlisted(schema) as object, (one) => {
    const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, format, example, description, ...rest } = one;
    const known = Object.fromEntries(Object.entries(rest).filter(([keyword]) => keywords.has(keyword)));
    const kept = otherNames[String(format)] ?? format;
    return {
      ...known,
      ...bound('minimum', 'exclusiveMinimum', minimum, exclusiveMinimum),
      ...bound('maximum', 'exclusiveMaximum', maximum, exclusiveMaximum),
      ...(formats.has(String(kept)) && { format: kept }),
      ...(typeof description === 'string' && { description: plainDescription(description) }),
    };
  });
}

/** Lists of schemas by position as `prefixItems`, wherever they stand. */
function unlisted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unlisted);
  if (!isJsonRecord(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, unlisted(item)]);
  const { items, additionalItems, ...rest } = Object.fromEntries(entries);
  if (!Array.isArray(items) || !items.every(isJsonRecord)) return Object.fromEntries(entries);
  return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}

/** In draft 4 `exclusiveMinimum` is true or false, and says how to read `minimum`. */
function bound(inclusive: string, exclusive: string, limit: unknown, other: unknown): object {
  if (other === true) return limit === undefined ? {} : { [exclusive]: limit };
  return {
    ...(limit !== undefined && { [inclusive]: limit }),
    ...(typeof other === 'number' && { [exclusive]: other }),
  };
}

/** What a description of Smart Data Models says to people: without the kind and the model in it, which are for programs. */
export function plainDescription(written: string): string {
  return written
    .replace(/^\s*(geo)?(property|relationship)\s*[.:,]?\s*/i, '')
    .replace(/\s*Model\s*:\s*'[^']*'\s*\.?/gi, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
