import { readFileSync } from 'node:fs';
import type { Readable } from '../../constructs/components/features/readable-type';
import { isAttribute } from '../publisher/read-types';
import type { Environment } from '../shared/environment';
import { isObject, isText, type Note } from '../shared/json-value';
import { reasonOf } from '../shared/retry';
import { Clock } from './clock';
import type { PublicUrls } from './door';
import type { HistoryOptions } from './history';

/** What the program is told by its environment. */
export interface FeaturesConfig {
  /** The broker, before `/ngsi-ld/v1`. */
  readonly brokerUrl: string;
  readonly urls: PublicUrls;
  /** Title of the city. */
  readonly city: string;
  readonly readable: Readable;
  readonly history: HistoryOptions;
  /** Requests at once; more get 503. */
  readonly requests: number;
  /** For those with a token, whom the gateway has checked. */
  readonly httpPort: number;
  /** For everybody. */
  readonly openPort: number;
  readonly metricsPort: number;
  /** For one request to the broker, in milliseconds. */
  readonly timeout: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment, and what can be read from the file that it names. */
export function featuresConfig(environment: Environment): FeaturesConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const bounded = (name: string, fallback: number, maximum: number) =>
    environment.integer(name, { fallback, minimum: 1, maximum });
  return {
    brokerUrl: environment.url('BROKER_URL'),
    urls: {
      api: environment.url('API_URL'),
      open: environment.url('OPEN_URL'),
      downloads: environment.url('DOWNLOADS_URL'),
    },
    city: environment.text('CITY'),
    readable: readableIn(environment),
    history: {
      clock: new Clock(timeZoneIn(environment)),
      retentionDays: bounded('RETENTION_DAYS', 30, 36_500),
      limits: {
        values: bounded('HISTORY_VALUES', 100_000, 10_000_000),
        time: 1000 * bounded('HISTORY_SECONDS', 20, 3600),
      },
      buckets: bounded('HISTORY_STRETCHES', 5000, 100_000),
    },
    requests: bounded('REQUESTS', 8, 1000),
    httpPort: port('HTTP_PORT', 8080),
    openPort: port('OPEN_PORT', 8081),
    metricsPort: port('METRICS_PORT', 8082),
    timeout: 1000 * bounded('REQUEST_TIMEOUT_SECONDS', 20, 3600),
    grace: 1000 * bounded('SHUTDOWN_SECONDS', 20, 3600),
  };
}

function timeZoneIn(environment: Environment): string {
  const timeZone = environment.text('TIME_ZONE', 'UTC');
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    environment.problem('TIME_ZONE', 'must be a time zone of the IANA database');
    return 'UTC';
  }
}

function readableIn(environment: Environment): Readable {
  const file = environment.text('READABLE_FILE');
  const nothing: Readable = { types: [], tenants: [], open: [] };
  if (file === '') return nothing;
  try {
    const note: Note = (rule) => environment.problem('READABLE_FILE', rule);
    return parseReadable(JSON.parse(readFileSync(file, 'utf8')), note) ?? nothing;
  } catch (error) {
    environment.problem('READABLE_FILE', `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
    return nothing;
  }
}

const isListOf = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isOne);

/** What can be read, out of JSON. */
export function parseReadable(value: unknown, note: Note): Readable | undefined {
  if (
    isObject(value) &&
    isListOf(value.types, isType) &&
    isListOf(value.tenants, isText) &&
    isListOf(value.open, (one) => isObject(one) && [one.name, one.type, one.licenceUrl].every(isText))
  )
    return value as unknown as Readable;
  return void note('must be a JSON object with types, tenants and open');
}

const isType = (value: unknown): boolean =>
  isObject(value) &&
  ['type', 'title', 'description', 'context', 'schema'].every((key) => isText(value[key])) &&
  isListOf(value.attributes, isAttribute);
