import type { Enums } from './go-enums';
import type { Node, NodeTable } from './node-table';
import { FIELD_FACTS, ONE_FIELD_FACTS, REQUIRED_FACTS } from './validation-facts';

/** An OpenAPI v3 schema, or one of a custom resource definition. */
export interface OpenApi {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly additionalProperties?: boolean | OpenApi;
  readonly allOf?: readonly OpenApi[];
  readonly anyOf?: readonly OpenApi[];
  readonly items?: OpenApi;
  readonly not?: OpenApi;
  readonly oneOf?: readonly OpenApi[];
  readonly properties?: Readonly<Record<string, OpenApi>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message?: string }[];
}

/** Keywords taken over as they stand. */
const PLAIN = [
  'default',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxItems',
  'maxLength',
  'maximum',
  'maxProperties',
  'minItems',
  'minLength',
  'minimum',
  'minProperties',
  'multipleOf',
  'nullable',
  'names',
  'pattern',
  'required',
  'type',
  'values',
] as const;

/** Named types whose published schema says less than the API server enforces. */
const NAMED: Readonly<Record<string, Node>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'quantity' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': {},
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': {},
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'int-or-string' },
};

/**
 * Turns schemas into rows of a node table: no descriptions, no defaults, references resolved, equal parts shared.
 *
 * Beyond JSON Schema a row may say: `type: quantity | int-or-string`; `open: true`, unknown fields are kept;
 * `keys`, the fields (with their defaults) that make an entry of the list unique; `set: true`, a list without
 * duplicates; `names` and `values`, the formats of a map's keys and values; `rules`, CEL rules over `self` as
 * `[expression, message]`.
 */
export class Converter {
  private readonly done = new Map<string, number>();

  constructor(
    private readonly table: NodeTable,
    private readonly definitions: Readonly<Record<string, OpenApi>> = {},
    private readonly enums: Enums = new Map(),
  ) {}

  /** The node of a named definition. */
  public definition(name: string): number {
    const known = this.done.get(name);
    if (known !== undefined) {
      return known;
    }
    const named = NAMED[name];
    const number = named === undefined ? this.schema(this.lookup(name), name) : this.table.add(named);
    this.done.set(name, number);
    return number;
  }

  /** The node of a schema; `owner` is the definition it belongs to. */
  public schema(schema: OpenApi, owner = ''): number {
    const reference = referenceOf(schema);
    if (reference !== undefined) {
      return this.definition(reference);
    }
    if (schema['x-kubernetes-int-or-string'] === true) {
      return this.table.add({ type: 'int-or-string', ...pick(schema, ['pattern', 'nullable']) });
    }
    const node: Node = pick(schema, PLAIN);
    const struct = owner.slice(owner.lastIndexOf('.') + 1);
    if (owner !== '') {
      // In the built-in schemas a default is Go's zero value and not what the server fills in.
      delete node.default;
      Object.assign(node, required(schema.required ?? [], REQUIRED_FACTS[struct] ?? []));
    } else if (node.required !== undefined) {
      // The server fills defaults in before it asks for required fields.
      const missing = (schema.required ?? []).filter((name) => schema.properties?.[name]?.default === undefined);
      Object.assign(node, required(missing, []));
    }
    if (schema.properties !== undefined) {
      node.properties = this.properties(schema.properties, owner);
    }
    if (typeof schema.additionalProperties === 'object') {
      node.additionalProperties = this.schema(schema.additionalProperties, part(owner));
    } else if (schema.additionalProperties === true) {
      node.open = true;
    }
    if (schema.items !== undefined) {
      node.items = this.schema(schema.items, part(owner));
    }
    for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
      const alternatives = schema[junctor];
      if (alternatives !== undefined) {
        node[junctor] = alternatives.map((alternative) => this.schema(alternative));
      }
    }
    const oneField = owner === '' ? undefined : ONE_FIELD_FACTS[struct];
    if (oneField !== undefined) {
      const fields = Object.keys(schema.properties ?? {}).filter((name) => !oneField.besides.includes(name));
      node.oneOf = fields.sort().map((name) => this.table.add({ required: [name] }));
    }
    if (schema.not !== undefined) {
      node.not = this.schema(schema.not);
    }
    if (schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true) {
      node.open = true;
    }
    Object.assign(node, this.listType(schema), rulesOf(schema));
    return this.table.add(node);
  }

  private properties(properties: Readonly<Record<string, OpenApi>>, owner: string): Record<string, number> {
    const struct = owner.slice(owner.lastIndexOf('.') + 1);
    return Object.fromEntries(
      Object.keys(properties)
        .sort()
        .map((name) => {
          const property = properties[name] as OpenApi;
          if (owner === '') {
            return [name, this.schema(property)];
          }
          const allowed = this.enums.get(`${struct}.${name}`);
          const facts = FIELD_FACTS[`${struct}.${name}`];
          const { default: _, ...rest } = allowed === undefined ? property : withEnum(property, allowed);
          return [name, this.schema(facts === undefined ? rest : { ...rest, ...facts })];
        }),
    );
  }

  private listType(schema: OpenApi): Node {
    if (schema['x-kubernetes-list-type'] === 'set') {
      return { set: true };
    }
    if (schema['x-kubernetes-list-type'] !== 'map') {
      return {};
    }
    const reference = referenceOf(schema.items ?? {});
    const items = reference === undefined ? (schema.items ?? {}) : this.lookup(reference);
    return {
      keys: Object.fromEntries(
        (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => {
          const required = (items.required ?? []).includes(key);
          return [key, required ? null : (items.properties?.[key]?.default ?? null)];
        }),
      ),
    };
  }

  private lookup(name: string): OpenApi {
    const definition = this.definitions[name];
    if (definition === undefined) {
      throw new Error(`No definition named ${name}`);
    }
    return definition;
  }
}

function referenceOf(schema: OpenApi): string | undefined {
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  return reference?.replace('#/components/schemas/', '');
}

function withEnum(property: OpenApi, allowed: readonly string[]): OpenApi {
  return property.type === 'array'
    ? { ...property, items: { ...property.items, enum: allowed } }
    : { ...property, enum: allowed };
}

// Transition rules (`oldSelf`) speak of updates and have no meaning for a manifest.
function rulesOf(schema: OpenApi): Node {
  const rules = (schema['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => !rule.includes('oldSelf'))
    .map(({ rule, message }) => [rule.trim(), message?.trim() ?? rule.trim()]);
  return rules.length === 0 ? {} : { rules };
}

function required(names: readonly string[], more: readonly string[]): Node {
  return { required: names.length + more.length === 0 ? undefined : [...new Set([...names, ...more])].sort() };
}

function pick(schema: OpenApi, keywords: readonly string[]): Node {
  return Object.fromEntries(keywords.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]]));
}

// An unnamed part of a built-in definition stays recognisable as one.
function part(owner: string): string {
  return owner === '' ? '' : `${owner}.part`;
}
