import { Cpu } from '../../waist/units';
import type { SizedCity } from '../city';
import { messageCost, roomForReaders } from './message-cost';

/** What one replica of the broker needs. */
export interface BrokerCapacity {
  readonly cpu: Cpu;
  /** Connections that it may open to each database: its own, and one for each tenant. */
  readonly connectionsEach: number;
  /** Connections that it may open at once. */
  readonly connections: number;
}

/** Millicores before any message. */
const least = { laptop: 250, pilot: 1000, city: 1000 } as const;

/** Connections of a replica to all of its databases, as long as these are few. */
const shared = { laptop: 12, pilot: 60, city: 60 } as const;

/**
 * To one database when there are many. Scorpio holds a connection for one statement only, so that one will do; with two,
 * readers need not wait for the history that is written every five seconds.
 */
const fewest = { laptop: 1, pilot: 2, city: 2 } as const;

/** Of the pools that bring the tables of a database up to date when the replica starts. */
const migrations = 5;

/** What the load and the tenants of a city ask of each replica. */
export function brokerCapacity({ profile, broker: { replicas }, load, tenants }: SizedCity): BrokerCapacity {
  const heard = replicas > 1 ? messageCost.heardMillis : 0;
  const forLoad = load.messagesPerSecond * (messageCost.brokerMillis / replicas + heard) * roomForReaders;
  const databases = tenants.length + 1;
  const connectionsEach = Math.max(fewest[profile], Math.min(20, Math.floor(shared[profile] / databases)));
  return {
    cpu: Cpu.millis(Math.max(least[profile], Math.ceil(forLoad))),
    connectionsEach,
    connections: connectionsEach * databases + migrations,
  };
}
