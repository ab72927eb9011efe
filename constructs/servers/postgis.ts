import { images } from '../waist/images';
import type { PostgresServer } from '../waist/primitives';
import { Duration, type Size } from '../waist/units';
import type { ServerProgram } from './server-program';

/** While it makes its files the image's server listens on its socket only, so that a TCP answer means it is done. */
const isReady = ['pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres'];

/** One PostgreSQL server with PostGIS, without standby or backup. */
export function postgis({ admin, endpoint, props: { size } }: PostgresServer): ServerProgram {
  const settings = { ...memorySettings(size.memory), password_encryption: 'scram-sha-256' };
  const dataFolder = '/var/lib/postgresql/data';
  return {
    image: images.postgis,
    size,
    args: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: {
      POSTGRES_PASSWORD: admin.value,
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256',
      // The root of a volume may hold lost+found, which initdb refuses.
      PGDATA: `${dataFolder}/pgdata`,
    },
    scratch: [{ path: '/tmp' }, { path: '/var/run/postgresql' }],
    ports: { postgresql: endpoint.port },
    probes: { ready: { exec: isReady }, live: { exec: isReady }, startsWithin: Duration.minutes(5) },
    stopsWithin: Duration.minutes(1),
    dataFolder,
    sharedMemory: size.memory.share(0.25),
  };
}

/**
 * Settings that follow from memory, after the PostgreSQL manual (19.4): a quarter of it for shared buffers, and a
 * connection for every 8 MiB, from 100 to 500.
 */
export function memorySettings(memory: Size): Record<string, string> {
  return {
    max_connections: String(Math.min(500, Math.max(100, Math.floor(memory.mebibytes / 8)))),
    shared_buffers: `${memory.share(0.25).mebibytes}MB`,
    effective_cache_size: `${memory.share(0.6).mebibytes}MB`,
  };
}
