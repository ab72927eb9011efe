import type { HarvestedCity } from '../../constructs/components/federation/harvested-city';
import { isAddress } from '../federation/federation-config';
import { portalToken } from '../publisher/publisher-config';
import type { Environment } from '../shared/environment';
import { isObject, isText } from '../shared/json-value';

/** What the harvester is told by its environment. */
export interface HarvestConfig {
  /** In the order in which they are read: of a dataset that two have, the first one's stays. */
  readonly cities: readonly HarvestedCity[];
  readonly portalUrl: string;
  readonly portalToken: string;
  /** Public address of the portal: what its URIs begin with is its own. */
  readonly siteUrl: string;
  /** Languages in which texts are wanted (BCP 47), the first before the others. */
  readonly languages: readonly string[];
  readonly metricsPort: number;
  /** Between two readings of a catalogue, in milliseconds. */
  readonly every: number;
  /** Before a catalogue that was broken is read again, in milliseconds; it doubles up to {@link every}. */
  readonly pause: number;
  /** For one page of a catalogue, and for one request to the portal, in milliseconds. */
  readonly timeout: number;
  /** Longest page, in bytes. */
  readonly longest: number;
  /** Most datasets of one catalogue. */
  readonly most: number;
  /** How long a catalogue has to be without most of its datasets before that is believed, in milliseconds. */
  readonly doubt: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment. */
export function harvestConfig(environment: Environment): HarvestConfig {
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 604_800 });
  return {
    cities: environment.json('CITIES', (value, note) => {
      if (Array.isArray(value) && value.length > 0 && value.every(isHarvestedCity)) return value;
      note('must be a JSON list of cities with catalogues');
      return [];
    }),
    portalUrl: environment.url('PORTAL_URL'),
    portalToken: portalToken(environment),
    siteUrl: environment.url('SITE_URL'),
    languages: environment.text('LANGUAGES').split(','),
    metricsPort: environment.integer('METRICS_PORT', { fallback: 8081, minimum: 0, maximum: 65_535 }),
    every: seconds('EVERY_SECONDS', 3600),
    pause: seconds('PAUSE_SECONDS', 60),
    timeout: seconds('REQUEST_TIMEOUT_SECONDS', 30),
    longest: 1024 * environment.integer('PAGE_KIBIBYTES', { fallback: 4096, minimum: 1, maximum: 65_536 }),
    most: environment.integer('DATASETS', { fallback: 20_000, minimum: 1, maximum: 1_000_000 }),
    doubt: seconds('DOUBT_SECONDS', 86_400),
    grace: seconds('SHUTDOWN_SECONDS', 10),
  };
}

function isHarvestedCity(value: unknown): value is HarvestedCity {
  return isObject(value) && [value.id, value.title].every(isText) && isAddress(value.portal);
}
