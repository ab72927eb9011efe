import { z } from 'zod';
import { cidr, clusterDns, labels } from './cluster';
import { dnsLabel, dnsSubdomain, hostName, listOf, reason, runbooks, wholeNumber } from './fields';

const secretKey = () =>
  z.string().regex(/^[-._A-Za-z0-9]{1,253}$/, { error: 'A key of a Secret: letters, digits, -, _ and dots.' });

const clusterIssuer = dnsSubdomain().meta({
  description: 'cert-manager ClusterIssuer that signs the certificate.',
  examples: ['letsencrypt'],
});

const callers = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('pods').meta({ description: 'Pods of one namespace: of the controller, or of the Gateway.' }),
        namespace: dnsLabel(63).meta({ description: 'Their namespace.', examples: ['traefik'] }),
      }),
      z.strictObject({
        kind: z.literal('addresses').meta({
          description:
            'Callers by address: load balancers that send to pods, controllers on the network of their node.',
        }),
        networks: listOf(cidr, 50)
          .min(1, { error: 'At least one network.' })
          .meta({ description: 'Their networks.', examples: [['10.20.0.0/16']] }),
      }),
      z.strictObject({
        kind: z.literal('anyone').meta({ description: 'Whoever reaches the pods, such as the Envoy of Cilium.' }),
      }),
    ],
    { error: 'A mapping whose kind is pods, addresses or anyone.' },
  )
  .meta({
    description: 'Who may call the platform’s gateway.',
    examples: [
      { kind: 'pods', namespace: 'traefik' },
      { kind: 'addresses', networks: ['10.20.0.0/16'] },
    ],
  })
  .default({ kind: 'anyone' });

const annotations = z
  .record(
    z.string().regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, {
      error:
        'The name of an annotation: perhaps a domain and a slash, then letters, digits, -, _ and dots, at most 63.',
    }),
    z
      .string({ error: 'Text, in quotes.' })
      .max(4096, { error: 'Text of at most 4096 characters.' })
      .meta({ examples: ['60'] }),
    { error: 'A mapping of names to text.' },
  )
  .meta({
    description: "What the Ingress's controller, or external-dns, reads.",
    examples: [{ 'external-dns.alpha.kubernetes.io/ttl': '60' }],
  });

const edge = z
  .discriminatedUnion(
    'kind',
    [
      z
        .strictObject({
          kind: z.literal('ingress').meta({ description: 'An Ingress of any class.' }),
          className: dnsSubdomain()
            .meta({ description: "IngressClass. Default: the cluster's.", examples: ['traefik'] })
            .optional(),
          clusterIssuer: clusterIssuer.optional(),
          tlsSecret: dnsSubdomain()
            .meta({
              description:
                "Secret in the platform's namespace (kubernetes.io/tls) with a certificate that you have, for every host. Default: the controller's own certificate.",
              examples: ['izmir-certificate'],
            })
            .optional(),
          callers,
          annotations: annotations.optional(),
        })
        .refine((ingress) => ingress.clusterIssuer === undefined || ingress.tlsSecret === undefined, {
          path: ['clusterIssuer'],
          error: 'Either clusterIssuer, which makes a certificate, or tlsSecret with one that is there.',
          params: { fix: 'Remove one of the two.' },
        }),
      z.strictObject({
        kind: z.literal('gateway').meta({ description: 'An HTTPRoute on a Gateway (Gateway API) that exists.' }),
        name: dnsSubdomain().meta({ description: 'Name of the Gateway.', examples: ['public'] }),
        namespace: dnsLabel(63).meta({ description: 'Namespace of the Gateway.', examples: ['edge'] }),
        sectionName: dnsSubdomain()
          .meta({
            description: 'Listener of the Gateway that ends TLS for the platform’s hosts.',
            examples: ['https'],
          })
          .default('https'),
        callers,
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
    examples: [{ kind: 'ingress', className: 'traefik', clusterIssuer: 'letsencrypt' }],
  })
  .prefault({ kind: 'ingress' });

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
            key: secretKey()
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
    region: z
      .string({ error: 'The name of a region.' })
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, { error: 'The name of a region: letters, digits and hyphens.' })
      .meta({
        description:
          'Region by which requests are signed. OVH, Scaleway, Garage and others refuse all but their own; stores without regions need none. Default: us-east-1.',
        examples: ['fr-par'],
      })
      .optional(),
    authority: z
      .strictObject({
        name: dnsSubdomain().meta({ description: 'Name of the Secret.', examples: ['city-authority'] }),
        key: secretKey()
          .meta({ description: 'Key of the Secret that holds the certificates.', examples: ['ca.crt'] })
          .default('ca.crt'),
      })
      .meta({
        description:
          "Secret in the platform's namespace with the certificates (PEM) of the authority that signed the store's. Default: authorities that are publicly known.",
        examples: [{ name: 'city-authority' }],
      })
      .optional(),
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

const restore = z
  .strictObject({
    number: wholeNumber(1, 999).meta({
      description: 'How often the database has been restored. Raise it by one for each restore, and leave it there.',
      examples: [1],
    }),
    until: z.iso
      .datetime({ offset: true, error: 'A moment with its time zone, as in 2027-03-01T06:30:00Z.' })
      .meta({
        description: 'The moment to go back to. Default: the end of the archive.',
        examples: ['2027-03-01T06:30:00Z'],
      })
      .optional(),
  })
  .meta({
    description: 'Makes the database anew from the archive of the one before. See the guide.',
    examples: [{ number: 1 }],
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
    monitoring: dnsLabel(63)
      .meta({
        description: 'Where Prometheus runs; only it may read metrics. Default: none.',
        examples: ['monitoring'],
      })
      .optional(),
  })
  .meta({ description: 'Namespaces of what already runs in the cluster; NetworkPolicies let these in.' })
  .prefault({});

const prometheusRules = z
  .strictObject({
    labels: labels
      .meta({
        description: 'Labels by which Prometheus chooses rules and what it reads. Default: none.',
        examples: [{ release: 'kube-prometheus-stack' }],
      })
      .default({}),
    runbooks: runbooks().optional(),
  })
  .meta({
    description:
      'The Prometheus operator runs in the cluster: alarms are rendered for it, and with operatorNamespaces.monitoring what it reads. Default: no alarms.',
    examples: [{ labels: { release: 'kube-prometheus-stack' } }],
  })
  .optional();

const gitops = z
  .strictObject({
    tool: z
      .enum(['argocd', 'flux'], { error: 'argocd or flux.' })
      .meta({ description: 'What takes the artefacts from Git to the cluster.', examples: ['argocd'] }),
    repository: z
      .string({ error: 'The URL of a Git repository.' })
      .max(500, { error: 'A URL of at most 500 characters.' })
      .regex(/^(https|ssh):\/\/[^\s:@/]+(@[^\s@/]+)?\/\S+$/, {
        error: 'The URL of a Git repository, https or ssh, without a password in it.',
      })
      .meta({ description: 'Where the artefacts are kept.', examples: ['https://git.izmir.example/platform.git'] }),
    branch: z
      .string({ error: 'The name of a branch.' })
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, { error: 'The name of a branch.' })
      .meta({ description: 'Branch that is applied.', examples: ['main'] })
      .default('main'),
    path: z
      .string({ error: 'A folder of the repository.' })
      .regex(/^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+){0,9}$/, {
        error: 'A folder of the repository: names with slashes between them, from its root.',
      })
      .meta({
        description: 'Where the folder of the target Kubernetes lies there.',
        examples: ['out/izmir/kubernetes'],
      }),
  })
  .meta({ description: 'Argo CD or Flux, which keeps the cluster like a folder in Git. Default: somebody applies.' });

const apiServer = z
  .strictObject({
    networks: listOf(cidr, 20)
      .min(1, { error: 'At least one network.' })
      .meta({
        description: 'Its addresses, which narrows down where the programs that ask it may connect. Default: any.',
        examples: [['10.30.0.10/32']],
      })
      .optional(),
    ports: listOf(wholeNumber(1, 65_535).meta({ examples: [16_443] }), 5)
      .min(1, { error: 'At least one port.' })
      .meta({ description: 'Ports it listens on.', examples: [[16_443]] })
      .default([443, 6443]),
  })
  .meta({
    description:
      'Where the API server is, behind its Service: what kubectl get endpointslices --namespace default --selector kubernetes.io/service-name=kubernetes shows. Default: any address, on port 443 or 6443.',
    examples: [{ ports: [16_443] }],
  })
  .prefault({});

/** What only a deployment onto Kubernetes needs to know. */
export const kubernetesSection = z
  .strictObject({
    namespace: dnsLabel(63)
      .meta({ description: "Namespace of the platform. Default: the city's name.", examples: ['izmir'] })
      .optional(),
    existingNamespace: z
      .boolean({ error: 'true or false.' })
      .meta({
        description: 'Whether the namespace exists already, perhaps with workloads of others: it is used as it is.',
        examples: [true],
      })
      .default(false),
    edge,
    storageClass: dnsSubdomain()
      .meta({
        description: "StorageClass of volumes that one pod writes: databases, bus, search. Default: the cluster's.",
        examples: ['fast'],
      })
      .optional(),
    sharedStorageClass: dnsSubdomain()
      .meta({
        description:
          "StorageClass of volumes that several pods write at once (ReadWriteMany): the portal's files. Default: the cluster's.",
        examples: ['shared'],
      })
      .optional(),
    gitops: gitops.optional(),
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
    restore,
    imagePullSecrets: listOf(dnsSubdomain().meta({ examples: ['docker-hub'] }), 10)
      .meta({
        description:
          "Secrets in the platform's namespace with credentials for image registries: Docker Hub limits pulls without them, and a large cluster meets that limit.",
        examples: [['docker-hub']],
      })
      .default([]),
    operatorNamespaces,
    prometheusRules,
    dns: clusterDns
      .meta({
        description:
          'Who answers names in the cluster. Default: pods labelled k8s-app: kube-dns in kube-system, and NodeLocal DNSCache, at 169.254.20.10 or as pods labelled k8s-app: node-local-dns.',
      })
      .optional(),
    apiServer,
    rerun: wholeNumber(0, 1_000_000)
      .meta({
        description:
          'Raise it to run every job once more at the next apply, such as after one that failed for good. Every job can run again over its own work.',
        examples: [1],
      })
      .default(0),
  })
  .meta({ description: 'What only a deployment onto Kubernetes needs to know.' });
