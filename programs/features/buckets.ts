import type { Duration } from 'date-fns';
import type { Clock } from './clock';

/** What can be said of the values of a bucket. */
export const functions = ['avg', 'min', 'max', 'sum', 'count'] as const;
/** One of {@link functions}. */
export type AggregateFunction = (typeof functions)[number];

/** What is known of the values of a stretch of time, from its start (in it) to its end (not in it). */
export interface Bucket {
  readonly start: number;
  readonly end: number;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/**
 * Buckets one after the other from `from` on, the last one cut off at `to`. Each begins by the calendar so many steps
 * after `from`, and not after the one before, so that months that begin on the 31st do not become ever shorter.
 *
 * @returns undefined where there would be more than `most`
 */
export function bucketsOf(
  { from, to, every, most }: { from: number; to: number; every: Duration; most: number },
  clock: Clock,
): readonly Bucket[] | undefined {
  const starts: number[] = [];
  for (let step = 0; ; step++) {
    const start = clock.later(from, times(every, step));
    // Beyond the last time there is, there is no number.
    if (!(start < to)) break;
    if (starts.length === most) return undefined;
    starts.push(start);
  }
  return starts.map((start, index) => ({
    start,
    end: starts[index + 1] ?? to,
    count: 0,
    sum: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
  }));
}

/** Counts a value into its bucket; what is before or after all of them is in none. */
export function countIn(buckets: readonly Bucket[], time: number, value: number): void {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (buckets[middle]!.start <= time) low = middle;
    else high = middle - 1;
  }
  const bucket = buckets[low];
  if (!bucket || time < bucket.start || time >= bucket.end) return;
  bucket.count++;
  bucket.sum += value;
  bucket.min = Math.min(bucket.min, value);
  bucket.max = Math.max(bucket.max, value);
}

/** What a function says of a bucket; null where there is nothing to say it of. */
export function aggregate({ count, sum, min, max }: Bucket, name: AggregateFunction): number | null {
  if (name === 'count') return count;
  if (count === 0) return null;
  return { avg: sum / count, min, max, sum }[name];
}

const times = (every: Duration, step: number): Duration =>
  Object.fromEntries(Object.entries(every).map(([unit, value]) => [unit, value * step]));
