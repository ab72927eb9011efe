import type { DataModel, ModelAttribute } from '../data-model';
import { valueSchema } from '../json-schema';
import { subschemas } from '../json-schema-walk';

type Schema = Readonly<Record<string, unknown>>;

const preamble = `/** A GeoJSON geometry (RFC 7946). */
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: readonly number[] }
  | { readonly type: 'MultiPoint' | 'LineString'; readonly coordinates: readonly (readonly number[])[] }
  | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };

/** What every attribute may say besides its value. */
export interface AttributeMetadata {
  readonly observedAt?: string;
  readonly datasetId?: string;
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** A Property of NGSI-LD in normalized form. */
export interface Property<Value, Unit extends string = string> extends AttributeMetadata {
  readonly type: 'Property';
  readonly value: Value;
  readonly unitCode?: Unit;
}

/** A GeoProperty of NGSI-LD in normalized form. */
export interface GeoProperty extends AttributeMetadata {
  readonly type: 'GeoProperty';
  readonly value: Geometry;
}

/** A Relationship of NGSI-LD in normalized form. */
export interface Relationship<Target = string> extends AttributeMetadata {
  readonly type: 'Relationship';
  readonly object: Target;
}

/** An attribute, or several instances of it that are told apart by \`datasetId\`. */
export type Instances<Attribute> = Attribute | readonly Attribute[];

/** What every entity has. */
export interface Entity<Type extends string> {
  readonly id: string;
  readonly type: Type;
  readonly scope?: string | readonly string[];
  readonly '@context'?: unknown;
}
`;

/**
 * TypeScript that describes entities of the models: for each type an interface in normalized form and one with bare values
 * (`options=keyValues`), and the types by name. It imports nothing.
 */
export function typescriptOf(models: readonly DataModel[]): string {
  const sorted = [...models].sort((one, other) => (one.type < other.type ? -1 : 1));
  const names = namesOf(sorted);
  const byType = (suffix: string) =>
    sorted.map(({ type }) => `  readonly ${type}: ${names.get(type)}${suffix};`).join('\n');
  return `// Written by citykit models types; do not edit.

${preamble}
${sorted.map((model) => described(model, names.get(model.type) as string)).join('\n')}
/** Entities in normalized form, by their type. */
export interface Entities {
${byType('')}
}

/** Entities with bare values, by their type. */
export interface EntitiesKeyValues {
${byType('KeyValues')}
}
`;
}

const taken = new Set([
  ...['Geometry', 'AttributeMetadata', 'Property', 'GeoProperty', 'Relationship', 'Instances', 'Entity'],
  ...['Entities', 'EntitiesKeyValues'],
]);

/** A name of TypeScript for each type: capital, and none that stands for something else here. */
function namesOf(models: readonly DataModel[]): ReadonlyMap<string, string> {
  const used = new Set(taken);
  return new Map(
    models.map(({ type }) => {
      const base = type.charAt(0).toUpperCase() + type.slice(1);
      let name = base;
      for (let count = 2; [name, `${name}KeyValues`].some((one) => used.has(one)); count++) name = `${base}${count}`;
      used.add(name).add(`${name}KeyValues`);
      return [type, name];
    }),
  );
}

function described({ type, title, description, attributes }: DataModel, name: string): string {
  const entries = Object.entries(attributes);
  const recursive = entries.flatMap(([attribute, { schema }]) =>
    schema && refersToItself(schema) ? definitionsOf(schema, `${name}_${attribute}`) : [],
  );
  const member = (written: (attribute: ModelAttribute, key: string) => string) =>
    entries.map(
      ([key, attribute]) =>
        `${comment(attribute)}  readonly ${key}${attribute.required ? '' : '?'}: ${written(attribute, `${name}_${key}`)};`,
    );
  return [
    ...recursive,
    `/** ${safe(`${title}: ${description}`)} Normalized. */`,
    `export interface ${name} extends Entity<${JSON.stringify(type)}> {`,
    ...member((attribute, key) => `Instances<${normalized(attribute, key)}>`),
    '}',
    '',
    `/** ${safe(`${title}: ${description}`)} With bare values. */`,
    `export interface ${name}KeyValues extends Entity<${JSON.stringify(type)}> {`,
    ...member((attribute, key) => bareType(attribute, key)),
    '}',
    '',
  ].join('\n');
}

function normalized(attribute: ModelAttribute, key: string): string {
  const { kind, unit } = attribute;
  if (kind === 'GeoProperty') return 'GeoProperty';
  const value = bareType(attribute, key, kind === 'Property');
  if (kind === 'Relationship') return `Relationship<${value}>`;
  return `Property<${value}${unit === undefined ? '' : `, ${JSON.stringify(unit)}`}>`;
}

function bareType(attribute: ModelAttribute, key: string, typedDates = false): string {
  if (attribute.kind === 'GeoProperty' && attribute.schema === undefined) return 'Geometry';
  const schema = valueSchema(attribute);
  return attribute.schema && refersToItself(schema) ? key : typeOf(schema as Schema, { key, typedDates });
}

interface Naming {
  /** Name of the type that `#` refers to. */
  readonly key: string;
  /** Whether a date may be `{"@type", "@value"}`. */
  readonly typedDates: boolean;
}

const refersToItself = (schema: object): boolean =>
  subschemas(schema).some((one) => typeof one.schema.$ref === 'string');

/** What refers to itself needs names: one for the schema and one for each of its definitions. */
function definitionsOf(schema: object, key: string): string[] {
  const { $defs = {}, ...own } = schema as { readonly $defs?: Readonly<Record<string, Schema>> };
  const naming = { key, typedDates: false };
  return [
    ...Object.entries($defs).map(
      ([name, one]) => `export type ${key}_${name.replace(/\W/g, '_')} = ${typeOf(one, naming)};\n`,
    ),
    `export type ${key} = ${typeOf(own as Schema, naming)};\n`,
  ];
}

const dateFormats: Readonly<Record<string, string>> = { 'date-time': 'DateTime', date: 'Date', time: 'Time' };

function typeOf(schema: unknown, naming: Naming): string {
  if (schema === false) return 'never';
  if (schema === true || typeof schema !== 'object' || schema === null) return 'unknown';
  const { $ref, allOf, anyOf, oneOf, ...own } = schema as Schema;
  const inner = (one: unknown) => typeOf(one, naming);
  const parts = [
    ...(typeof $ref === 'string' ? [referred($ref, naming)] : []),
    ...(Array.isArray(allOf) ? allOf.map(inner) : []),
    ...[anyOf, oneOf].filter(Array.isArray).map((options) => union(options.map(inner))),
    ownType(own, naming),
  ].filter((part) => part !== 'unknown');
  if (parts.length === 0) return 'unknown';
  return parts.length === 1 ? (parts[0] as string) : parts.map((part) => `(${part})`).join(' & ');
}

function referred(reference: string, { key }: Naming): string {
  const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1];
  if (reference === '#') return key;
  return name === undefined ? 'unknown' : `${key}_${decodeURIComponent(name).replace(/\W/g, '_')}`;
}

function ownType(schema: Schema, naming: Naming): string {
  if ('const' in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(literal));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? impliedType(schema)];
  return union(types.map((type) => typeOfKind(String(type), schema, naming)));
}

function impliedType({ properties, items, prefixItems }: Schema): string {
  if (properties) return 'object';
  return items || prefixItems ? 'array' : 'any';
}

function typeOfKind(type: string, schema: Schema, naming: Naming): string {
  switch (type) {
    case 'string': {
      const date = naming.typedDates ? dateFormats[String(schema.format)] : undefined;
      return date ? `string | { readonly '@type': ${JSON.stringify(date)}; readonly '@value': string }` : 'string';
    }
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return listType(schema, naming);
    case 'object':
      return objectType(schema, naming);
    default:
      return 'unknown';
  }
}

function listType({ items, prefixItems }: Schema, naming: Naming): string {
  const rest = items === undefined ? 'unknown' : typeOf(items, naming);
  if (!Array.isArray(prefixItems)) return `readonly (${rest})[]`;
  const first = prefixItems.map((one) => `(${typeOf(one, naming)})?`);
  return `readonly [${[...first, ...(items === false ? [] : [`...(${rest})[]`])].join(', ')}]`;
}

function objectType({ properties, required, additionalProperties }: Schema, naming: Naming): string {
  const needed = Array.isArray(required) ? required.map(String) : [];
  const own = Object.entries((properties ?? {}) as Schema);
  const names = new Set([...own.map(([name]) => name), ...needed]);
  const members = [...names].map((name) => {
    const schema = (properties as Schema | undefined)?.[name];
    return `readonly ${JSON.stringify(name)}${needed.includes(name) ? '' : '?'}: ${schema === undefined ? 'unknown' : typeOf(schema, naming)};`;
  });
  if (members.length === 0) {
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, naming) : 'unknown';
    return `{ readonly [name: string]: ${value} }`;
  }
  return `{ ${members.join(' ')} }`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `readonly [${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, one]) => `readonly ${JSON.stringify(name)}: ${literal(one)};`)
      .join(' ')} }`;
  }
  return JSON.stringify(value);
}

function union(types: readonly string[]): string {
  const all = [...new Set(types)];
  if (all.includes('unknown')) return 'unknown';
  return all.length === 0 ? 'never' : all.join(' | ');
}

function comment({ description, unit }: ModelAttribute): string {
  const text = [description, unit === undefined ? undefined : `Unit: ${unit}.`]
    .filter((part) => part !== undefined)
    .join(' ');
  return text === '' ? '' : `  /** ${safe(text)} */\n`;
}

const safe = (text: string): string => text.replaceAll('*/', '* /').trim();
