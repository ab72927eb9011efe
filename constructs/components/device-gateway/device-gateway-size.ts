import { devicesClient } from '../../spec/capacity/connections';
import type { SizedCity } from '../../spec/city';
import { type ClientSize, compute, fixed, one } from '../../waist/workload-size';

/** Size of the device gateway for a city. It may be replaced while devices send: a city has two. */
export function deviceGatewaySize({ profile }: SizedCity): ClientSize {
  const { connections, replicas } = devicesClient[profile];
  switch (profile) {
    case 'laptop':
      return { ...one(50, 128), connections };
    case 'pilot':
      return { ...one(250, 256), connections };
    case 'city':
      return { size: compute(500, 512), replicas: fixed(replicas), connections };
  }
}
