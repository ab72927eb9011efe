import type { WatchedQuantity } from '../../../constructs/components/monitoring/watched';
import type { Sample } from '../../../programs/watch/exposition';
import { measureQuantity } from '../../../programs/watch/measure-quantity';
import { Readings } from '../../../programs/watch/readings';

const minute = 60_000;
const sample = (value: number, labels: Sample['labels'] = {}, name = 'n'): Sample => ({ name, labels, value });
const series = (labels: WatchedQuantity['series']['labels'] = {}) => ({ name: 'n', labels });
const quantity = (kind: WatchedQuantity['kind'], more: Partial<WatchedQuantity> = {}): WatchedQuantity => ({
  key: 'it',
  kind,
  source: 0,
  series: series(),
  ...more,
});

/** What was measured at the end, of replicas by their addresses, minute by minute. */
function measured(asked: WatchedQuantity, ...turns: Readonly<Record<string, readonly Sample[]>>[]): number | undefined {
  const readings = new Readings(5 * minute);
  for (const [turn, replicas] of turns.entries()) readings.take(new Map(Object.entries(replicas)), turn * minute);
  return measureQuantity(asked, readings, (turns.length - 1) * minute);
}

test('gauges are put together over replicas and labels', () => {
  const now = { a: [sample(3, { x: '1' }), sample(5, { x: '2' })], b: [sample(4, { x: '1' })] };
  expect(measured(quantity('largest'), now)).toBe(5);
  expect(measured(quantity('smallest'), now)).toBe(3);
  expect(measured(quantity('sum'), now)).toBe(12);
  expect(measured(quantity('sum', { series: series({ x: '1' }) }), now)).toBe(7);
  expect(measured(quantity('sum', { series: series({ x: ['2', '3'] }) }), now)).toBe(5);
});

test.each(['largest', 'smallest', 'sum', 'rate', 'share', 'quantile'] as const)('there is no %s of nothing', (kind) => {
  expect(measured(quantity(kind, { within: series() }), {}, {})).toBeUndefined();
});

test('counters grow together, over all replicas', () => {
  const turns = [0, 1, 2].map((turn) => ({ a: [sample(60 * turn)], b: [sample(1000 + 120 * turn)] }));
  expect(measured(quantity('rate'), ...turns)).toBe(3);
});

test('a counter that begins anew has grown by what it shows', () => {
  expect(measured(quantity('rate'), { a: [sample(600)] }, { a: [sample(60)] })).toBe(1);
});

test('a counter that was not there before began at nothing, unless its replica is new too', () => {
  const share = quantity('share', { series: series({ how: 'bad' }), within: series() });
  const good = (value: number) => sample(value, { how: 'good' });
  expect(measured(share, { a: [good(10)] }, { a: [good(100), sample(10, { how: 'bad' })] })).toBe(0.1);
  expect(measured(quantity('rate'), { a: [sample(1)] }, { a: [sample(1)], b: [sample(9000)] })).toBe(0);
});

test('what was long ago does not count, and a replica that is gone neither', () => {
  const turns = Array.from({ length: 9 }, (_, turn) => ({ a: [sample(Math.min(turn, 3) * 600)] }));
  expect(measured(quantity('rate'), ...turns)).toBe(0);
  expect(measured(quantity('sum'), { a: [sample(1)], b: [sample(1)] }, { a: [sample(1)] })).toBe(1);
});

test('there is no share while nothing grows', () => {
  const share = quantity('share', { within: series() });
  expect(measured(share, { a: [sample(5)] }, { a: [sample(5)] })).toBeUndefined();
});

describe('a quantile', () => {
  const buckets = (...counts: readonly number[]) => ({
    a: ['10', '20', '+Inf'].map((le, at) => sample(counts[at]!, { le })),
  });
  test.each([
    [0.5, [100, 100, 100], 5],
    [0.99, [0, 100, 100], 19.9],
    [0.75, [50, 100, 100], 15],
    [0.99, [50, 90, 100], 20],
  ])('of %p with growth %p is %p, as Prometheus says', (at, counts, value) => {
    expect(measured(quantity('quantile', { quantile: at }), buckets(0, 0, 0), buckets(...counts))).toBeCloseTo(value);
  });
});
