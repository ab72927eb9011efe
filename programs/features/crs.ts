import { isObject, type JsonObject } from '../shared/json-value';

/** A system of coordinates in which features are given out and boxes are taken (OGC API Features, part 2). */
export interface Crs {
  readonly uri: string;
  /** From longitude and latitude (WGS 84). */
  from(longitude: number, latitude: number): readonly [number, number];
  /** To longitude and latitude. */
  to(first: number, second: number): readonly [longitude: number, latitude: number];
  /** Whether it has degrees, so that a box can lie over the antimeridian. */
  readonly degrees: boolean;
}

/** In metres: the earth as a sphere, as Web Mercator takes it. */
const radius = 6_378_137;
/** Beyond, Web Mercator has no map. */
const northernmost = 85.051_128_779_806_59;

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`;

const latitudeFirst = (code: number): Crs => ({
  uri: epsg(code),
  from: (longitude, latitude) => [latitude, longitude],
  to: (latitude, longitude) => [longitude, latitude],
  degrees: true,
});

/** Longitude and latitude, as GeoJSON has them: what is taken where nothing else is said. */
export const crs84: Crs = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  from: (longitude, latitude) => [longitude, latitude],
  to: (longitude, latitude) => [longitude, latitude],
  degrees: true,
};

/**
 * The systems on offer. ETRS89 (4258) is taken for WGS 84, as EPSG's transformation 1149 does, which is right to a metre.
 */
export const systems: readonly Crs[] = [
  crs84,
  latitudeFirst(4326),
  latitudeFirst(4258),
  {
    uri: epsg(3857),
    from: (longitude, latitude) => {
      const seen = Math.max(-northernmost, Math.min(northernmost, latitude));
      return [radius * radians(longitude), radius * Math.log(Math.tan(Math.PI / 4 + radians(seen) / 2))];
    },
    to: (x, y) => [degrees(x / radius), degrees(2 * Math.atan(Math.exp(y / radius)) - Math.PI / 2)],
    degrees: false,
  },
];

/** A geometry of GeoJSON with its positions in another system; heights stay. */
export function projected(geometry: JsonObject, crs: Crs): JsonObject {
  if (crs === crs84) return geometry;
  const { geometries, coordinates } = geometry;
  if (Array.isArray(geometries))
    return { ...geometry, geometries: geometries.map((part) => (isObject(part) ? projected(part, crs) : part)) };
  return { ...geometry, coordinates: moved(coordinates, crs) };
}

function moved(coordinates: unknown, crs: Crs): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const [first, second, ...height] = coordinates;
  if (typeof first !== 'number') return coordinates.map((inner) => moved(inner, crs));
  return [...crs.from(first, Number(second)), ...height];
}
