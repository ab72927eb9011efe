import * as fc from 'fast-check';
import { Coverage } from '../../../programs/publisher/coverage';
import { runs } from '../../support/runs';
import { entity, parking } from './published-type';

type Position = readonly [longitude: number, latitude: number];

function covering(...positions: readonly Position[]): Coverage {
  const coverage = new Coverage();
  for (const coordinates of positions) coverage.add(parking, entity({ location: { type: 'Point', coordinates } }));
  return coverage;
}

/** West, south, east and north. */
function boxOf({ spatial }: Coverage): readonly [number, number, number, number] {
  const [[southWest, , northEast]] = JSON.parse(spatial!).coordinates;
  return [...(southWest as Position), ...(northEast as Position)];
}

const position = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);

test('a box has everything in it, has an area, and lies on the globe', () => {
  fc.assert(
    fc.property(fc.array(position, { minLength: 1, maxLength: 5 }), (positions) => {
      const [west, south, east, north] = boxOf(covering(...positions));
      // A product may be rounded to the thousandth that it is not quite.
      const hair = 1e-9;
      for (const [longitude, latitude] of positions) {
        expect(west <= longitude + hair && longitude <= east + hair).toBe(true);
        expect(south <= latitude + hair && latitude <= north + hair).toBe(true);
      }
      expect([east > west, north > south]).toEqual([true, true]);
      expect([west >= -180, east <= 180, south >= -90, north <= 90]).toEqual([true, true, true, true]);
    }),
    runs(),
  );
});

test.each([
  [
    [27.14, 38.42],
    [27.139, 38.419, 27.141, 38.421],
  ],
  [
    [0, 0],
    [-0.001, -0.001, 0.001, 0.001],
  ],
  [
    [180, 90],
    [179.999, 89.999, 180, 90],
  ],
  [
    [-180, -90],
    [-180, -90, -179.999, -89.999],
  ],
] as const)('one entity at %j is in the middle of a box, unless the globe ends there', (at, box) => {
  expect(boxOf(covering(at))).toEqual(box);
});

test('what the metadata say is gone on with as it is', () => {
  // Many a thousandth times a thousand is not quite whole.
  const degrees = Array.from({ length: 4000 }, (_, step) => (step - 2000) * 0.045 + 0.001);
  const boxes = degrees.map((degree) => covering([degree, degree / 3]).spatial);
  expect(boxes.map((box) => Coverage.from(box, undefined).spatial)).toEqual(boxes);
  fc.assert(
    fc.property(fc.array(position, { minLength: 1, maxLength: 3 }), (positions) => {
      const { spatial } = covering(...positions);
      const again = Coverage.from(spatial, '2026-05-01');
      expect([again.spatial, again.since]).toEqual([spatial, '2026-05-01']);
    }),
    runs(),
  );
});

test('a time beyond the calendar is not the first of all', () => {
  const coverage = new Coverage();
  for (const observedAt of ['+275760-01-01T00:00:00Z', '2026-05-01T00:00:00Z'])
    coverage.add(parking, { ...entity({}), free: { type: 'Property', value: 1, observedAt } });
  expect(coverage.since).toBe('2026-05-01');
});
