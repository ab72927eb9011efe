import type { SizedCity } from '../../spec/city';
import { compute, one, type ProgramSize } from '../../waist/program-size';

/** Size of the gateway for a city. Measured: Envoy takes 70 MB. */
export function gatewaySize({ profile }: SizedCity): ProgramSize {
  switch (profile) {
    case 'laptop':
      return one(50, 128);
    case 'pilot':
      return { size: compute(250, 256), replicas: { min: 1, max: 2 } };
    case 'city':
      return { size: compute(500, 384), replicas: { min: 3, max: 9 } };
  }
}
