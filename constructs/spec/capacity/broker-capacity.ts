import { Cpu } from '../../waist/units';
import type { SizedCity } from '../city';
import type { CitySpec } from '../city-schema';
import { messageCost, roomForReaders } from './message-cost';
import { profileLimits } from './profile-limits';

/** What one replica of the broker needs. */
export interface BrokerCapacity {
  readonly cpu: Cpu;
  /** Connections that it may open to each database: its own, and one for each tenant. */
  readonly connectionsEach: number;
  /** Connections that it may open at once. */
  readonly connections: number;
}

/** Milliseconds of a processor for a request of a day, reads and updates: `npm run bench:gateway`. */
const requestMillis = 1;

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

/** The most requests a second that all replicas of a profile were measured to answer. */
export function mostRequests(profile: CitySpec['profile'], replicas: number): number {
  return Math.floor((profileLimits[profile].replica.millis * replicas) / requestMillis);
}

/** What the load, the gateway's limit and the tenants of a city ask of each replica. */
export function brokerCapacity({ profile, broker: { replicas }, gateway, load, tenants }: SizedCity): BrokerCapacity {
  const heard = replicas > 1 ? messageCost.heardMillis : 0;
  const forLoad = load.messagesPerSecond * (messageCost.brokerMillis / replicas + heard) * roomForReaders;
  const forLimit = (gateway.requestsPerSecond * requestMillis) / replicas;
  const databases = tenants.length + 1;
  const connectionsEach = Math.max(fewest[profile], Math.min(20, Math.floor(shared[profile] / databases)));
  return {
    cpu: Cpu.millis(Math.max(least[profile], Math.ceil(forLoad), Math.ceil(forLimit))),
    connectionsEach,
    connections: connectionsEach * databases + migrations,
  };
}
