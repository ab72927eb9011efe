import { type BrokerCapacity, brokerCapacity } from '../../spec/capacity/broker-capacity';
import type { SizedCity } from '../../spec/city';
import { Size } from '../../waist/units';
import { type ClientSize, compute, fixed, one, type WorkloadSize } from '../../waist/workload-size';

/** The size of the broker, and of its pools of connections. */
export type BrokerSize = ClientSize & Pick<BrokerCapacity, 'connectionsEach'>;

/** Measured: Scorpio takes 250 to 320 MB with a bounded heap. */
const mebibytes = { laptop: 896, pilot: 2048, city: 3072 } as const;

/** Size of the broker for a city. */
export function contextBrokerSize(city: SizedCity): BrokerSize {
  const { cpu, connectionsEach, connections } = brokerCapacity(city);
  return {
    size: { cpu, memory: Size.mebibytes(mebibytes[city.profile]) },
    replicas: fixed(city.broker.replicas),
    connectionsEach,
    connections,
  };
}

/** Size of the relay of notifications for a city. Measured: 70 MB, and what waits for receivers, a quarter of its memory at most. */
export function notificationRelaySize({ profile }: SizedCity): WorkloadSize {
  switch (profile) {
    case 'laptop':
      return one(50, 128);
    case 'pilot':
      return one(100, 192);
    case 'city':
      return { size: compute(250, 384), replicas: fixed(2) };
  }
}
