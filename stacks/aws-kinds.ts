import type { PrimitiveKind, Primitives } from '../constructs/waist/primitives';
import type { AwsKind } from './aws-kind';
import { cacheKind } from './cache';
import { edgeKind } from './edge';
import { eventBusKind } from './event-bus';
import { externalEndpointKind } from './external-endpoint';
import { jobKind } from './job';
import { postgresServerKind } from './postgres-server';
import { secretKind } from './secret';
import { serviceKind } from './service';
import { volumeKind } from './volume';

/** Each kind of primitive, as the AWS target knows it. */
export type AwsKinds = { readonly [K in PrimitiveKind]: AwsKind<Primitives[K]> };

/** The kinds of the AWS target, one file each. */
export const awsKinds: AwsKinds = {
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
