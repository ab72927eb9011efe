import { isLanguageTag } from '../../constructs/spec/language-codes';
import type { Environment } from '../shared/environment';
import { isObject, type JsonObject, type Note, textList, textMap, textOf } from '../shared/json-value';
import { themeUri } from './eu-authorities';
import { safeIri } from './graph';

/** A text by its language (BCP 47). */
export type Texts = Readonly<Record<string, string>>;

/** A place, by a point in it: degrees of WGS 84. */
interface Place {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** What `dcat-ap` is told. */
export interface DcatApConfig {
  readonly port: number;
  /** Where CKAN is reached, within the platform. */
  readonly ckanUrl: string;
  /** Where people reach the portal. Every URI of the catalogue begins with it. */
  readonly siteUrl: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly publisher: { readonly name: string; readonly email: string; readonly url?: string };
  /** Languages of the catalogue (BCP 47); the first is that of texts that say none. One that is none is left out. */
  readonly languages: readonly [string, ...string[]];
  /** URI by CKAN's licence id, before the tables of this program. */
  readonly licences: Readonly<Record<string, string>>;
  /** EU data theme by the name of a CKAN group. */
  readonly themes: Readonly<Record<string, string>>;
  /** URIs of the places the catalogue covers. */
  readonly spatial: readonly string[];
  /** The place that the catalogue is of. @default - it names none of its own */
  readonly place?: Place;
  /** URI of the licence of the catalogue itself. */
  readonly catalogueLicence?: string;
  readonly pageSize: number;
  /** For one request to CKAN, in milliseconds. */
  readonly timeout: number;
  /** Requests answered at once; more get 503. */
  readonly concurrency: number;
  /** For requests under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** From the environment, with every problem of it at once. */
export function dcatApConfig(environment: Environment): DcatApConfig {
  const written = environment.text('LANGUAGES');
  const languages = written
    .split(',')
    .map((tag) => tag.trim())
    .filter(isLanguageTag);
  if (written.trim() !== '' && languages.length === 0) environment.problem('LANGUAGES', 'has no language tag (BCP 47)');
  const first = languages[0] ?? 'en';
  const title = texts(environment, 'TITLE', first);
  const optionalUri = (name: string) => {
    const value = environment.optional(name);
    if (value !== undefined && !safeIri(value)) environment.problem(name, 'must be a URI');
    return value;
  };
  const url = optionalUri('PUBLISHER_URL');
  const catalogueLicence = optionalUri('CATALOGUE_LICENCE');
  const email = environment.text('PUBLISHER_EMAIL');
  if (email !== '' && !/^[^\s@<>"]+@[^\s@<>"]+$/.test(email))
    environment.problem('PUBLISHER_EMAIL', 'must be an address');
  return {
    port: environment.integer('PORT', { fallback: 8080, minimum: 0, maximum: 65_535 }),
    ckanUrl: environment.url('CKAN_URL'),
    siteUrl: environment.url('SITE_URL'),
    title,
    // Mandatory in DCAT-AP.
    description: environment.optional('DESCRIPTION') === undefined ? title : texts(environment, 'DESCRIPTION', first),
    publisher: { name: environment.text('PUBLISHER_NAME'), email, ...(url !== undefined && { url }) },
    languages: [first, ...languages.slice(1)],
    licences: environment.json('LICENCES', uriMap, '{}'),
    themes: environment.json('THEMES', themeMap, '{}'),
    spatial: environment.json('SPATIAL', uriList, '[]'),
    ...(environment.optional('PLACE') !== undefined && { place: environment.json('PLACE', placeOf) }),
    ...(catalogueLicence !== undefined && { catalogueLicence }),
    pageSize: environment.integer('PAGE_SIZE', { fallback: 100, minimum: 1, maximum: 1000 }),
    timeout: 1000 * environment.integer('REQUEST_TIMEOUT_SECONDS', { fallback: 10, minimum: 1, maximum: 300 }),
    concurrency: environment.integer('CONCURRENCY', { fallback: 16, minimum: 1, maximum: 1000 }),
    grace: 1000 * environment.integer('SHUTDOWN_SECONDS', { fallback: 10, minimum: 0, maximum: 300 }),
  };
}

/** A text in the first language, or a JSON object of texts by language. */
function texts(environment: Environment, name: string, language: string): Texts {
  const value = environment.text(name);
  if (!value.startsWith('{')) return { [language]: value };
  return environment.json(name, (parsed, note) => {
    const map = textMap(parsed, note);
    if (isObject(parsed) && !Object.keys(map).every(isLanguageTag)) note('must be texts by language');
    return map;
  });
}

function uriMap(value: unknown, note: Note): Readonly<Record<string, string>> {
  const map = textMap(value, note);
  if (!Object.values(map).every((uri) => safeIri(uri))) note('must hold URIs');
  return map;
}

function uriList(value: unknown, note: Note): readonly string[] {
  const list = textList(value, note);
  if (!list.every((uri) => safeIri(uri))) note('must hold URIs');
  return list;
}

function placeOf(value: unknown, note: Note): Place {
  const { name, latitude, longitude }: JsonObject = isObject(value) ? value : {};
  const within = (degrees: unknown, bound: number) => typeof degrees === 'number' && Math.abs(degrees) <= bound;
  if (textOf(name) === undefined || !within(latitude, 90) || !within(longitude, 180))
    note('must have a name, a latitude and a longitude');
  return { name: String(name), latitude: Number(latitude), longitude: Number(longitude) };
}

function themeMap(value: unknown, note: Note): Readonly<Record<string, string>> {
  const map = textMap(value, note);
  for (const code of Object.values(map)) if (!themeUri(code)) note(`has an unknown theme: ${code}`);
  return map;
}
