import type { PublishedType } from '../../constructs/components/publisher/published-type';
import { isObject, type JsonObject } from '../shared/json-value';
import { fittingValue } from './attribute-value';
import { type GeoPosition, positionsOf, tryGeometry } from './geometry';
import { newestObservation } from './row';

/** A thousandth of a degree, about a hundred metres: what moves within it changes no metadata. */
const grid = 1000;

/** Where and since when the entities of a dataset are: it grows with each one that is written. */
export class Coverage {
  #box: readonly [west: number, south: number, east: number, north: number] | undefined;
  #since: string | undefined;

  /** Goes on with what the metadata of a dataset say already. */
  static from(spatial: string | undefined, since: string | undefined): Coverage {
    const coverage = new Coverage();
    const geometry = tryGeometry(tryParse(spatial));
    if (geometry) coverage.#addPositions(positionsOf(geometry));
    if (since !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(since)) coverage.#since = since;
    return coverage;
  }

  add(type: PublishedType, entity: JsonObject): void {
    for (const attribute of type.attributes) {
      if (attribute.value !== 'geometry') continue;
      const geometry = fittingValue(entity, attribute);
      if (isObject(geometry)) this.#addPositions(positionsOf(geometry));
    }
    const observed = newestObservation(type, entity);
    const day = observed && new Date(observed).toISOString().slice(0, 10);
    if (day && (this.#since === undefined || day < this.#since)) this.#since = day;
  }

  /** Bounding box as a GeoJSON polygon, undefined while nothing is anywhere. */
  get spatial(): string | undefined {
    if (!this.#box) return undefined;
    const [west, south, east, north] = this.#box;
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return JSON.stringify({ type: 'Polygon', coordinates: [ring] });
  }

  /** Day of the oldest observation (UTC), undefined while there is none. */
  get since(): string | undefined {
    return this.#since;
  }

  #addPositions(positions: readonly GeoPosition[]): void {
    for (const [longitude = 0, latitude = 0] of positions) {
      const [west, south, east, north] = this.#box ?? [180, 90, -180, -90];
      this.#box = [
        Math.min(west, Math.floor(longitude * grid) / grid),
        Math.min(south, Math.floor(latitude * grid) / grid),
        Math.max(east, Math.ceil(longitude * grid) / grid),
        Math.max(north, Math.ceil(latitude * grid) / grid),
      ];
    }
  }
}

function tryParse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
