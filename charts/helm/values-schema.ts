import type { ChartValues } from './chart-values';

type Schema = Readonly<Record<string, unknown>>;

const quantity: Schema = { type: ['string', 'integer'], pattern: '^[0-9.]+(m|[EPTGMK]i?|k)?$' };
/** Helm's patterns are those of Go, which know no looking ahead. */
const image: Schema = {
  type: 'string',
  pattern: '^[^\\s@]+(:[^\\s:/@]+|@sha256:[0-9a-f]{64})$',
  not: { pattern: ':latest$' },
};
const quantities: Schema = { type: 'object', additionalProperties: quantity };
const resources: Schema = object({ requests: quantities, limits: quantities }, ['requests', 'limits']);
const count: Schema = { type: 'integer', minimum: 1 };

/** The JSON Schema of a chart's values, which Helm holds every installation against. */
export function valuesSchema({ images, workloads, ingress }: ChartValues): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...object({
      // Set by Helm.
      global: { type: 'object' },
      images: {
        description: 'Full references with a fixed tag or a digest.',
        ...object(mapped(images, () => image)),
      },
      imagePullSecrets: {
        description: 'Secrets with credentials of a registry, in the namespace of the platform.',
        type: 'array',
        items: object({ name: { type: 'string', minLength: 1 } }, ['name']),
      },
      workloads: object(
        mapped(workloads, ({ replicas, autoscaling }) =>
          object(
            {
              resources,
              ...(replicas !== undefined && { replicas: count }),
              ...(autoscaling && {
                autoscaling: object({ minReplicas: count, maxReplicas: count }, ['minReplicas', 'maxReplicas']),
              }),
            },
            ['resources'],
          ),
        ),
      ),
      ...(ingress && {
        ingress: object(
          { className: { type: 'string' }, annotations: { type: 'object', additionalProperties: { type: 'string' } } },
          ['className', 'annotations'],
        ),
      }),
    }),
  };
}

/** An object of these members and no others. */
function object(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', properties, additionalProperties: false, ...(required.length > 0 && { required }) };
}

function mapped<T>(record: Readonly<Record<string, T>>, of: (value: T) => Schema): Schema {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}
