import { z } from 'zod';
import { dnsLabel, dnsSubdomain, hostName, reason, wholeNumber } from './fields';

const clusterIssuer = dnsSubdomain().meta({
  description: 'cert-manager ClusterIssuer that signs the certificate.',
  examples: ['letsencrypt'],
});

const edge = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('ingress').meta({ description: 'An Ingress of any class.' }),
        className: dnsSubdomain()
          .meta({ description: "IngressClass. Default: the cluster's.", examples: ['nginx'] })
          .optional(),
        clusterIssuer: clusterIssuer.optional(),
      }),
      z.strictObject({
        kind: z.literal('gateway').meta({ description: 'An HTTPRoute on a Gateway (Gateway API) that exists.' }),
        name: dnsSubdomain().meta({ description: 'Name of the Gateway.', examples: ['public'] }),
        namespace: dnsLabel(63).meta({ description: 'Namespace of the Gateway.', examples: ['edge'] }),
        sectionName: dnsSubdomain()
          .meta({ description: 'Listener of the Gateway. Default: all that match.', examples: ['https'] })
          .optional(),
      }),
      z.strictObject({
        kind: z.literal('loadBalancer').meta({ description: 'A Service of type LoadBalancer; Envoy ends TLS itself.' }),
        clusterIssuer,
      }),
      z.strictObject({
        kind: z.literal('none').meta({ description: 'No way in from outside the cluster.' }),
        reason: reason(),
      }),
    ],
    { error: 'A mapping whose kind is ingress, gateway, loadBalancer or none.' },
  )
  .meta({
    description: 'How requests from outside reach the gateway.',
    examples: [{ kind: 'ingress', className: 'nginx', clusterIssuer: 'letsencrypt' }],
  })
  .default({ kind: 'ingress' });

const postgres = z
  .strictObject({
    operator: z
      .enum(['cloudnative-pg', 'none'])
      .meta({
        description: 'cloudnative-pg, or none for a single StatefulSet. Default: none for laptop, else cloudnative-pg.',
        examples: ['cloudnative-pg'],
      })
      .optional(),
    existing: z
      .strictObject({
        host: hostName().meta({
          description: 'DNS name of the server (PostgreSQL 14 or newer, with PostGIS).',
          examples: ['postgres.databases.svc.cluster.local'],
        }),
        port: wholeNumber(1, 65_535)
          .meta({ description: 'Port of the server.', examples: [5432] })
          .default(5432),
        adminUser: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/, {
            error: 'A PostgreSQL role: letters, digits, underscores and hyphens, at most 63.',
          })
          .meta({ description: 'Role that may create roles and databases.', examples: ['postgres'] })
          .default('postgres'),
        adminSecret: z
          .strictObject({
            name: dnsSubdomain().meta({ description: 'Name of the Secret.', examples: ['postgres-admin'] }),
            key: z
              .string()
              .regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a Secret: letters, digits, -, _ and dots.' })
              .meta({ description: 'Key of the Secret that holds the password.', examples: ['password'] })
              .default('password'),
          })
          .meta({
            description: "Secret in the platform's namespace with the password of adminUser.",
            examples: [{ name: 'postgres-admin' }],
          }),
      })
      .meta({
        description: 'A PostgreSQL server that exists.',
        examples: [{ host: 'postgres.databases.svc.cluster.local', adminSecret: { name: 'postgres-admin' } }],
      })
      .optional(),
  })
  .refine(({ operator, existing }) => operator === undefined || existing === undefined, {
    path: ['operator'],
    error: 'Either operator, or existing: a server that exists has no operator here.',
    params: { fix: 'Remove one of the two.' },
  })
  .meta({ description: 'Where the databases live.', examples: [{ operator: 'cloudnative-pg' }] })
  .prefault({});

const objectStore = z
  .strictObject({
    endpoint: z
      .string()
      .regex(/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$/, {
        error: 'The https address of an S3 API: a host, perhaps a port; no user, no path, no slash at the end.',
      })
      .max(300, { error: 'An address of at most 300 characters.' })
      .meta({ description: 'Address of the S3 API.', examples: ['https://s3.eu-central-1.amazonaws.com'] }),
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
        error: 'The name of an S3 bucket: lower-case letters, digits, dots and hyphens, 3 to 63 characters.',
      })
      .meta({ description: 'Bucket that takes the backups.', examples: ['izmir-backups'] }),
    secretName: dnsSubdomain().meta({
      description: "Secret in the platform's namespace with accessKeyId and secretAccessKey.",
      examples: ['object-store'],
    }),
  })
  .meta({
    description: 'S3-compatible store for backups.',
    examples: [
      {
        endpoint: 'https://s3.eu-central-1.amazonaws.com',
        bucket: 'izmir-backups',
        secretName: 'object-store',
      },
    ],
  })
  .optional();

const operatorNamespaces = z
  .strictObject({
    cloudNativePg: dnsLabel(63)
      .meta({ description: 'Where CloudNativePG runs.', examples: ['cnpg-system'] })
      .default('cnpg-system'),
    strimzi: dnsLabel(63)
      .meta({ description: 'Where Strimzi runs; used on a kafka bus.', examples: ['strimzi'] })
      .default('strimzi'),
    edge: dnsLabel(63)
      .meta({
        description: 'Where the ingress controller or Gateway runs; only it may call the gateway. Default: any.',
        examples: ['ingress-nginx'],
      })
      .optional(),
    monitoring: dnsLabel(63)
      .meta({
        description: 'Where Prometheus runs; only it may read metrics. Default: none.',
        examples: ['monitoring'],
      })
      .optional(),
  })
  .meta({ description: 'Namespaces of what already runs in the cluster; NetworkPolicies let these in.' })
  .prefault({});

/** What only a deployment onto Kubernetes needs to know. */
export const kubernetesTarget = z
  .strictObject({
    namespace: dnsLabel(63)
      .refine((name) => !name.startsWith('kube-'), { error: 'Namespaces beginning with kube- belong to Kubernetes.' })
      .meta({ description: "Namespace of the platform. Default: the city's name.", examples: ['izmir'] })
      .optional(),
    edge,
    storageClass: dnsSubdomain()
      .meta({ description: "StorageClass of every volume. Default: the cluster's.", examples: ['fast'] })
      .optional(),
    secretStore: z
      .strictObject({
        kind: z
          .enum(['ClusterSecretStore', 'SecretStore'])
          .meta({ description: 'Kind of the store.', examples: ['ClusterSecretStore'] })
          .default('ClusterSecretStore'),
        name: dnsSubdomain().meta({ description: 'Name of the store.', examples: ['vault'] }),
      })
      .meta({
        description: 'External Secrets store that the passwords come from. Default: made in the cluster by a Job.',
        examples: [{ name: 'vault' }],
      })
      .optional(),
    postgres,
    objectStore,
    operatorNamespaces,
  })
  .meta({ description: 'What only a deployment onto Kubernetes needs to know.' });
