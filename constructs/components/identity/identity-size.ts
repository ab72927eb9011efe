import { identityClient } from '../../spec/capacity/connections';
import type { SizedCity } from '../../spec/city';
import { type ClientSize, compute, one } from '../../waist/workload-size';

/** Size of Keycloak for a city. Measured: it takes 470 to 650 MB. */
export function identitySize({ profile }: SizedCity): ClientSize {
  const { replicas: max, connections } = identityClient[profile];
  switch (profile) {
    case 'laptop':
      return { ...one(200, 1024), connections };
    case 'pilot':
      return { ...one(500, 1536), connections };
    case 'city':
      return { size: compute(1000, 2048), replicas: { min: 2, max }, connections };
  }
}
