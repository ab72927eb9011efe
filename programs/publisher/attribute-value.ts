import type { PublishedAttribute, ValueKind } from '../../constructs/components/publisher/published-type';
import { isCalendarDay } from '../shared/calendar-day';
import { isObject, type JsonObject } from '../shared/json-value';
import { tryGeometry } from './geometry';

/** An attribute of an entity in normalised form; of several instances the one without a `datasetId`, else the first. */
export function instanceOf(entity: JsonObject, name: string): JsonObject | undefined {
  const attribute = Object.hasOwn(entity, name) ? entity[name] : undefined;
  if (!Array.isArray(attribute)) return isObject(attribute) ? attribute : undefined;
  const instances = attribute.filter(isObject);
  return instances.find(({ datasetId }) => datasetId === undefined) ?? instances[0];
}

/** The bare value of an instance of an attribute in normalised form, undefined when it has none. */
export function bareValue(instance: JsonObject): unknown {
  for (const member of ['value', 'object', 'languageMap', 'vocab', 'json', 'valueList', 'objectList']) {
    if (Object.hasOwn(instance, member)) return untyped(instance[member]);
  }
  return undefined;
}

/** A date as NGSI-LD has it, `{"@type": "DateTime", "@value": …}`, is its text. */
function untyped(value: unknown): unknown {
  return isObject(value) && '@value' in value ? value['@value'] : value;
}

/** Whether a value is in the unit that the model has; one that names none is, and so is any where the model has none. */
export const isInUnit = (
  { unitCode }: { readonly unitCode?: unknown },
  { unit }: Pick<PublishedAttribute, 'unit'>,
): boolean => unit === undefined || unitCode === undefined || unitCode === unit;

/**
 * The value as the model has it: a number in its unit, a text, an instant of ISO 8601, any JSON, a geometry of GeoJSON.
 *
 * @returns undefined when it is missing or is something else, which a broker takes as well
 */
export function fittingValue(entity: JsonObject, attribute: PublishedAttribute): unknown {
  const instance = instanceOf(entity, attribute.name);
  const value = instance && isInUnit(instance, attribute) ? bareValue(instance) : undefined;
  return value === undefined || value === null ? undefined : fitting(attribute.value, value);
}

function fitting(kind: ValueKind, value: unknown): unknown {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      // What the model has as a text, a broker may keep as a number; several texts are a list.
      return typeof value === 'object' ? storableJson(value) : storable(String(value));
    case 'instant':
      return typeof value === 'string' && isCalendarDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
        ? value
        : undefined;
    case 'geometry':
      return tryGeometry(value);
    case 'json':
      return storableJson(value);
  }
}

/** PostgreSQL has no NUL in a text. */
const storable = (text: string): string => text.replaceAll('\0', '');

const storableJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item) => (typeof item === 'string' ? storable(item) : item));
