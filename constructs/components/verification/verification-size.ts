import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the verification for a city; it works for seconds, once in a while. */
export function verificationSize({ profile }: SizedCity): WorkloadSize {
  return profile === 'laptop' ? one(20, 96) : one(50, 128);
}
