import type { Indicator } from '../../../constructs/components/federation/indicator';
import { isObject, type JsonObject } from '../../shared/json-value';
import type { Measured } from './measured';

/** A number, and the unit that stands beside it. */
interface Quantity {
  readonly value: number;
  readonly unit: string | undefined;
}

/**
 * An indicator of entities as a broker gives them without a context: names are IRIs.
 *
 * @returns undefined where there is no value
 */
export function indicatorValue(
  { kind, attributes, unit: usual = '' }: Indicator,
  entities: readonly JsonObject[],
): Measured {
  if (entities.length === 0) return { lacks: 'no-entities' };
  const rows = entities.flatMap((entity) => {
    const values = attributes.flatMap((name) => quantityOf(entity[name]) ?? []);
    return values.length === attributes.length ? [values] : [];
  });
  if (rows.length === 0) return { lacks: 'no-values' };
  const sum = (at: number) => rows.reduce((total, row) => total + (row[at]?.value ?? 0), 0);
  if (kind === 'share') {
    const whole = sum(1);
    return whole > 0 ? { value: (100 * sum(0)) / whole, unit: '%', of: rows.length } : { lacks: 'no-values' };
  }
  const [unit = usual, ...others] = new Set(rows.map(([row]) => row?.unit ?? usual));
  return others.length > 0 ? { lacks: 'mixed-units' } : { value: sum(0) / rows.length, unit, of: rows.length };
}

/** When the newest of these entities was observed or changed, in milliseconds since 1970. */
export function newestTimeOf(entities: readonly JsonObject[]): number | undefined {
  const times = entities.flatMap((entity) => [
    timeOf(entity.modifiedAt),
    ...Object.values(entity).map((attribute) => timeOf(isObject(attribute) ? attribute.observedAt : undefined)),
  ]);
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length > 0 ? known.reduce((one, other) => Math.max(one, other)) : undefined;
}

/** An object is no time, and may not even become a text: `{"toString": 1}`. */
const timeOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN);

/** Of an attribute with several instances the first counts. */
function quantityOf(attribute: unknown): Quantity | undefined {
  const one: unknown = Array.isArray(attribute) ? attribute[0] : attribute;
  if (!isObject(one) || typeof one.value !== 'number' || !Number.isFinite(one.value)) return undefined;
  return { value: one.value, unit: typeof one.unitCode === 'string' ? one.unitCode : undefined };
}
