import type { DataModel, ModelAttribute } from './data-model';

const OBSERVED_AT = '2026-01-01T12:00:00Z';
const KONAK = { type: 'Point', coordinates: [27.1287, 38.4189] };

/**
 * A valid entity of the model in normalized form, the same every time: each attribute has the first of its schema's
 * `examples`, or a value made from the schema.
 *
 * @param contexts URLs for the entity's `@context`. @default - none, for requests with a Link header
 */
export function exampleOf(model: DataModel, contexts: readonly string[] = []): Readonly<Record<string, unknown>> {
  const attributes = Object.entries(model.attributes).map(([name, attribute]) => [name, exampleAttribute(attribute)]);
  return {
    id: `urn:ngsi-ld:${model.type}:example`,
    type: model.type,
    ...Object.fromEntries(attributes),
    ...(contexts.length > 0 && { '@context': [...contexts] }),
  };
}

function exampleAttribute({ kind, schema, unit }: ModelAttribute): object {
  if (kind === 'GeoProperty') return { type: kind, value: schema ? exampleValue(schema) : KONAK };
  if (kind === 'Relationship') return { type: kind, object: exampleValue(schema ?? { format: 'uri', type: 'string' }) };
  const value = exampleValue(schema ?? { type: 'string' });
  return unit === undefined ? { type: kind, value } : { type: kind, value, unitCode: unit, observedAt: OBSERVED_AT };
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uri: 'urn:ngsi-ld:Thing:example',
  'date-time': OBSERVED_AT,
  date: '2026-01-01',
  time: '12:00:00Z',
  email: 'info@example.org',
};

/** The parts of JSON Schema that an example can be made from. */
interface ExampleSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly object[];
  readonly oneOf?: readonly object[];
  readonly items?: object;
  readonly properties?: Readonly<Record<string, object>>;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** A value made from a JSON Schema: its own example where it has one, else the least value its keywords allow. */
function exampleValue(given: object): unknown {
  const schema: ExampleSchema = given;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const alternative = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (alternative) return exampleValue(alternative);
  switch (typeof schema.type === 'object' ? schema.type[0] : schema.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return (
        schema.minimum ?? (schema.exclusiveMinimum === undefined ? (schema.maximum ?? 0) : schema.exclusiveMinimum + 1)
      );
    case 'array':
      return schema.items ? [exampleValue(schema.items)] : [];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, exampleValue(member)]),
      );
    default:
      return BY_FORMAT[schema.format ?? ''] ?? 'example';
  }
}
