import type { JsonObject } from '../shared/json-value';
import type { Collection } from './collection';
import { crs84, systems } from './crs';
import type { Door } from './door';

/** A link as the OGC's APIs have them. */
export interface ApiLink {
  readonly rel: string;
  readonly type: string;
  readonly title: string;
  readonly href: string;
}

/** What the API conforms to. */
export const conformance: readonly string[] = [
  ...['core', 'oas30', 'geojson'].map((name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`),
  'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
];

/** Media type of an OpenAPI 3.0 document. */
export const openApiType = 'application/vnd.oai.openapi+json;version=3.0';

const json = 'application/json';
const geojson = 'application/geo+json';

/** A link to a page of this API. */
export const linkTo = (rel: string, title: string, href: string, type = json): ApiLink => ({ rel, type, title, href });

/** The landing page. */
export function landingPage({ root, open }: Door, city: string): JsonObject {
  const at = `${root}/features`;
  return {
    title: `Features of ${city}`,
    description: `Where things are in ${city}, and how they are now${open ? ', as open data' : ''}.`,
    links: [
      linkTo('self', 'This page', at),
      linkTo('service-desc', 'What can be asked, as OpenAPI 3.0', `${at}/api`, openApiType),
      linkTo('conformance', 'What the API conforms to', `${at}/conformance`),
      linkTo('data', 'Collections', `${at}/collections`),
    ],
  };
}

/** Collections of things that are somewhere. */
export const placed = ({ collections }: Door): readonly Collection[] =>
  collections.filter(({ place }) => place !== undefined);

/** The list of all collections. */
export function collectionList(door: Door): JsonObject {
  return {
    links: [linkTo('self', 'This page', `${door.root}/features/collections`)],
    crs: systems.map(({ uri }) => uri),
    collections: placed(door).map((collection) => describeCollection(door, collection)),
  };
}

/** A collection, for itself and in the list. */
export function describeCollection(door: Door, collection: Collection): JsonObject {
  const { name, title, description, schema, licenceUrl } = collection;
  const at = collectionUrl(door, collection);
  return {
    id: name,
    title,
    description,
    itemType: 'feature',
    crs: systems.map(({ uri }) => uri),
    storageCrs: crs84.uri,
    links: [
      linkTo('self', 'This page', at),
      linkTo('items', 'The features', `${at}/items`, geojson),
      linkTo('describedby', 'The data model', schema, 'application/schema+json'),
      ...(licenceUrl === undefined ? [] : [linkTo('license', 'The licence', licenceUrl, 'text/html')]),
    ],
  };
}

/** Public address of a collection. */
export const collectionUrl = ({ root }: Door, { name }: Collection): string => `${root}/features/collections/${name}`;
