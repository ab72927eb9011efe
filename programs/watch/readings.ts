import type { WatchedSeries } from '../../constructs/components/monitoring/watched';
import type { Sample } from './exposition';

/** A series of one replica, with its last values, oldest first. */
interface Line extends Pick<Sample, 'name' | 'labels'> {
  readonly values: { readonly time: number; readonly value: number }[];
}

/** One replica. */
interface Replica {
  readonly since: number;
  readonly lines: Map<string, Line>;
}

/** What the replicas of one source have shown lately. */
export class Readings {
  #replicas = new Map<string, Replica>();

  /** @param window over which growth is looked at, in milliseconds */
  constructor(private readonly window: number) {}

  /**
   * Takes what the replicas show now, by their addresses.
   *
   * @param time in milliseconds, and never less than before
   */
  take(now: ReadonlyMap<string, readonly Sample[]>, time: number): void {
    for (const address of this.#replicas.keys()) if (!now.has(address)) this.#replicas.delete(address);
    for (const [address, samples] of now) {
      const replica = this.#replicas.get(address) ?? { since: time, lines: new Map<string, Line>() };
      this.#replicas.set(address, replica);
      const seen = new Set<string>();
      for (const { name, labels, value } of samples) {
        const key = JSON.stringify([name, labels]);
        seen.add(key);
        // A counter that was not there before began at nothing.
        const before = replica.since < time ? [{ time: time - 1, value: 0 }] : [];
        const known = replica.lines.get(key) ?? { name, labels, values: before };
        known.values.push({ time, value });
        while (known.values.length > 2 && known.values[1]!.time <= time - this.window) known.values.shift();
        replica.lines.set(key, known);
      }
      for (const key of replica.lines.keys()) if (!seen.has(key)) replica.lines.delete(key);
    }
  }

  /** The newest value of each series. */
  values(series: WatchedSeries): number[] {
    return this.#linesOf(series).map(({ values }) => values.at(-1)!.value);
  }

  /** How much all series have grown together within the window; undefined before a replica was seen twice. */
  growth(series: WatchedSeries): number | undefined {
    const grown = this.growths(series);
    return grown.length === 0 ? undefined : grown.reduce((sum, { growth }) => sum + growth, 0);
  }

  /** How much each series has grown, with its labels. A counter that is less than before has begun anew. */
  growths(series: WatchedSeries): { readonly labels: Sample['labels']; readonly growth: number }[] {
    return this.#linesOf(series)
      .filter(({ values }) => values.length > 1)
      .map(({ labels, values }) => ({
        labels,
        growth: values.slice(1).reduce((sum, { value }, at) => {
          const before = values[at]!.value;
          return sum + (value < before ? value : value - before);
        }, 0),
      }));
  }

  /** Seconds over which growth is known. */
  seconds(time: number): number {
    const since = Math.min(...[...this.#replicas.values()].map((replica) => replica.since));
    return Math.min(this.window, time - since) / 1000;
  }

  #linesOf({ name, labels }: WatchedSeries): Line[] {
    const wanted = Object.entries(labels);
    const fits = (line: Line) =>
      line.name === name &&
      wanted.every(([key, value]) =>
        typeof value === 'string' ? line.labels[key] === value : value.includes(line.labels[key] ?? ''),
      );
    return [...this.#replicas.values()].flatMap(({ lines }) => [...lines.values()].filter(fits));
  }
}
