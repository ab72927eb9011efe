import type { City } from '../constructs/spec/city';
import type { Lacks } from '../constructs/waist/lacks';
import type { ExternalPostgresProps } from '../constructs/waist/primitives';
import type { KubernetesOptions } from './kubernetes-options';

/** How a city wants to be rendered, from `targets.kubernetes` of its spec. */
function cityOptions(city: City): KubernetesOptions {
  const {
    namespace,
    existingNamespace,
    storageClass,
    sharedStorageClass,
    secretStore,
    postgres,
    objectStore,
    restore,
    imagePullSecrets,
    operatorNamespaces,
    prometheusRules,
    edge,
    dns,
    apiServer,
    rerun,
  } = city.targets.kubernetes;
  return {
    namespace,
    createNamespace: !existingNamespace,
    ...(storageClass && { storageClass }),
    ...(sharedStorageClass && { sharedStorageClass }),
    rotation: city.rotation,
    imagePullSecrets,
    registryMirrors: city.registryMirrors,
    secrets: secretStore ? { kind: 'externalSecrets', store: secretStore } : { kind: 'bootstrap' },
    postgres:
      'operator' in postgres && postgres.operator === 'none'
        ? { kind: 'statefulset' }
        : {
            kind: 'cloudnative-pg',
            operatorNamespace: operatorNamespaces.cloudNativePg,
            ...(restore && { restore }),
          },
    ...(objectStore && { objectStore }),
    eventBus: { operatorNamespace: operatorNamespaces.strimzi },
    edge,
    ...(prometheusRules && { prometheusRules }),
    ...(dns && { dns }),
    apiServer,
    rerun,
    ...(operatorNamespaces.monitoring && { monitoringNamespace: operatorNamespaces.monitoring }),
    zones: city.profile === 'city' ? 3 : 1,
  };
}

/** A cluster, as the platform of a city has to know it. */
export interface ClusterOffer {
  /** What it offers, and how primitives are rendered for it. */
  readonly options: KubernetesOptions;
  /** A database server to use. @default one is made in the cluster */
  readonly existingPostgres?: ExternalPostgresProps;
  /** What it lacks. @default nothing */
  readonly lacks?: Lacks;
}

/** The cluster that `targets.kubernetes` of a spec describes. */
export function clusterOf(city: City): ClusterOffer {
  const postgres = existingPostgres(city);
  return { options: cityOptions(city), lacks: lacksOf(city), ...(postgres && { existingPostgres: postgres }) };
}

/** The database server a city has already, if any. */
function existingPostgres(city: City): ExternalPostgresProps | undefined {
  const { postgres } = city.targets.kubernetes;
  if (!('existing' in postgres) || !postgres.existing) return undefined;
  const { adminSecret, ...server } = postgres.existing;
  return { ...server, adminPassword: adminSecret };
}

/** What a cluster lacks for a city, as its spec tells. */
function lacksOf(city: City): Lacks {
  const { edge, objectStore, operatorNamespaces, prometheusRules } = city.targets.kubernetes;
  const numbers = !prometheusRules
    ? 'targets.kubernetes names no prometheusRules to render them for.'
    : operatorNamespaces.monitoring
      ? undefined
      : 'targets.kubernetes names no namespace of who may read the numbers that they are about.';
  return {
    ...(!objectStore && { backups: 'targets.kubernetes names no objectStore to keep them in.' }),
    ...(!operatorNamespaces.monitoring && { metrics: 'targets.kubernetes names no namespace of who may read them.' }),
    ...(edge.kind === 'ingress' && { tcpEdge: 'An Ingress carries HTTP only.' }),
    ...(edge.kind === 'none' && { tcpEdge: edge.reason }),
    ...(numbers !== undefined && { alarms: numbers, dashboards: numbers }),
  };
}
