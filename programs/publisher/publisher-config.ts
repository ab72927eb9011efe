import { readFileSync } from 'node:fs';
import type { PublishedType } from '../../constructs/components/publisher/published-type';
import type { Environment } from '../shared/environment';
import { isObject } from '../shared/json-value';
import { reasonOf } from '../shared/retry';
import { readTypes } from './read-types';
import { signedToken } from './signed-token';

/** What the publisher is told by its environment. */
export interface PublisherConfig {
  /** The broker, before `/ngsi-ld/v1`. */
  readonly brokerUrl: string;
  /** Where subscriptions are kept, before `/ngsi-ld/v1`. */
  readonly subscriptionsUrl: string;
  /** Where notifications reach this program. */
  readonly notifyUrl: string;
  readonly portalUrl: string;
  readonly portalToken: string;
  /** Name of the organisation that the datasets belong to. */
  readonly organization: string;
  /** Public address of what {@link Downloads} serves. */
  readonly downloadsUrl: string;
  /** Name of the city: two cities may publish into one portal. */
  readonly city: string;
  readonly contact: { readonly name: string; readonly email: string };
  /** Languages of the texts in the data (ISO 639-1). */
  readonly languages: readonly string[];
  readonly types: readonly PublishedType[];
  readonly httpPort: number;
  readonly notifyPort: number;
  readonly metricsPort: number;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  /** Between two comparisons of everything at least, in milliseconds. */
  readonly scanPause: number;
  /** Before something that failed is tried again, in milliseconds; it doubles up to 60 times this. */
  readonly pause: number;
  /** Downloads at once; more get 503. */
  readonly downloads: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment, and the published types from the file that it names. */
export function publisherConfig(environment: Environment): PublisherConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 86_400 });
  return {
    brokerUrl: environment.url('BROKER_URL'),
    subscriptionsUrl: environment.url('SUBSCRIPTIONS_URL'),
    notifyUrl: environment.url('NOTIFY_URL'),
    portalUrl: environment.url('PORTAL_URL'),
    portalToken: portalToken(environment),
    organization: environment.text('ORGANIZATION'),
    downloadsUrl: environment.url('DOWNLOADS_URL'),
    city: environment.text('CITY'),
    contact: { name: environment.text('CONTACT_NAME'), email: environment.text('CONTACT_EMAIL') },
    languages: environment.text('LANGUAGES').split(','),
    types: typesOf(environment),
    httpPort: port('HTTP_PORT', 8080),
    notifyPort: port('NOTIFY_PORT', 8081),
    metricsPort: port('METRICS_PORT', 8082),
    timeout: seconds('REQUEST_TIMEOUT_SECONDS', 60),
    scanPause: seconds('SCAN_PAUSE_SECONDS', 60),
    pause: seconds('PAUSE_SECONDS', 1),
    downloads: environment.integer('DOWNLOADS', { fallback: 8, minimum: 1, maximum: 1000 }),
    grace: seconds('SHUTDOWN_SECONDS', 20),
  };
}

function typesOf(environment: Environment): readonly PublishedType[] {
  const file = environment.text('TYPES_FILE');
  if (file === '') return [];
  try {
    return readTypes(JSON.parse(readFileSync(file, 'utf8')), (rule) => environment.problem('TYPES_FILE', rule));
  } catch (error) {
    environment.problem('TYPES_FILE', `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
    return [];
  }
}

/** A token that somebody made, or one that the platform's own CKAN takes because its set-up has its id. */
export function portalToken(environment: Environment): string {
  const made = environment.raw('PORTAL_TOKEN');
  if (made !== undefined) return made;
  const id = environment.text('PORTAL_TOKEN_ID');
  const key = environment.text('PORTAL_TOKEN_KEY');
  return signedToken(id, key);
}
