import type { WatchedQuantity } from '../../constructs/components/monitoring/watched';
import type { Readings } from './readings';

/** The number of a quantity; undefined while there is nothing to make it of. */
export function measureQuantity(quantity: WatchedQuantity, readings: Readings, time: number): number | undefined {
  const { kind, series, within, quantile = 0.5 } = quantity;
  const values = () => readings.values(series);
  switch (kind) {
    case 'largest':
      return orNone(Math.max(...values()));
    case 'smallest':
      return orNone(Math.min(...values()));
    case 'sum':
      return values().length === 0 ? undefined : values().reduce((sum, value) => sum + value, 0);
    case 'rate': {
      const growth = readings.growth(series);
      return growth === undefined ? undefined : growth / readings.seconds(time);
    }
    case 'share': {
      const whole = within && readings.growth(within);
      return whole ? (readings.growth(series) ?? 0) / whole : undefined;
    }
    case 'quantile':
      return quantileOf(quantile, readings.growths(series));
  }
}

/**
 * The value that a share of what came does not exceed, as Prometheus works it out: evenly spread within a bucket; beyond the
 * last bound, that bound.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
function quantileOf(quantile: number, buckets: ReturnType<Readings['growths']>): number | undefined {
  const counts = new Map<number, number>();
  for (const { labels, growth } of buckets) {
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    counts.set(bound, (counts.get(bound) ?? 0) + growth);
  }
  const sorted = [...counts].sort(([one], [other]) => one - other);
  const total = sorted.at(-1)?.[1] ?? 0;
  if (total === 0) return undefined;
  const rank = quantile * total;
  const at = sorted.findIndex(([, count]) => count >= rank);
  const [bound, count] = sorted[at]!;
  const [lower, below] = sorted[at - 1] ?? [0, 0];
  if (bound === Number.POSITIVE_INFINITY) return lower;
  return lower + ((bound - lower) * (rank - below)) / (count - below || 1);
}

const orNone = (value: number) => (Number.isFinite(value) ? value : undefined);
