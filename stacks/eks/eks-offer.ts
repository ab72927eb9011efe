import type { ClusterOffer } from '../../charts/city-options';
import type { KubernetesOptions } from '../../charts/kubernetes-options';
import type { City } from '../../constructs/spec/city';
import type { Lacks } from '../../constructs/waist/lacks';
import { dnsAddress } from './cluster-network';

/** What objects of the platform and objects around it call each other by. */
export interface EksNames {
  readonly namespace: string;
  /** The Service that leads to the database, and the Secret with its administrator's password. */
  readonly database: string;
  /** The Service that leads to the bus, and the Secret with its addresses. */
  readonly bus: string;
  /** StorageClass of volumes with one writer: the stack's own, or that of a cluster that exists. */
  readonly disks: string;
  /** StorageClass of volumes with many, and of those that are backed up. */
  readonly files: string;
  /** NodePool, and what else of the cluster is named after the platform. */
  readonly nodes: string;
  /** Group of Kubernetes that may do everything in the namespace. */
  readonly deployers: string;
  /** Group of Kubernetes that makes what is around the platform, in a cluster that exists. */
  readonly foundation: string;
}

/** What the owner of a cluster that exists applies to it first, beside the template. */
export const clusterAccessFile = 'cluster-access.yaml';

/** The key under which the addresses of the bus are kept. */
export const bootstrapKey = 'bootstrapServers';

/** The names for a city: nothing in the cluster is called after anything but it. */
export function eksNames({ name, targets: { aws } }: City): EksNames {
  const namespace = aws.eks.namespace ?? name;
  return {
    namespace,
    database: `${name}-aurora`,
    bus: `${name}-msk`,
    disks: aws.eks.existing?.storageClass ?? `${name}-disks`,
    files: `${name}-files`,
    nodes: name,
    deployers: `citykit:${namespace}:deployers`,
    foundation: `citykit:${namespace}:foundation`,
  };
}

/** Who answers names in the cluster of a city; undefined where it is the pods of CoreDNS. */
export function eksDns({ targets: { aws } }: City): KubernetesOptions['dns'] {
  const { existing } = aws.eks;
  if (existing?.dns) return existing.dns;
  return !existing || existing.autoMode ? { kind: 'addresses', networks: [`${dnsAddress}/32`], port: 53 } : undefined;
}

/** What a cluster of EKS lacks for a city. */
export const eksLacks: Lacks = {
  metrics: 'The cluster has no Prometheus, and CloudWatch reads no port of a program.',
  alarms:
    'The cluster has no Prometheus operator to render those of programs for; what AWS runs has its alarms in CloudWatch.',
  dashboards: 'The cluster has no Prometheus whose numbers they would draw.',
};

/**
 * The cluster of EKS of a city, as its objects have to know it.
 *
 * @param publicNetworks of the load balancers; undefined where they are not known.
 */
export function eksOffer(city: City, publicNetworks: readonly string[] | undefined): ClusterOffer {
  const { namespace, database, bus, disks, files } = eksNames(city);
  const { profile, registryMirrors, rotation, targets } = city;
  const dns = eksDns(city);
  return {
    existingPostgres: { host: database, adminPassword: { name: database } },
    lacks: eksLacks,
    options: {
      namespace,
      createNamespace: true,
      storageClass: disks,
      sharedStorageClass: files,
      savedStorageClass: files,
      secrets: { kind: 'external' },
      rotation,
      registryMirrors,
      eventBus: { bootstrapServers: { name: bus, key: bootstrapKey }, securityProtocol: 'SSL', host: bus },
      edge: {
        kind: 'external',
        callers: publicNetworks ? { kind: 'addresses', networks: publicNetworks } : { kind: 'anyone' },
      },
      ...(dns && { dns }),
      rerun: targets.aws.eks.rerun,
      zones: profile === 'city' ? 3 : 1,
    },
  };
}
