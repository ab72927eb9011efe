/** Where secret values come from. */
export type SecretsOption =
  /** A Job makes them inside the cluster, once; they are never anywhere else. */
  | { readonly kind: 'bootstrap' }
  /** The External Secrets Operator copies them from a store that holds them under the same names. */
  | {
      readonly kind: 'externalSecrets';
      readonly store: { readonly kind: 'ClusterSecretStore' | 'SecretStore'; readonly name: string };
    };

/** An S3-compatible store for backups. */
export interface ObjectStore {
  /** `https://` address of the S3 API. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Secret in the platform's namespace with the keys `accessKeyId` and `secretAccessKey`. */
  readonly secretName: string;
}

/** Who runs PostgreSQL servers. */
export type PostgresOption =
  | {
      readonly kind: 'cloudnative-pg';
      /** @default 'cnpg-system' */
      readonly operatorNamespace?: string;
      /** @default none: a server with backups enabled is refused */
      readonly objectStore?: ObjectStore;
    }
  /** One server without an operator, standby or backup. */
  | { readonly kind: 'statefulset' };

/** How requests from outside reach an edge's target. */
export type EdgeOption =
  | {
      readonly kind: 'ingress';
      /** IngressClass. @default the cluster's default class */
      readonly className?: string;
      /** cert-manager ClusterIssuer. @default the controller's own certificate */
      readonly clusterIssuer?: string;
      /** Namespace of the controller; only it may call the target. @default any namespace may */
      readonly controllerNamespace?: string;
    }
  | {
      readonly kind: 'gateway';
      /** Name and namespace of a Gateway (Gateway API) that exists and holds the certificate. */
      readonly name: string;
      readonly namespace: string;
      /** Listener of the Gateway. @default all that match */
      readonly sectionName?: string;
      /** Namespace of the pods behind the Gateway; only they may call the target. @default any namespace may */
      readonly controllerNamespace?: string;
    }
  /** A LoadBalancer in front of proxies that end TLS. The issuer has to solve DNS-01: port 80 only redirects. */
  | { readonly kind: 'loadBalancer'; readonly clusterIssuer: string }
  | { readonly kind: 'none'; readonly reason?: string };

export interface KubernetesOptions {
  /** Label `app.kubernetes.io/part-of` of everything. @default the name of the scope */
  readonly platform?: string;
  /** Namespace of every object. @default the chart's, or what `kubectl apply` is told */
  readonly namespace?: string;
  /** Render the namespace too, with Pod Security `restricted` enforced. @default false */
  readonly createNamespace?: boolean;
  /** Further labels of every object. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Names of Secrets with registry credentials. @default none */
  readonly imagePullSecrets?: readonly string[];
  /** StorageClass of every volume. @default the cluster's default class */
  readonly storageClass?: string;
  /** @default bootstrap */
  readonly secrets?: SecretsOption;
  /** @default CloudNativePG in its usual namespace, without object store */
  readonly postgres?: PostgresOption;
  /** The Strimzi operator. @default in the namespace 'strimzi' */
  readonly eventBus?: { readonly operatorNamespace: string };
  /** @default an Ingress of the cluster's default class */
  readonly edge?: EdgeOption;
  /** Where the cluster's DNS runs. @default pods labelled `k8s-app: kube-dns` in 'kube-system', port 53 */
  readonly dns?: {
    readonly namespace: string;
    readonly podLabels?: Readonly<Record<string, string>>;
    readonly port?: number;
  };
  /** Namespace of the only Prometheus that may read the metrics of services and databases. @default none may */
  readonly monitoringNamespace?: string;
  /** Zones of the cluster over which replicas spread. @default 1 */
  readonly zones?: 1 | 3;
}
