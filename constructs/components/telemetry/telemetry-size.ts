import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the collector; what it keeps while its receiver is away is a part of its memory. */
export function telemetrySize({ profile }: SizedCity): WorkloadSize {
  return { laptop: one(20, 160), pilot: one(50, 192), city: one(100, 320) }[profile];
}
