import { images } from '../waist/images';
import type { PostgresServer, PostgresServerProps } from '../waist/primitives';
import { Duration } from '../waist/units';
import type { ServerContainer } from './server-container';

/**
 * Locale of a server that the platform makes, and so of its databases. Letters beyond ASCII have upper and lower case, which
 * searches for people need: in the locale C, `lower('Ç')` is `Ç`. Texts sort by code point, as in C, whatever the version of
 * the system's library, so that no index has to be made anew after an upgrade.
 */
export const locale = 'C.UTF-8';

/** While it makes its files the image's server listens on its socket only, so that a TCP answer means it is done. */
const isReady = ['pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres'];

/**
 * The image takes the administrator's password when it makes its files, and never again: a server that has files is told
 * it before it starts, when nobody can be connected. The password is letters and digits, and in no argument list.
 */
const start = `if [ -s "$PGDATA/PG_VERSION" ]; then
  printf "alter role postgres password '%s'\\n" "$POSTGRES_PASSWORD" |
    postgres --single -D "$PGDATA" -c password_encryption=scram-sha-256 postgres >/dev/null
fi
exec docker-entrypoint.sh "$@"`;

/** One PostgreSQL server with PostGIS, without standby or backup. */
export function postgis({ admin, endpoint, props }: PostgresServer): ServerContainer {
  const { size } = props;
  const settings = { ...postgresSettings(props), password_encryption: 'scram-sha-256' };
  const dataFolder = '/var/lib/postgresql/data';
  return {
    image: images.postgis,
    size,
    command: ['/bin/sh', '-c', start, 'start'],
    args: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: {
      POSTGRES_PASSWORD: admin.value,
      POSTGRES_INITDB_ARGS: `--auth-host=scram-sha-256 --encoding=UTF8 --locale=${locale}`,
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
 * Settings that follow from a server's size. After the PostgreSQL manual (19.4), a quarter of the memory is for shared
 * buffers. The write-ahead log has checkpoints before half of its part of the storage is used, and what a lost standby
 * would still need never takes more than all of it.
 */
export function postgresSettings({ size, storage, connections, wal }: SizedServer): Record<string, string> {
  const { memory } = size;
  const log = (wal ?? storage.share(0.1)).mebibytes;
  return {
    max_connections: String(connections ?? Math.min(500, Math.max(100, Math.floor(memory.mebibytes / 8)))),
    shared_buffers: `${memory.share(0.25).mebibytes}MB`,
    effective_cache_size: `${memory.share(0.6).mebibytes}MB`,
    max_wal_size: `${Math.min(16_384, Math.max(128, Math.floor(log / 2)))}MB`,
    max_slot_wal_keep_size: `${Math.max(128, Math.floor(log))}MB`,
  };
}

type SizedServer = Pick<PostgresServerProps, 'size' | 'storage' | 'connections' | 'wal'>;
