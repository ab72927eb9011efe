import type { PrimitiveKind, Primitives } from '../constructs/waist/primitives';
import { cacheKind } from './cache';
import { edgeKind } from './edge';
import { eventBusKind } from './event-bus';
import { externalEndpointKind } from './external-endpoint';
import { jobKind } from './job';
import type { KubernetesKind } from './kubernetes-kind';
import { postgresServerKind } from './postgres-server';
import { secretKind } from './secret';
import { serviceKind } from './service';
import { volumeKind } from './volume';

/** Each kind of primitive, as the Kubernetes target knows it. */
export type KubernetesKinds = { readonly [K in PrimitiveKind]: KubernetesKind<Primitives[K]> };

/** The kinds of the Kubernetes target, one file each. */
export const kubernetesKinds: KubernetesKinds = {
  Service: serviceKind,
  Job: jobKind,
  PostgresServer: postgresServerKind,
  Cache: cacheKind,
  EventBus: eventBusKind,
  Volume: volumeKind,
  Secret: secretKind,
  Edge: edgeKind,
  ExternalEndpoint: externalEndpointKind,
};
