import { Cpu, Size } from '../../waist/units';
import type { SizedCity } from '../city';
import { databaseConnections } from './connections';
import { connectionMebibytes, entityBytes, messageCost, roomForReaders } from './message-cost';
import type { ServerSize } from './server-size';

/** The database's server: what it keeps, and who may open connections to it. */
export interface DatabaseSize extends ServerSize {
  /** Connections that all workloads may open at once, while one of each is being replaced. */
  readonly connections: number;
  /** The part of the storage that the write-ahead log may take while a standby or the archive is away. */
  readonly wal: Size;
}

/** Shared buffers and what the system caches, before any connection and any load, in MiB. */
const caches = { laptop: 128, pilot: 1024, city: 2048 } as const;

/** Indexes that are written to: what a thousand messages a second touch stays in 20 GiB. At most so many MiB. */
const mostForLoad = { laptop: 0, pilot: 4096, city: 32_768 } as const;

/** Storage before the first message: the databases of the other components, in GiB. */
const others = { laptop: 1, pilot: 4, city: 10 } as const;

/** Of a server's processor, for each GiB of its memory. */
export const millisPerGibibyte = 250;

/** How long the archive or a standby may be away: a night. */
const walSeconds = 12 * 3600;

/** The job that ends old history, and the vacuum after it, are a day late at most. */
const lateDays = 1;

/** Full when an alarm at 80 % went off. */
const headroom = 1.25;

const daySeconds = 86_400;
const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

/** Size of the database's server for a city. */
export function databaseSize(city: SizedCity): DatabaseSize {
  const { profile, load } = city;
  const rate = load.messagesPerSecond;
  const connections = databaseConnections(city);
  // A quarter of the memory is for shared buffers (servers/postgis.ts), so connections may have three.
  const forConnections = (connections * connectionMebibytes) / 0.75;
  const forLoad = Math.min(rate * 20, mostForLoad[profile]);
  const memory = Size.mebibytes(Math.ceil((caches[profile] + forConnections + forLoad) / 64) * 64);
  const millis = Math.max(memory.gibibytes * millisPerGibibyte, rate * messageCost.databaseMillis * roomForReaders);
  return {
    size: { cpu: Cpu.millis(Math.ceil(millis)), memory },
    replicas: profile === 'city' ? 3 : 1,
    storage: databaseStorage(city),
    connections,
    wal: walSize(city),
  };
}

function databaseStorage(city: SizedCity): Size {
  const { profile, load, history } = city;
  const entities = load.devices * entityBytes;
  const past = load.messagesPerSecond * messageCost.historyBytes * daySeconds * (history.retentionDays + lateDays);
  const bytes = others[profile] * gibibyte + entities + past + walSize(city).mebibytes * mebibyte;
  return Size.gibibytes(Math.ceil((bytes * headroom) / gibibyte));
}

function walSize({ load }: SizedCity): Size {
  const bytes = load.messagesPerSecond * messageCost.walBytes * walSeconds;
  return Size.gibibytes(Math.max(1, Math.ceil(bytes / gibibyte)));
}
