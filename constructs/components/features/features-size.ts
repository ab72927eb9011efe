import type { SizedCity } from '../../spec/city';
import { one, type WorkloadSize } from '../../waist/workload-size';

/** Size of the API of features and history for a city: a request holds a page of a thousand entities or values. */
export function featuresSize({ profile }: SizedCity): WorkloadSize {
  switch (profile) {
    case 'laptop':
      return one(20, 128);
    case 'pilot':
      return one(100, 192);
    case 'city':
      return { ...one(250, 256), replicas: { min: 2, max: 2 } };
  }
}
