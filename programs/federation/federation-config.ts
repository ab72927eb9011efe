import { readFileSync } from 'node:fs';
import type { CityAddress, FederatedCity } from '../../constructs/components/federation/federated-city';
import type { Indicator } from '../../constructs/components/federation/indicator';
import type { Environment } from '../shared/environment';
import { isObject, isText } from '../shared/json-value';
import { reasonOf } from '../shared/retry';
import type { CityLimits } from './city-client';

/** What the federation is told by its environment. */
export interface FederationConfig {
  /** In the order in which their entities stand; of one id that stands in two, the first city's is shown. */
  readonly cities: readonly FederatedCity[];
  /** The secret of the federation's client at each city, in the same order. */
  readonly secrets: readonly string[];
  /** What people call the federation. */
  readonly title: string;
  /** What the cities are compared by. */
  readonly indicators: readonly Indicator[];
  /** Public host of the federation, which signs its warnings. */
  readonly agent: string;
  /** The `@context` in which the names of answers stand when the client names none. */
  readonly context: string;
  readonly limits: CityLimits;
  /** Questions of clients at the same time; more get 503. */
  readonly concurrency: number;
  readonly httpPort: number;
  readonly metricsPort: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment, and the cities from the file that it names. */
export function federationConfig(environment: Environment): FederationConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const cities = listIn(environment, 'CITIES_FILE', 'cities', isCity);
  return {
    cities,
    secrets: cities.map(({ secretVariable }) => environment.text(secretVariable)),
    title: environment.text('FEDERATION_TITLE'),
    indicators: listIn(environment, 'INDICATORS_FILE', 'indicators', isIndicator),
    agent: environment.text('PUBLIC_HOST'),
    context: environment.url('CONTEXT_URL'),
    limits: {
      timeout: environment.integer('CITY_TIMEOUT_MILLISECONDS', { fallback: 1500, minimum: 50, maximum: 60_000 }),
      longest: 1024 * environment.integer('ANSWER_KIBIBYTES', { fallback: 4096, minimum: 1, maximum: 1_048_576 }),
      concurrency: environment.integer('CITY_CONCURRENCY', { fallback: 32, minimum: 1, maximum: 10_000 }),
      failures: 3,
      pause: 1000,
      longestPause: 15_000,
    },
    concurrency: environment.integer('CONCURRENCY', { fallback: 8, minimum: 1, maximum: 10_000 }),
    httpPort: port('HTTP_PORT', 8080),
    metricsPort: port('METRICS_PORT', 8081),
    grace: 1000 * environment.integer('SHUTDOWN_SECONDS', { fallback: 10, minimum: 1, maximum: 3600 }),
  };
}

/** A JSON list in the file that a variable names, of which every item is one of its kind. */
function listIn<T>(
  environment: Environment,
  variable: string,
  what: string,
  isOne: (value: unknown) => value is T,
): readonly T[] {
  const file = environment.text(variable);
  if (file === '') return [];
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const good = Array.isArray(value) ? value.filter(isOne) : [];
    if (good.length === 0 || !Array.isArray(value) || good.length < value.length) {
      environment.problem(variable, `must be a JSON list of ${what}`);
      return [];
    }
    return good;
  } catch (error) {
    environment.problem(variable, `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
    return [];
  }
}

function isCity(value: unknown): value is FederatedCity {
  return (
    isObject(value) &&
    [value.id, value.title, value.clientId, value.secretVariable, value.context].every(isText) &&
    isAddress(value.api) &&
    isAddress(value.portal) &&
    isAddress(value.token) &&
    Array.isArray(value.tenants) &&
    value.tenants.every(isText) &&
    Array.isArray(value.collects) &&
    value.collects.every(isText)
  );
}

function isIndicator(value: unknown): value is Indicator {
  return (
    isObject(value) &&
    [value.id, value.type].every(isText) &&
    (value.kind === 'share' || value.kind === 'mean') &&
    Array.isArray(value.attributes) &&
    value.attributes.every(isText) &&
    (value.unit === undefined || isText(value.unit))
  );
}

/** Whether the value is an address, and perhaps another way to it. */
export function isAddress(value: unknown): value is CityAddress {
  return isObject(value) && isUrl(value.url) && (value.via === undefined || isUrl(value.via));
}

const isUrl = (value: unknown): boolean => isText(value) && /^https?:\/\//.test(value) && URL.canParse(value);
