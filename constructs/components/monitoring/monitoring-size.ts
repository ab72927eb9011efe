import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the program that measures for alarms. */
export function monitoringSize({ profile }: SizedCity): WorkloadSize {
  return profile === 'laptop' ? one(20, 96) : one(100, 192);
}
