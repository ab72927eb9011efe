import type { SizedCity } from '../../spec/city';
import { type ClientSize, compute, fixed } from '../../waist/program-size';
import { messageCost, roomForReaders } from './message-cost';

/** A replica keeps connections to each of its databases: its own and one for each tenant. */
export interface BrokerSize extends ClientSize {
  /** Connections that one replica may open to each database. */
  readonly connectionsEach: number;
}

/** Millicores and mebibytes before any message. Measured: Scorpio takes 250 to 320 MB with a bounded heap. */
const least = { laptop: [250, 896], pilot: [1000, 2048], city: [1000, 3072] } as const;

/** Connections of a replica to all of its databases, as long as these are few. */
const shared = { laptop: 12, pilot: 60, city: 60 } as const;

/**
 * To one database when there are many. Scorpio holds a connection for one statement only, so that one will do; with two,
 * readers need not wait for the history that is written every five seconds.
 */
const fewest = { laptop: 1, pilot: 2, city: 2 } as const;

/** Of the pools that bring the tables of a database up to date when the replica starts. */
const migrations = 5;

/** Size of the broker for a city. */
export function contextBrokerSize({ profile, broker, load, tenants }: SizedCity): BrokerSize {
  const { replicas } = broker;
  const [millis, mebibytes] = least[profile];
  const heard = replicas > 1 ? messageCost.heardMillis : 0;
  const forLoad = load.messagesPerSecond * (messageCost.brokerMillis / replicas + heard) * roomForReaders;
  const databases = tenants.length + 1;
  const connectionsEach = Math.max(fewest[profile], Math.min(20, Math.floor(shared[profile] / databases)));
  return {
    size: compute(Math.max(millis, Math.ceil(forLoad)), mebibytes),
    replicas: fixed(replicas),
    connectionsEach,
    connections: connectionsEach * databases + migrations,
  };
}
