import type { Cache } from './cache';
import type { Edge } from './edge';
import type { EventBus } from './event-bus';
import type { ExternalEndpoint } from './external-endpoint';
import type { Job } from './job';
import type { PostgresServer } from './postgres-server';
import type { Secret } from './secret';
import type { Service } from './service';
import type { Volume } from './volume';

/** The waist: every kind that a target has to render. Adding a kind here breaks each target's build until it does. */
export interface Primitives {
  readonly Service: Service;
  readonly Job: Job;
  readonly PostgresServer: PostgresServer;
  readonly Cache: Cache;
  readonly EventBus: EventBus;
  readonly Volume: Volume;
  readonly Secret: Secret;
  readonly Edge: Edge;
  readonly ExternalEndpoint: ExternalEndpoint;
}

/** Name of a kind of primitive, the key of {@link Primitives}. */
export type PrimitiveKind = keyof Primitives;

export type { Backups } from '../backups';
export { Cache, type CacheProps } from './cache';
export { Edge, type EdgeProps, type HttpsListener, type TlsListener } from './edge';
export { Endpoint } from './endpoint';
export { EventBus, type EventBusProps } from './event-bus';
export { ExternalEndpoint, type ExternalEndpointProps } from './external-endpoint';
export { ExternalPostgres, type ExternalPostgresProps } from './external-postgres';
export { Job, type JobProps } from './job';
export type { Postgres } from './postgres';
export { type DatabaseRole, PostgresDatabase, type PostgresDatabaseProps } from './postgres-database';
export { PostgresServer, type PostgresServerProps } from './postgres-server';
export { PostgresSetup, type PostgresSetupProps } from './postgres-setup';
export { type Login, type Port, Primitive } from './primitive';
export { type LazyValue, Reference, Text, text, textFrom, toText, type Value } from './reference';
export { type ExistingSecret, Secret, type SecretProps } from './secret';
export {
  type Metrics,
  type Probe,
  type Probes,
  type Replicas,
  type ResolvedProbes,
  Service,
  type ServiceProps,
} from './service';
export { Volume, type VolumeProps } from './volume';
export {
  type ClusterRight,
  type Egress,
  type ScratchFolder,
  Workload,
  type WorkloadProps,
} from './workload';
