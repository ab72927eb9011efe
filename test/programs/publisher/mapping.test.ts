import { check } from '@placemarkio/check-geojson';
import * as fc from 'fast-check';
import { featureOf, publishedPart, simplified } from '../../../programs/publisher/feature';
import { tryGeometry } from '../../../programs/publisher/geometry';
import { columnsOf, rowOf } from '../../../programs/publisher/row';
import { runs } from '../../support/runs';
import { entity, parking } from './published-type';

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
const position = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const ring = fc
  .array(position, { minLength: 3, maxLength: 6 })
  .map((positions) => [...positions, positions[0]!] as [number, number][]);

/** Geometries, most of them good, and some that brokers keep although they are none. */
const geometry = fc.oneof(
  position.map((coordinates) => ({ type: 'Point', coordinates })),
  fc.array(position, { maxLength: 4 }).map((coordinates) => ({ type: 'MultiPoint', coordinates })),
  fc.array(position, { maxLength: 4 }).map((coordinates) => ({ type: 'LineString', coordinates })),
  fc.array(ring, { maxLength: 3 }).map((coordinates) => ({ type: 'Polygon', coordinates })),
  fc
    .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { maxLength: 2 })
    .map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
  fc.array(position, { maxLength: 5 }).map((coordinates) => ({ type: 'Polygon', coordinates: [coordinates] })),
  fc.tuple(numbers, numbers).map((coordinates) => ({ type: 'Point', coordinates })),
  fc.record({ type: fc.constantFrom('Point', 'Polygon', 'Circle', 'toString'), coordinates: fc.jsonValue() }),
);

const anything = fc.oneof(fc.jsonValue(), numbers, fc.string({ unit: 'binary' }), geometry, fc.constant(null));
const values = fc.dictionary(fc.constantFrom(...parking.attributes.map(({ name }) => name), 'secret'), anything);

test('whatever the broker has, the feature collection is valid GeoJSON', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), (entities) => {
      const features = entities.map((one) => featureOf(parking, entity(one)));
      expect(() => check(JSON.stringify({ type: 'FeatureCollection', features }))).not.toThrow();
    }),
    runs(300),
  );
});

test.each([
  ['a point', { type: 'Point', coordinates: [27.1, 38.4] }],
  ['a point with its height', { type: 'Point', coordinates: [27.1, 38.4, 12] }],
  [
    'a line',
    {
      type: 'LineString',
      coordinates: [
        [27, 38],
        [28, 39],
      ],
    },
  ],
  [
    'a ring with a hole',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 0],
        ],
        [
          [2, 1],
          [4, 1],
          [4, 2],
          [2, 1],
        ],
      ],
    },
  ],
  ['several', { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [27.1, 38.4] }] }],
])('%s passes as it is', (_, value) => {
  expect(tryGeometry({ ...value, bbox: [0, 0, 1, 1] })).toEqual(value);
});

test.each([
  [
    'a ring that is open',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ],
    },
  ],
  ['a line of one point', { type: 'LineString', coordinates: [[0, 0]] }],
  ['a place that is nowhere', { type: 'Point', coordinates: [38.4, 127.1] }],
  ['four numbers', { type: 'Point', coordinates: [1, 2, 3, 4] }],
  ['a text', 'Point'],
])('%s is no geometry', (_, value) => {
  expect(tryGeometry(value)).toBeUndefined();
  expect(featureOf(parking, entity({ location: value })).geometry).toBeNull();
});

test('a row has every column, each with what PostgreSQL takes for it', () => {
  fc.assert(
    fc.property(values, (one) => {
      const row = rowOf(parking, entity(one));
      expect(Object.keys(row)).toEqual(columnsOf(parking).map(({ id }) => id));
      for (const { id, type } of columnsOf(parking)) {
        const value = row[id];
        if (value === null) continue;
        if (type === 'numeric') expect(Number.isFinite(value)).toBe(true);
        if (type === 'bool') expect(typeof value).toBe('boolean');
        if (type === 'text') expect(typeof value).toBe('string');
        expect(JSON.stringify(value)).not.toContain('\\u0000');
      }
    }),
    runs(300),
  );
});

test('what is of another sort than the model says is left out, and the rest is kept', () => {
  expect(
    rowOf(
      parking,
      entity({ name: 7, free: 'n/a', open: 'false', changed: '2026-02-30T10:00:00Z', location: { type: 'Point' } }),
    ),
  ).toMatchObject({
    id: 'urn:ngsi-ld:OffStreetParking:1',
    name: '7',
    free: null,
    open: null,
    changed: null,
    location: null,
    latitude: null,
    modifiedAt: '2026-11-28T10:00:00.120000Z',
  });
});

test('a row has the place of a point in columns of its own, lists as JSON, and the newest observation', () => {
  const observed = (value: unknown, observedAt: string) => ({ type: 'Property', value, observedAt });
  const one = {
    ...entity({ location: { type: 'Point', coordinates: [27.1, 38.4] }, name: ['a', 'b'] }),
    free: observed(3, '2026-11-28T09:00:00Z'),
    open: observed(true, '2026-11-28T11:00:00+02:00'),
  };
  expect(rowOf(parking, one)).toMatchObject({
    longitude: 27.1,
    latitude: 38.4,
    name: '["a","b"]',
    free: 3,
    observedAt: '2026-11-28T09:00:00Z',
  });
});

test('of several instances of an attribute the one without a dataset counts, and of a typed date its text', () => {
  const free = [
    { type: 'Property', value: 1, datasetId: 'urn:a' },
    { type: 'Property', value: 2 },
  ];
  const changed = { type: 'Property', value: { '@type': 'DateTime', '@value': '2026-11-28T10:00:00Z' } };
  expect(rowOf(parking, { ...entity({}), free, changed })).toMatchObject({ free: 2, changed: '2026-11-28T10:00:00Z' });
});

test('an attribute is never called as the row that it is in, or as a column of the publisher', () => {
  const ids = columnsOf({ ...parking, attributes: [...parking.attributes, { name: 'modifiedAt', value: 'text' }] }).map(
    ({ id }) => id,
  );
  expect(ids).not.toContain('j');
  expect(new Set(ids).size).toBe(ids.length);
});

test('nothing leaves but the attributes of the model, in no form', () => {
  const one = {
    ...entity({ name: 'A', free: 3, secret: 'somebody' }),
    owner: { type: 'Relationship', object: 'urn:p' },
  };
  expect(publishedPart(parking, one)).toEqual({
    id: one.id,
    type: 'OffStreetParking',
    name: { type: 'Property', value: 'A' },
    free: { type: 'Property', value: 3 },
  });
  expect(simplified(parking, one)).toEqual({ id: one.id, type: 'OffStreetParking', name: 'A', free: 3 });
  expect(featureOf(parking, one).properties).toEqual({ type: 'OffStreetParking', name: 'A', free: 3 });
});

test('a bare value is in the unit of the model', () => {
  const free = (unit: object) => ({ ...entity({}), free: { type: 'Property', value: 5, ...unit } });
  for (const unit of [{}, { unitCode: 'C62' }]) expect(rowOf(parking, free(unit))).toMatchObject({ free: 5 });
  expect(rowOf(parking, free({ unitCode: 'P1' }))).toMatchObject({ free: null });
  expect(simplified(parking, free({ unitCode: 'P1' }))).not.toHaveProperty('free');
  expect(publishedPart(parking, free({ unitCode: 'P1' }))).toMatchObject({ free: { value: 5, unitCode: 'P1' } });
});
