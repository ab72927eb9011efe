import type { PublishedType } from '../../constructs/components/publisher/published-type';
import {
  frequencyUri,
  languageUri,
  licenceUri,
  PUBLIC_ACCESS,
  RESTRICTED_ACCESS,
  themeUri,
} from '../dcat-ap/eu-authorities';
import { isObject, type JsonObject, objectsOf } from '../shared/json-value';
import type { Coverage } from './coverage';
import type { PublisherConfig } from './publisher-config';

/** Key of the resource field that tells which distribution it is; resources without it are somebody else's. */
const part = 'citykit_part';

/** Regulation on high-value datasets. */
const highValueRegulation = 'http://data.europa.eu/eli/reg_impl/2023/138/oj';

type Described = Pick<PublisherConfig, 'organization' | 'downloadsUrl' | 'city' | 'contact' | 'languages'>;

/** What the extra `managed_by` of a dataset says that this program keeps. */
const managedBy = ({ city }: Pick<PublisherConfig, 'city'>): string => `citykit:${city}`;

/** Value of an extra of a dataset. */
export function extraOf(dataset: JsonObject, key: string): string | undefined {
  const value = objectsOf(dataset.extras).find((extra) => extra.key === key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The resource that holds the table of a dataset. */
export function tableOf(dataset: JsonObject): string | undefined {
  const id = objectsOf(dataset.resources).find((resource) => resource[part] === 'csv')?.id;
  return typeof id === 'string' ? id : undefined;
}

/**
 * A dataset as CKAN has it. Extras are named as ckanext-dcat names them, so that its own catalogue says the same as that
 * of the kit: licence, publisher, contact, theme, spatial and temporal coverage, frequency, high-value category.
 */
export function portalDataset(config: Described, type: PublishedType, coverage: Coverage): JsonObject {
  const extras: Readonly<Record<string, string | undefined>> = {
    managed_by: managedBy(config),
    title_language: type.titleLanguage,
    notes_language: type.descriptionLanguage,
    contact_name: config.contact.name,
    contact_email: config.contact.email,
    publisher_name: config.contact.name,
    publisher_email: config.contact.email,
    theme: list(type.themes.map(themeUri)),
    language: list(config.languages.map(languageUri)),
    conforms_to: list([type.schema]),
    frequency: frequencyUri(type.frequency),
    access_rights: type.access === 'public' ? PUBLIC_ACCESS : RESTRICTED_ACCESS,
    hvd_category: list([type.highValue]),
    applicable_legislation: list([type.highValue && highValueRegulation]),
    spatial: coverage.spatial,
    temporal_start: coverage.since,
  };
  return {
    name: type.name,
    title: type.title,
    notes: type.description,
    owner_org: config.organization,
    license_id: type.licence,
    tags: type.keywords.map((name) => ({ name })),
    extras: Object.entries(extras).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
    resources: type.access === 'public' ? resourcesOf(config, type) : [],
  };
}

/** JSON list of what there is, as ckanext-dcat writes lists. */
function list(values: readonly (string | undefined)[]): string | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? JSON.stringify(known) : undefined;
}

/** One resource for each distribution; the table of the first is also its preview. */
function resourcesOf({ downloadsUrl }: Described, type: PublishedType): readonly JsonObject[] {
  const url = `${downloadsUrl}/${type.name}`;
  const shared = {
    // The names and the description below; CKAN has no place for the language of a text.
    name_language: 'en',
    description_language: 'en',
    conforms_to: type.schema,
    license: licenceUri(type.licence) ?? type.licenceUrl,
  };
  const files = [
    // CKAN gives such a resource the address of its table.
    { [part]: 'csv', name: 'CSV', format: 'CSV', mimetype: 'text/csv', url_type: 'datastore', url: tableUrl },
    { [part]: 'geojson', name: 'GeoJSON', format: 'GeoJSON', mimetype: 'application/geo+json', url: `${url}.geojson` },
    { [part]: 'jsonld', name: 'JSON-LD', format: 'JSON-LD', mimetype: 'application/ld+json', url: `${url}.jsonld` },
    {
      [part]: 'ngsi-ld',
      name: 'NGSI-LD',
      description: 'A page at a time (limit, offset), as the NGSI-LD API of the context broker answers.',
      format: 'JSON',
      mimetype: 'application/json',
      url: `${url}/ngsi-ld/v1/entities`,
    },
  ];
  return files.map((file) => ({ description: '', ...file, ...shared }));
}

const tableUrl = '_datastore_only_resource';

/**
 * What has to be changed in a dataset so that it says what it should; what others have added to it stays.
 *
 * @returns undefined when it says so already
 */
export function patchOf(known: JsonObject, wanted: JsonObject): JsonObject | undefined {
  const { extras, resources, tags, owner_org: _, ...fields } = wanted;
  const own = objectsOf(extras);
  const ours = new Set([
    ...own.map(({ key }) => key),
    'title_language',
    'notes_language',
    'hvd_category',
    'applicable_legislation',
    'spatial',
    'temporal_start',
  ]);
  const others = objectsOf(known.extras).filter(({ key }) => !ours.has(String(key)));
  const merged = mergedResources(objectsOf(known.resources), objectsOf(resources));
  const isSame =
    contains(known, fields) &&
    sameList(objectsOf(known.extras), [...others, ...own], ['key', 'value']) &&
    sameList(objectsOf(known.tags), objectsOf(tags), ['name']) &&
    merged === undefined;
  if (isSame) return undefined;
  return {
    id: known.id,
    ...fields,
    tags,
    extras: [...others.map(({ key, value }) => ({ key, value })), ...own],
    ...(merged && { resources: merged }),
  };
}

function mergedResources(
  known: readonly JsonObject[],
  wanted: readonly JsonObject[],
): readonly JsonObject[] | undefined {
  const others = known.filter((resource) => typeof resource[part] !== 'string');
  const before = (resource: JsonObject) => known.find((one) => one[part] === resource[part]);
  const gone = known.length - others.length !== wanted.length;
  const isSame = wanted.every((resource) => {
    const { url, ...rest } = resource;
    const one = before(resource);
    return one !== undefined && contains(one, url === tableUrl ? rest : resource);
  });
  if (isSame && !gone) return undefined;
  const kept = ({ id, datastore_active }: JsonObject) => ({ id, datastore_active });
  return [...wanted.map((resource) => ({ ...kept(before(resource) ?? {}), ...resource })), ...others];
}

/** An empty text is kept as null now and then. */
const contains = (known: JsonObject, wanted: JsonObject): boolean =>
  Object.entries(wanted).every(([key, value]) => (known[key] ?? '') === value);

function sameList(one: readonly JsonObject[], other: readonly JsonObject[], keys: readonly string[]): boolean {
  const words = (list: readonly JsonObject[]) =>
    list.map((item) => JSON.stringify(keys.map((key) => item[key]))).sort();
  return JSON.stringify(words(one)) === JSON.stringify(words(other));
}

/** Whether a dataset of the portal is one that this program keeps. */
export const isOwn = (config: Pick<PublisherConfig, 'city'>, dataset: JsonObject): boolean =>
  isObject(dataset) && extraOf(dataset, 'managed_by') === managedBy(config);
