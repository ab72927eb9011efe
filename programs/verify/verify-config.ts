import { readFileSync } from 'node:fs';
import type { VerifiedPlatform } from '../../constructs/components/verification/verified-platform';
import type { Environment } from '../shared/environment';
import { isObject } from '../shared/json-value';
import { reasonOf } from '../shared/retry';

/** What the verification is told by its environment. */
export interface VerifyConfig {
  readonly platform: VerifiedPlatform;
  /** The gateway, inside the platform. */
  readonly gatewayUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** From the beginning of a run to that of the next, in milliseconds. */
  readonly every: number;
  /** Before the first run, and before one that could not begin is tried again, in milliseconds. */
  readonly pause: number;
  readonly httpPort: number;
  readonly metricsPort: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment, and the platform from the file that it names. */
export function verifyConfig(environment: Environment): VerifyConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 86_400 });
  return {
    platform: platformOf(environment),
    gatewayUrl: environment.url('GATEWAY_URL'),
    clientId: environment.text('CLIENT_ID'),
    clientSecret: environment.text('CLIENT_SECRET'),
    every: 60_000 * environment.integer('EVERY_MINUTES', { fallback: 1440, minimum: 1, maximum: 10_080 }),
    pause: seconds('PAUSE_SECONDS', 120),
    httpPort: port('HTTP_PORT', 8080),
    metricsPort: port('METRICS_PORT', 8082),
    grace: seconds('SHUTDOWN_SECONDS', 10),
  };
}

function platformOf(environment: Environment): VerifiedPlatform {
  const file = environment.text('PLATFORM_FILE');
  const none = { title: '', hosts: [], api: '', portal: '', models: '', issuer: '' };
  if (file === '') return none;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isWhole = isObject(value) && Object.keys(none).every((name) => value[name] !== undefined);
    if (isWhole) return value as unknown as VerifiedPlatform;
    environment.problem('PLATFORM_FILE', 'must describe a platform');
  } catch (error) {
    environment.problem('PLATFORM_FILE', `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
  }
  return none;
}
