import type { SizedCity } from '../../spec/city';
import { compute, fixed, one, type ProgramSize } from '../../waist/program-size';

/** Size of the broker for a city. Measured: Scorpio takes 250 to 320 MB with a bounded heap. */
export function contextBrokerSize({ profile, broker }: SizedCity): ProgramSize {
  switch (profile) {
    case 'laptop':
      return one(250, 896);
    case 'pilot':
      return { size: compute(1000, 2048), replicas: fixed(broker.replicas) };
    case 'city':
      return { size: compute(1000, 3072), replicas: fixed(broker.replicas) };
  }
}
