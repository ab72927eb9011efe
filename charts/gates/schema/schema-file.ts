/**
 * A schema node: JSON Schema's keywords, each subschema given by its number in the file.
 *
 * Beyond JSON Schema: the types `quantity` and `int-or-string`; `open`, unknown fields are kept; `keys`, the fields
 * (with defaults) that make an entry unique; `set`, a list without duplicates; `names` and `values`, formats of a
 * map's keys and values; `rules`, CEL rules over `self` with their messages.
 */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, number>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: number;
  readonly items?: number;
  readonly allOf?: readonly number[];
  readonly anyOf?: readonly number[];
  readonly oneOf?: readonly number[];
  readonly not?: number;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly open?: boolean;
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly set?: boolean;
  readonly names?: string;
  readonly values?: string;
  readonly rules?: readonly (readonly [rule: string, message: string])[];
}

/** What one file of `charts/gates/schemas` holds. */
export interface SchemaFile {
  /** Project and version the schemas were derived from. */
  readonly origin: string;
  readonly kinds: Readonly<Record<string, { readonly schema: number; readonly namespaced: boolean }>>;
  readonly nodes: readonly SchemaNode[];
}

// Loaded when a kind of the file first appears: a city without Kafka never reads Strimzi's schemas.
const FILES: Readonly<Record<string, () => SchemaFile>> = {
  'barman-cloud': () => require('../schemas/barman-cloud.json'),
  'cert-manager': () => require('../schemas/cert-manager.json'),
  'cloudnative-pg': () => require('../schemas/cloudnative-pg.json'),
  'external-secrets': () => require('../schemas/external-secrets.json'),
  'gateway-api': () => require('../schemas/gateway-api.json'),
  kubernetes: () => require('../schemas/kubernetes.json'),
  'prometheus-operator': () => require('../schemas/prometheus-operator.json'),
  strimzi: () => require('../schemas/strimzi.json'),
};

/** Every known `apiVersion/Kind`. */
export function knownKinds(): readonly string[] {
  return Object.keys(require('../schemas/index.json') as object);
}

/** The file that describes `apiVersion/Kind`, or undefined for an unknown one. */
export function trySchemaFile(kind: string): SchemaFile | undefined {
  const files = require('../schemas/index.json') as Readonly<Record<string, string>>;
  return Object.hasOwn(files, kind) ? FILES[files[kind] as string]?.() : undefined;
}
