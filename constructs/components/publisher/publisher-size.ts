import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the publisher for a city. Measured: 90 to 100 MB, with ten thousand entities and with a million. */
export function publisherSize({ profile }: SizedCity): WorkloadSize {
  switch (profile) {
    case 'laptop':
      return one(20, 128);
    case 'pilot':
      return one(100, 192);
    case 'city':
      return one(250, 256);
  }
}
