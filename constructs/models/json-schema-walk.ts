/** A schema within another, and the keys and indexes that lead to it. */
export interface Subschema {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly steps: readonly (string | number)[];
}

/** Keywords of JSON Schema 2020-12 that hold a schema, a list of them, or schemas by name. */
const holdsOne = new Set(
  'additionalProperties contains contentSchema else if items not propertyNames then unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const holdsList = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const holdsNamed = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties']);

const isSchema = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema and every schema in it. What stands in examples and constants is none. */
export function subschemas(schema: object, steps: readonly (string | number)[] = []): readonly Subschema[] {
  const own = schema as Readonly<Record<string, unknown>>;
  const inner = Object.entries(own).flatMap(
    ([keyword, value]): (readonly [unknown, readonly (string | number)[]])[] => {
      if (holdsOne.has(keyword)) return [[value, [keyword]]];
      if (holdsList.has(keyword) && Array.isArray(value))
        return value.map((item, at) => [item, [keyword, at]] as const);
      if (holdsNamed.has(keyword) && isSchema(value)) {
        return Object.entries(value).map(([name, item]) => [item, [keyword, name]] as const);
      }
      return [];
    },
  );
  return [
    { schema: own, steps },
    ...inner.flatMap(([value, more]) => (isSchema(value) ? subschemas(value, [...steps, ...more]) : [])),
  ];
}

/** A copy of the schema in which each schema, the innermost first, is what `change` makes of it. */
export function mapSchemas(schema: object, change: (schema: Readonly<Record<string, unknown>>) => object): object {
  const inner = (value: unknown) => (isSchema(value) ? mapSchemas(value, change) : value);
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (holdsOne.has(keyword)) return [keyword, inner(value)];
    if (holdsList.has(keyword) && Array.isArray(value)) return [keyword, value.map(inner)];
    if (holdsNamed.has(keyword) && isSchema(value)) {
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item)]))];
    }
    return [keyword, value];
  });
  return change(Object.fromEntries(entries));
}

/**
 * What a JSON Pointer in a fragment (`#/$defs/a`) leads to within the schema.
 *
 * @returns undefined when it leads to no schema there
 */
export function resolvePointer(schema: object, reference: string): object | undefined {
  if (!reference.startsWith('#/')) return reference === '#' ? schema : undefined;
  const steps = reference
    .slice(2)
    .split('/')
    .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return subschemas(schema).find(
    (one) => one.steps.length === steps.length && one.steps.every((step, at) => String(step) === steps[at]),
  )?.schema;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
