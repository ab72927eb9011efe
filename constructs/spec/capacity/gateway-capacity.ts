import { Cpu } from '../../waist/units';
import type { SizedCity } from '../city';

/** Milliseconds of a processor for a request: `npm run bench:gateway`. */
const requestMillis = 0.4;

/** Millicores before any request. */
const least = { laptop: 50, pilot: 250, city: 500 } as const;

/** Replicas of the gateway, which come and go with the load. */
export const gatewayReplicas = {
  laptop: { min: 1, max: 1 },
  pilot: { min: 1, max: 2 },
  city: { min: 3, max: 9 },
} as const;

/** Processor of one replica of the gateway, so that all of them answer what the limit lets through. */
export function gatewayCpu({ profile, gateway }: SizedCity): Cpu {
  const forLimit = (gateway.requestsPerSecond * requestMillis) / gatewayReplicas[profile].max;
  return Cpu.millis(Math.max(least[profile], Math.ceil(forLimit)));
}
