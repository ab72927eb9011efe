import { ProblemDetails } from '../dcat-ap/answer';
import { longestPage } from '../publisher/broker';
import { featureOf } from '../publisher/feature';
import { newestObservation } from '../publisher/row';
import { isObject, type JsonObject } from '../shared/json-value';
import { multiPolygonOf, parseBox } from './bbox';
import type { Clock } from './clock';
import type { Collection } from './collection';
import { type Crs, crs84, projected, systems } from './crs';
import { parseInterval } from './datetime';
import { collectionUrl, linkTo } from './documents';
import type { Door } from './door';
import type { EntityReader, Selection } from './entity-reader';
import { equals, isFilter } from './property-filter';
import { QueryReader } from './query-reader';

/** Parameters of lists of features; attributes that are called so cannot be filtered by. */
const itemParameters = ['bbox', 'bbox-crs', 'crs', 'datetime', 'f', 'limit', 'offset', 'snapshot'] as const;

/** Attributes of a collection that features can be chosen by. */
export const filtersOf = ({ attributes }: Pick<Collection, 'attributes'>) =>
  attributes.filter((attribute) => isFilter(attribute) && !itemParameters.some((name) => name === attribute.name));

/** GeoJSON, and the system that its coordinates are in. */
export interface GeoJson {
  readonly body: JsonObject;
  readonly crs: Crs;
}

/** What is asked of a list of features. */
interface ItemsQuery {
  readonly selection: Selection;
  readonly crs: Crs;
  readonly limit: number;
  readonly offset: number;
  readonly snapshot?: string;
}

/** What is asked of a list of features. @throws ProblemDetails that names everything that is wrong */
function parseItemsQuery(collection: Collection, query: URLSearchParams, clock: Clock): ItemsQuery {
  const reader = new QueryReader(query);
  const crs = crsOf(reader, 'crs');
  const boxCrs = crsOf(reader, 'bbox-crs');
  const boxes = reader.read('bbox', (text, note) => parseBox(text, note, boxCrs));
  const changed = reader.read('datetime', (text, note) => parseInterval(text, note, clock));
  const snapshot = reader.read('snapshot', (text, note) =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : void note('must be taken from a link'),
  );
  const limit = reader.integer('limit', { minimum: 1, most: longestPage }) ?? 100;
  const offset = reader.integer('offset', { minimum: 0, most: 100_000_000 }) ?? 0;
  reader.word('f', ['json']);
  const filters = filtersOf(collection).map((attribute) =>
    reader.read(attribute.name, (text, note) => equals(attribute, text, note)),
  );
  reader.check();
  return {
    selection: {
      q: [
        // What is nowhere is no feature.
        collection.place ?? 'location',
        ...(changed?.from === undefined ? [] : [`modifiedAt>=${microseconds(changed.from, '000')}`]),
        ...(changed?.to === undefined ? [] : [`modifiedAt<=${microseconds(changed.to, '999')}`]),
        ...filters.flatMap((filter) => filter ?? []),
      ],
      ...(boxes && { within: multiPolygonOf(boxes) }),
    },
    crs,
    limit,
    offset,
    ...(snapshot !== undefined && { snapshot }),
  };
}

/**
 * The first or last microsecond of a millisecond. Scorpio 5.0.3 keeps the time of a change to the microsecond, and compares it
 * as a text: `…47.885000Z` is before `…47.885Z`.
 */
const microseconds = (time: number, digits: '000' | '999'): string =>
  new Date(time).toISOString().replace('Z', `${digits}Z`);

function crsOf(reader: QueryReader, name: string): Crs {
  const found = reader.read(name, (text, note) => {
    const crs = systems.find(({ uri }) => uri === text);
    if (!crs) note(`must be one of ${systems.map(({ uri }) => uri).join(', ')}`);
    return crs;
  });
  return found ?? crs84;
}

/** A page of the features of a collection. @throws ProblemDetails, BrokerUnavailable */
export async function items(
  reader: EntityReader,
  door: Door,
  collection: Collection,
  query: URLSearchParams,
  clock: Clock,
): Promise<GeoJson> {
  const asked = parseItemsQuery(collection, query, clock);
  const { selection, crs, limit, offset, snapshot } = asked;
  const page = await reader.page(collection, selection, { limit, offset, snapshot });
  const at = `${collectionUrl(door, collection)}/items`;
  const to = (start: number) => {
    const wanted = new URLSearchParams(query);
    wanted.set('limit', String(limit));
    wanted.set('offset', String(start));
    if (page.snapshot !== undefined) wanted.set('snapshot', page.snapshot);
    return `${at}?${wanted}`;
  };
  const geojson = 'application/geo+json';
  const self = query.size === 0 ? at : `${at}?${query}`;
  const links = [
    linkTo('self', 'This page', self, geojson),
    linkTo('collection', collection.title, collectionUrl(door, collection)),
    linkTo('describedby', 'The data model', collection.schema, 'application/schema+json'),
    ...(offset > 0 ? [linkTo('prev', 'The page before', to(Math.max(0, offset - limit)), geojson)] : []),
    ...(offset + limit < page.matched ? [linkTo('next', 'The next page', to(offset + limit), geojson)] : []),
  ];
  const features = page.entities.map((entity) => feature(collection, entity, crs));
  const body = {
    type: 'FeatureCollection',
    timeStamp: new Date().toISOString(),
    numberMatched: page.matched,
    numberReturned: features.length,
    links,
    features,
  };
  return { body, crs };
}

/** One feature. @throws ProblemDetails, BrokerUnavailable */
export async function item(
  reader: EntityReader,
  door: Door,
  collection: Collection,
  id: string,
  query: URLSearchParams,
): Promise<GeoJson> {
  const asked = new QueryReader(query);
  const crs = crsOf(asked, 'crs');
  asked.word('f', ['json']);
  asked.check();
  const entity = await reader.entity(collection, id);
  const found = entity && feature(collection, entity, crs);
  if (!found?.geometry) throw new ProblemDetails(404, 'Not found', 'There is no such feature.');
  const encoded = encodeURIComponent(id);
  const links = [
    linkTo('self', 'This feature', `${collectionUrl(door, collection)}/items/${encoded}`, 'application/geo+json'),
    linkTo('collection', collection.title, collectionUrl(door, collection)),
    linkTo('alternate', 'The entity, as NGSI-LD', `${door.entityUrl(collection)}${encoded}`, 'application/ld+json'),
    linkTo('describedby', 'The data model', collection.schema, 'application/schema+json'),
  ];
  return { body: { ...found, links }, crs };
}

/** The entity with the times of its newest value and of its last change, unless attributes are called so. */
function feature(collection: Collection, entity: JsonObject, crs: Crs): JsonObject {
  const { geometry, properties, ...rest } = featureOf(collection, entity);
  const observedAt = newestObservation(collection, entity);
  return {
    ...rest,
    geometry: isObject(geometry) ? projected(geometry, crs) : null,
    properties: {
      ...(observedAt !== undefined && { observedAt }),
      modifiedAt: entity.modifiedAt,
      ...(properties as JsonObject),
    },
  };
}
