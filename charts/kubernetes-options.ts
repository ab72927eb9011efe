import type { RegistryMirrors } from '../constructs/waist/registry-mirrors';
import type { SecretKey } from './secret-key';

/** Where secret values come from. */
export type SecretsOption =
  /** A Job makes them inside the cluster, once; they are never anywhere else. */
  | { readonly kind: 'bootstrap' }
  /** The External Secrets Operator copies them from a store that holds them under the same names. */
  | {
      readonly kind: 'externalSecrets';
      readonly store: { readonly kind: 'ClusterSecretStore' | 'SecretStore'; readonly name: string };
    }
  /** Whoever applies the objects puts the Secrets into the namespace before them, and renews them. */
  | { readonly kind: 'external' };

/** An S3-compatible store for backups. */
export interface ObjectStore {
  /** `https://` address of the S3 API. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Secret in the platform's namespace with the keys `accessKeyId` and `secretAccessKey`. */
  readonly secretName: string;
  /** By which requests are signed; many stores refuse another than their own. @default that of who signs: us-east-1 */
  readonly region?: string;
  /** Entry of a Secret with the certificates, in PEM, that vouch for the store. @default authorities that everybody knows */
  readonly authority?: SecretKey;
}

/** A database server that is made anew from the archive of the one before it. */
export interface Restore {
  /**
   * How often the server has been restored. Each life of it has an archive of its own, and begins from the one before; the
   * first has the number 0.
   */
  readonly number: number;
  /** RFC 3339. @default the end of the archive */
  readonly until?: string;
}

/** Who runs PostgreSQL servers. */
export type PostgresOption =
  | {
      readonly kind: 'cloudnative-pg';
      /** @default 'cnpg-system' */
      readonly operatorNamespace?: string;
      /** Read when a server is made, whose archive it names from then on. @default never restored */
      readonly restore?: Restore;
    }
  /** One server without an operator, standby or backup. */
  | { readonly kind: 'statefulset' };

/** Where messages go between replicas. */
export type EventBusOption =
  /** A cluster that the Strimzi operator runs. */
  | { readonly operatorNamespace: string }
  /** A Kafka beside the cluster. */
  | {
      /** Entry of a Secret of the namespace with the addresses of all brokers. */
      readonly bootstrapServers: SecretKey;
      readonly securityProtocol: 'PLAINTEXT' | 'SSL';
      /** Name that leads to one of the brokers, so that programs can wait for it. */
      readonly host: string;
    };

/** Who opens connections, as far as a network policy can tell. */
export type Callers =
  /** Pods of a namespace. */
  | { readonly kind: 'pods'; readonly namespace: string }
  /** CIDRs: what is no pod of the cluster, or a pod on the network of its node. */
  | { readonly kind: 'addresses'; readonly networks: readonly string[] }
  /** Whoever reaches the pods. */
  | { readonly kind: 'anyone' };

/** Who answers names in the cluster. Ports are those behind the Service: a policy sees the address after translation. */
export type DnsOption =
  | {
      readonly kind: 'pods';
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly port: number;
    }
  | { readonly kind: 'addresses'; readonly networks: readonly string[]; readonly port: number };

/** Where the API server listens: behind its Service, as a policy sees its address and port after translation. */
export interface ApiServerOption {
  /** CIDRs. @default any address */
  readonly networks?: readonly string[];
  /** @default 443 and 6443 */
  readonly ports?: readonly number[];
}

/** How requests from outside reach an edge's target. */
export type EdgeOption =
  | {
      readonly kind: 'ingress';
      /** IngressClass. @default the cluster's default class */
      readonly className?: string;
      /** cert-manager ClusterIssuer. @default the controller's own certificate */
      readonly clusterIssuer?: string;
      /** Secret of type `kubernetes.io/tls` that somebody else keeps, where there is no `clusterIssuer`. @default none */
      readonly tlsSecret?: string;
      /** Who may call the target. @default anyone */
      readonly callers?: Callers;
      /** Of the Ingress, for its controller; these go before the kit's own. @default none */
      readonly annotations?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'gateway';
      /** Name and namespace of a Gateway (Gateway API) that exists and holds the certificate. */
      readonly name: string;
      readonly namespace: string;
      /** Listener of the Gateway that ends TLS; on one for plain HTTP, tokens would pass in the clear. @default 'https' */
      readonly sectionName?: string;
      /** Who may call the target. @default anyone */
      readonly callers?: Callers;
    }
  /** A LoadBalancer in front of proxies that end TLS. The issuer has to solve DNS-01: port 80 only redirects. */
  | { readonly kind: 'loadBalancer'; readonly clusterIssuer: string }
  /** Load balancers beside the cluster that end TLS and send to pods. Whoever makes them binds them to the Services. */
  | {
      readonly kind: 'external';
      /** Who may call the target. @default anyone */
      readonly callers?: Callers;
    }
  | { readonly kind: 'none'; readonly reason?: string };

/** What a cluster offers, and how primitives are rendered for it. */
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
  /** Of registries that images are pulled from. @default none */
  readonly registryMirrors?: RegistryMirrors;
  /** StorageClass of volumes with one writer. @default the cluster's default class */
  readonly storageClass?: string;
  /** StorageClass of volumes with many writers: it offers ReadWriteMany. @default the cluster's default class */
  readonly sharedStorageClass?: string;
  /**
   * StorageClass that takes many writers and whose volumes are saved by whoever offers it: what has backups lies on it.
   * @default none: they are copied to the object store
   */
  readonly savedStorageClass?: string;
  /** Where generated passwords come from. @default bootstrap */
  readonly secrets?: SecretsOption;
  /**
   * A whole number up to 999. Raise it by one to renew every generated password: the Secrets get new names, so that
   * what reads them waits until they are there, the jobs run again, and then every workload that holds one starts anew.
   * @default 0
   */
  readonly rotation?: number;
  /** Who runs database servers. @default CloudNativePG in its usual namespace */
  readonly postgres?: PostgresOption;
  /** Where backups of databases and volumes go. @default none: what has backups enabled is refused */
  readonly objectStore?: ObjectStore;
  /** Who runs Kafka. @default the Strimzi operator, in the namespace 'strimzi' */
  readonly eventBus?: EventBusOption;
  /** How requests come in from outside. @default an Ingress of the cluster's default class */
  readonly edge?: EdgeOption;
  /**
   * Who answers names in the cluster.
   * @default pods labelled `k8s-app: kube-dns` in 'kube-system', and NodeLocal DNSCache, as a pod or where it usually listens
   */
  readonly dns?: DnsOption;
  /** Where the API server is, for the programs that ask it. @default any address, on ports 443 and 6443 */
  readonly apiServer?: ApiServerOption;
  /** Namespace of the only Prometheus that may read the metrics of services and databases. @default none may */
  readonly monitoringNamespace?: string;
  /**
   * For the Prometheus operator: alarms, and with `monitoringNamespace` what it reads.
   * @default none
   */
  readonly prometheusRules?: {
    /** By which Prometheus chooses rules and what it reads. @default none */
    readonly labels?: Readonly<Record<string, string>>;
    /** Address below which the pages of alarms lie. @default the kit's own, by their path */
    readonly runbooks?: string;
  };
  /** A number that was not used before runs every job once more. @default 0 */
  readonly rerun?: number;
  /** Zones of the cluster over which replicas spread. @default 1 */
  readonly zones?: 1 | 3;
}
