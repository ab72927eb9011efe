const position = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 3 };
const line = { type: 'array', items: position, minItems: 2 };
const ring = { type: 'array', items: position, minItems: 4 };
const list = (items: object) => ({ type: 'array', items, minItems: 1 });

const geometry = (type: string, coordinates: object) => ({
  type: 'object',
  required: ['type', 'coordinates'],
  properties: { type: { const: type }, coordinates },
});

/** JSON Schema of a GeoJSON geometry (RFC 7946) with coordinates, as the value of a GeoProperty. */
export const geojsonGeometry = {
  oneOf: [
    geometry('Point', position),
    geometry('MultiPoint', list(position)),
    geometry('LineString', line),
    geometry('MultiLineString', list(line)),
    geometry('Polygon', list(ring)),
    geometry('MultiPolygon', list(list(ring))),
  ],
};
