import type { PrimitiveKind, Primitives } from '../constructs/waist/primitives';
import { cacheKind } from './cache';
import type { ComposeKind } from './compose-kind';
import { edgeKind } from './edge';
import { eventBusKind } from './event-bus';
import { externalEndpointKind } from './external-endpoint';
import { jobKind } from './job';
import { postgresServerKind } from './postgres-server';
import { secretKind } from './secret';
import { serviceKind } from './service';
import { volumeKind } from './volume';

/** Each kind of primitive, as the Compose target knows it. */
export type ComposeKinds = { readonly [K in PrimitiveKind]: ComposeKind<Primitives[K]> };

/** The kinds of the Compose target, one file each. */
export const composeKinds: ComposeKinds = {
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
