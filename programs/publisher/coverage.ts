import type { PublishedType } from '../../constructs/components/publisher/published-type';
import { isCalendarDay } from '../shared/calendar-day';
import { isObject, type JsonObject } from '../shared/json-value';
import { fittingValue } from './attribute-value';
import { type GeoPosition, positionsOf, tryGeometry } from './geometry';
import { newestObservation } from './row';

/** A thousandth of a degree, about a hundred metres: what moves within it changes no metadata. */
const grid = 1000;

type Box = readonly [west: number, south: number, east: number, north: number];

/** Where and since when the entities of a dataset are: it grows with each one that is written. */
export class Coverage {
  /** In whole thousandths of a degree, so that it comes back from the metadata as it was. */
  #box: Box | undefined;
  #since: string | undefined;

  /** Goes on with what the metadata of a dataset say already. */
  static from(spatial: string | undefined, since: string | undefined): Coverage {
    const coverage = new Coverage();
    const geometry = tryGeometry(tryParse(spatial));
    if (geometry) coverage.#addPositions(positionsOf(geometry), Math.round, Math.round);
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
    // Years of more than four digits have none of the calendar, and would be the first of all.
    if (day && isCalendarDay(day) && (this.#since === undefined || day < this.#since)) this.#since = day;
  }

  /** Bounding box as a GeoJSON polygon, undefined while nothing is anywhere. */
  get spatial(): string | undefined {
    if (!this.#box) return undefined;
    const [west, south, east, north] = withArea(this.#box).map((steps) => steps / grid);
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

  #addPositions(positions: readonly GeoPosition[], down = Math.floor, up = Math.ceil): void {
    for (const [longitude = 0, latitude = 0] of positions) {
      const [x, y] = [longitude * grid, latitude * grid];
      const [west, south, east, north] = this.#box ?? [180 * grid, 90 * grid, -180 * grid, -90 * grid];
      this.#box = [Math.min(west, down(x)), Math.min(south, down(y)), Math.max(east, up(x)), Math.max(north, up(y))];
    }
  }
}

/** A box without an area is no valid polygon, and meets nothing: it gets one, within the globe. */
function withArea([west, south, east, north]: Box): Box {
  const [wide, high] = [west === east ? 1 : 0, south === north ? 1 : 0];
  return [
    Math.max(west - wide, -180 * grid),
    Math.max(south - high, -90 * grid),
    Math.min(east + wide, 180 * grid),
    Math.min(north + high, 90 * grid),
  ];
}

function tryParse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
