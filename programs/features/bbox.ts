import type { Note } from '../shared/json-value';
import type { Crs } from './crs';

/** West, south, east and north, in degrees of WGS 84; west is never east of east. */
export type Box = readonly [west: number, south: number, east: number, north: number];

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$/;

/**
 * The boxes that a `bbox` means: two where it lies over the antimeridian. Heights are not looked at, since entities seldom
 * have any.
 */
export function parseBox(text: string, note: Note, crs: Crs): readonly Box[] | undefined {
  const parts = text.split(',');
  const values = parts.map((part) => (number.test(part) ? Number(part) : Number.NaN));
  if ((values.length !== 4 && values.length !== 6) || !values.every(Number.isFinite)) {
    note('must be four or six numbers, separated by commas');
    return undefined;
  }
  const half = values.length / 2;
  const [west, south] = crs.to(values[0]!, values[1]!);
  const [east, north] = crs.to(values[half]!, values[half + 1]!);
  if ([south, north].some((latitude) => Math.abs(latitude) > 90) || south > north) {
    note('must have latitudes from -90 to 90, the lower one first');
    return undefined;
  }
  if ([west, east].some((longitude) => Math.abs(longitude) > 180.000_000_1)) {
    note('must have longitudes from -180 to 180');
    return undefined;
  }
  if (west <= east) return [[west, south, east, north]];
  if (crs.degrees)
    return [
      [west, south, 180, north],
      [-180, south, east, north],
    ];
  note('must have the smaller number first');
  return undefined;
}

/** In degrees, a tenth of a millimetre: a ring without an area meets nothing in PostGIS. */
const hair = 1e-9;

/** The boxes as coordinates of a MultiPolygon of GeoJSON, turned as RFC 7946 wants rings. */
export function multiPolygonOf(boxes: readonly Box[]): readonly unknown[] {
  return boxes.map(([west, south, east, north]) => {
    const [left, right] = west < east ? [west, east] : [west - hair, east + hair];
    const [bottom, top] = south < north ? [south, north] : [south - hair, north + hair];
    const corners = [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ];
    return [[...corners, corners[0]]];
  });
}
