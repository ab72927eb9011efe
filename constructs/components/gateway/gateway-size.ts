import type { SizedCity } from '../../spec/city';
import { compute, fixed, type ProgramSize } from '../../waist/program-size';

/** Milliseconds of a processor for a request: `npm run bench:gateway`. */
const requestMillis = 0.4;

/** Millicores and mebibytes before any request. Measured: Envoy takes 70 MB. */
const least = { laptop: [50, 128], pilot: [250, 256], city: [500, 384] } as const;

const replicas = { laptop: fixed(1), pilot: { min: 1, max: 2 }, city: { min: 3, max: 9 } } as const;

/** Size of the gateway for a city: with all of its replicas it lets through what the limit allows. */
export function gatewaySize({ profile, gateway }: SizedCity): ProgramSize {
  const [millis, mebibytes] = least[profile];
  const forLimit = (gateway.requestsPerSecond * requestMillis) / replicas[profile].max;
  return { size: compute(Math.max(millis, Math.ceil(forLimit)), mebibytes), replicas: replicas[profile] };
}
