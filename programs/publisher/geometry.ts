import { isObject, type JsonObject } from '../shared/json-value';

/** Longitude and latitude, and perhaps height, of a place of WGS 84. */
export type GeoPosition = readonly number[];

/** How many lists lie around the positions of a geometry. */
const depths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/**
 * The value as a GeoJSON geometry (RFC 7946, 3.1), with no member besides type and coordinates.
 *
 * @returns undefined when it is none: brokers also keep rings that are open, lines of one point and places that are nowhere
 */
export function tryGeometry(value: unknown): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const { type, coordinates, geometries } = value;
  if (type === 'GeometryCollection') {
    if (!Array.isArray(geometries)) return undefined;
    const parts = geometries.map(tryGeometry);
    return parts.every((part) => part !== undefined) ? { type, geometries: parts } : undefined;
  }
  const depth = typeof type === 'string' && Object.hasOwn(depths, type) ? depths[type] : undefined;
  if (depth === undefined || !nested(coordinates, depth)) return undefined;
  const lines = linesOf(type as string, coordinates);
  const isGood = (type as string).endsWith('Polygon') ? isRing : isLine;
  return lines.every(isGood) ? { type, coordinates } : undefined;
}

/** Every position of a geometry that {@link tryGeometry} has let through. */
export function positionsOf({ coordinates, geometries }: JsonObject): readonly GeoPosition[] {
  if (Array.isArray(geometries)) return geometries.flatMap((part) => positionsOf(part as JsonObject));
  const flat = (value: unknown): GeoPosition[] =>
    isPosition(value) ? [value] : Array.isArray(value) ? value.flatMap(flat) : [];
  return flat(coordinates);
}

function isPosition(value: unknown): value is GeoPosition {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3 || !value.every(Number.isFinite)) return false;
  const [longitude = 0, latitude = 0] = value as number[];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

/** Lists of positions within lists of lists, none of them empty. */
function nested(value: unknown, depth: number): boolean {
  if (depth === 0) return isPosition(value);
  return Array.isArray(value) && value.length > 0 && value.every((item) => nested(item, depth - 1));
}

function linesOf(type: string, coordinates: unknown): readonly (readonly GeoPosition[])[] {
  if (type === 'LineString') return [coordinates as GeoPosition[]];
  if (type === 'MultiLineString' || type === 'Polygon') return coordinates as GeoPosition[][];
  return type === 'MultiPolygon' ? (coordinates as GeoPosition[][][]).flat() : [];
}

const isLine = (positions: readonly GeoPosition[]): boolean => positions.length >= 2;

function isRing(positions: readonly GeoPosition[]): boolean {
  const [first, last] = [positions[0], positions.at(-1)];
  return positions.length >= 4 && JSON.stringify(first) === JSON.stringify(last);
}
