import type { SizedCity } from '../../spec/city';
import { compute, fixed, one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the program that answers for a federation, on the platform of a city. */
export function federationSize({ profile }: SizedCity): WorkloadSize {
  return profile === 'city' ? { size: compute(250, 256), replicas: fixed(2) } : one(100, 192);
}
