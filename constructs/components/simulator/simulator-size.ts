import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the simulator; it sends some measures a minute. */
export function simulatorSize({ profile }: SizedCity): WorkloadSize {
  return profile === 'laptop' ? one(20, 96) : one(50, 128);
}
