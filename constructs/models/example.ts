import type { DataModel, ModelAttribute } from './data-model';
import { resolvePointer } from './json-schema-walk';
import { onceOf } from './once-of';

const OBSERVED_AT = '2026-01-01T12:00:00Z';
const KONAK = { type: 'Point', coordinates: [27.1287, 38.4189] };

/**
 * A valid entity of the model in normalized form, the same every time: each attribute has the first of its schema's
 * `examples`, or a value made from the schema.
 *
 * @param contexts URLs for the entity's `@context`. @default - none, for requests with a Link header
 */
export function exampleOf(model: DataModel, contexts: readonly string[] = []): Readonly<Record<string, unknown>> {
  return {
    id: `urn:ngsi-ld:${model.type}:example`,
    type: model.type,
    ...exampleAttributes(model),
    ...(contexts.length > 0 && { '@context': [...contexts] }),
  };
}

const exampleAttributes = /* @__PURE__ */ onceOf(
  ({ attributes }: DataModel): Readonly<Record<string, object>> =>
    Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, exampleAttribute(attribute)])),
);

function exampleAttribute(attribute: ModelAttribute): object {
  const { kind, unit } = attribute;
  const value = exampleValueOf(attribute);
  if (kind === 'GeoProperty') return { type: kind, value };
  if (kind === 'Relationship') return { type: kind, object: value };
  return unit === undefined ? { type: kind, value } : { type: kind, value, unitCode: unit, observedAt: OBSERVED_AT };
}

/** The example of an attribute's value, or of a Relationship's object. */
export function exampleValueOf({ kind, schema }: ModelAttribute): unknown {
  if (schema) return exampleValue(schema, schema);
  if (kind === 'GeoProperty') return KONAK;
  return kind === 'Relationship' ? BY_FORMAT.uri : 'example';
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uri: 'urn:ngsi-ld:Thing:example',
  'uri-reference': 'urn:ngsi-ld:Thing:example',
  'date-time': OBSERVED_AT,
  date: '2026-01-01',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'info@example.org',
  hostname: 'www.example.org',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** The parts of JSON Schema that an example can be made from. */
interface ExampleSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly object[];
  readonly anyOf?: readonly object[];
  readonly oneOf?: readonly object[];
  readonly items?: object;
  readonly prefixItems?: readonly object[];
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, object>>;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** Of a schema that refers to itself, how deep an example goes. */
const deepest = 10;

/** A value made from a JSON Schema: its own example where it has one, else the least value its keywords allow. */
function exampleValue(given: object, root: object, depth = 0): unknown {
  const schema = merged(given, root, depth);
  if (depth > deepest) return undefined;
  const inner = (one: object) => exampleValue(one, root, depth + 1);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const alternative = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (alternative) {
    const { anyOf, oneOf, ...rest } = schema;
    return inner({ ...rest, ...alternative });
  }
  switch (typeof schema.type === 'object' ? schema.type[0] : (schema.type ?? impliedType(schema))) {
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'integer':
    case 'number':
      return exampleNumber(schema);
    case 'array':
      return exampleList(schema, inner);
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .map(([name, member]) => [name, inner(member)] as const)
          .filter(([, value]) => value !== undefined),
      );
    default:
      return BY_FORMAT[schema.format ?? ''] ?? exampleText(schema);
  }
}

/** The schema with what it refers to and what all of its parts say; of two values of a keyword its own. */
function merged({ $ref, allOf = [], ...own }: ExampleSchema, root: object, depth: number): ExampleSchema {
  const parts = [...($ref === undefined ? [] : [resolvePointer(root, $ref) ?? {}]), ...allOf];
  if (parts.length === 0 || depth > deepest) return own;
  return Object.assign({}, ...parts.map((part) => merged(part, root, depth + 1)), own);
}

function impliedType({ properties, items, prefixItems, minimum, maximum }: ExampleSchema): string {
  if (properties) return 'object';
  if (items || prefixItems) return 'array';
  return minimum === undefined && maximum === undefined ? 'string' : 'number';
}

function exampleNumber({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: ExampleSchema): number {
  if (minimum !== undefined) return minimum;
  if (exclusiveMinimum !== undefined) return exclusiveMinimum + 1;
  if (maximum !== undefined) return maximum;
  return exclusiveMaximum === undefined ? 0 : exclusiveMaximum - 1;
}

function exampleList(
  { items, prefixItems = [], minItems = 1 }: ExampleSchema,
  inner: (schema: object) => unknown,
): unknown[] {
  const rest = items ? Array(Math.max(minItems - prefixItems.length, prefixItems.length ? 0 : 1)).fill(items) : [];
  return [...prefixItems, ...rest].map(inner).filter((value) => value !== undefined);
}

function exampleText({ minLength = 0, maxLength }: ExampleSchema): string {
  return 'example'.padEnd(minLength, ' example').slice(0, maxLength);
}
