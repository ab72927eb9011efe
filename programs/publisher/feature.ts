import type { PublishedType } from '../../constructs/components/publisher/published-type';
import type { JsonObject } from '../shared/json-value';
import { fittingValue } from './attribute-value';

/** What is read of a type: its name, and the attributes that are shown. */
type Shown = Pick<PublishedType, 'type' | 'attributes'>;

/** An entity as a GeoJSON feature (RFC 7946) with the bare values of its attributes; one that is nowhere has no geometry. */
export function featureOf(type: Shown, entity: JsonObject): JsonObject {
  const values = type.attributes.flatMap((attribute): [string, unknown][] => {
    const value = fittingValue(entity, attribute);
    return value === undefined ? [] : [[attribute.name, value]];
  });
  const isPlace = ([name]: readonly [string, unknown]) =>
    type.attributes.some((attribute) => attribute.name === name && attribute.value === 'geometry');
  const place = values.find((entry) => entry[0] === 'location' && isPlace(entry)) ?? values.find(isPlace);
  return {
    type: 'Feature',
    id: entity.id,
    geometry: place?.[1] ?? null,
    properties: { type: type.type, ...Object.fromEntries(values.filter((entry) => entry !== place)) },
  };
}

/** An entity in normalised form with the published attributes alone. */
export function publishedPart(type: Shown, entity: JsonObject): JsonObject {
  const names = type.attributes.map(({ name }) => name).filter((name) => Object.hasOwn(entity, name));
  return { id: entity.id, type: entity.type, ...Object.fromEntries(names.map((name) => [name, entity[name]])) };
}

/** An entity with bare values, as NGSI-LD calls simplified. */
export function simplified(type: Shown, entity: JsonObject): JsonObject {
  const {
    geometry: _,
    properties,
    ...feature
  } = featureOf({ ...type, attributes: type.attributes.filter(({ value }) => value !== 'geometry') }, entity);
  const places = type.attributes.filter(({ value }) => value === 'geometry');
  const values = places.flatMap((place): [string, unknown][] => {
    const value = fittingValue(entity, place);
    return value === undefined ? [] : [[place.name, value]];
  });
  return { id: feature.id, ...(properties as JsonObject), ...Object.fromEntries(values) };
}
