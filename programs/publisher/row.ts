import type {
  PublishedAttribute,
  PublishedType,
  ValueKind,
} from '../../constructs/components/publisher/published-type';
import type { JsonObject } from '../shared/json-value';
import { fittingValue, instanceOf } from './attribute-value';
import { positionsOf } from './geometry';

/** A column of the datastore. */
export interface DatastoreColumn {
  readonly id: string;
  /** Type of PostgreSQL. */
  readonly type: string;
  /** For the data dictionary of the portal. */
  readonly info: { readonly label: string; readonly notes: string };
}

const types: Readonly<Record<ValueKind, string>> = {
  number: 'numeric',
  boolean: 'bool',
  text: 'text',
  // CKAN shows a timestamp without its zone and without parts of a second.
  instant: 'text',
  json: 'json',
  geometry: 'json',
};

/** What every row has besides the attributes, unless one of them is called so. */
const own = {
  latitude: ['numeric', 'Latitude (WGS 84) of a location that is a point.'],
  longitude: ['numeric', 'Longitude (WGS 84) of a location that is a point.'],
  observedAt: ['text', 'When the newest of the values was observed.'],
  modifiedAt: ['text', 'When the entity was last changed.'],
} as const;

/** The columns of a dataset: id, the attributes of the model, and what follows from them. */
export function columnsOf({ attributes }: PublishedType): readonly DatastoreColumn[] {
  const located = attributes.some(isLocation);
  const taken = new Set(attributes.map(({ name }) => columnOf(name)));
  return [
    { id: 'id', type: 'text', info: { label: 'id', notes: 'Identifier of the entity.' } },
    ...attributes.map((attribute) => ({
      id: columnOf(attribute.name),
      type: types[attribute.value],
      info: { label: attribute.name, notes: notesOf(attribute) },
    })),
    ...Object.entries(own)
      .filter(([name]) => !taken.has(name) && (located || !name.endsWith('itude')))
      .map(([name, [type, notes]]) => ({ id: name, type, info: { label: name, notes } })),
  ];
}

const isLocation = ({ name, value }: PublishedAttribute) => name === 'location' && value === 'geometry';

/**
 * The column of an attribute. A column named `j` would be returned in place of its row, which CKAN calls so in its query
 * (`datastore_search`), and PostgreSQL cuts names at 63 bytes.
 */
function columnOf(name: string): string {
  return ['j', 'id', 'modifiedAt'].includes(name) ? `${name}_` : name.slice(0, 63);
}

function notesOf({ description = '', unit }: PublishedAttribute): string {
  return unit === undefined ? description : `${description} Unit: ${unit} (UN/CEFACT).`.trimStart();
}

/** A row of the datastore, with null for what is missing: an upsert leaves columns alone that it does not name. */
export function rowOf(type: PublishedType, entity: JsonObject): JsonObject {
  const values = Object.fromEntries(
    type.attributes.map((attribute) => {
      const value = fittingValue(entity, attribute) ?? null;
      const isList = types[attribute.value] === 'text' && typeof value === 'object' && value !== null;
      return [columnOf(attribute.name), isList ? JSON.stringify(value) : value];
    }),
  );
  const derived: JsonObject = {
    ...pointOf(type, entity),
    observedAt: newestObservation(type, entity) ?? null,
    modifiedAt: entity.modifiedAt ?? null,
  };
  return Object.fromEntries(
    columnsOf(type).map(({ id }) => [id, id === 'id' ? entity.id : id in values ? values[id] : (derived[id] ?? null)]),
  );
}

function pointOf({ attributes }: PublishedType, entity: JsonObject): JsonObject {
  const attribute = attributes.find(isLocation);
  const geometry = attribute && (fittingValue(entity, attribute) as JsonObject | undefined);
  if (geometry?.type !== 'Point') return {};
  const [longitude, latitude] = positionsOf(geometry)[0] ?? [];
  return { longitude, latitude };
}

/** The newest `observedAt` of the published attributes, as the broker writes it. */
export function newestObservation(
  { attributes }: Pick<PublishedType, 'attributes'>,
  entity: JsonObject,
): string | undefined {
  const times = attributes.flatMap(({ name }) => {
    const time = instanceOf(entity, name)?.observedAt;
    return typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? [time] : [];
  });
  return times.reduce<string | undefined>(
    (newest, time) => (newest === undefined || Date.parse(time) > Date.parse(newest) ? time : newest),
    undefined,
  );
}
