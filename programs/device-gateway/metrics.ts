import type { AttributeReason, RefusalReason } from './refusal';

/** What the metrics are read of besides what they count themselves. */
export interface MetricSources {
  readonly counts: {
    readonly current: number;
    readonly late: number;
    readonly failures: number;
    readonly mended: number;
  };
  readonly waiting: number;
  readonly connected: number;
  /** Entities of simulated devices that are to be removed. */
  readonly left: number;
}

/** Upper ends, in seconds. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5, 30];

/** Counts what comes in, by group and reason. */
export class IntakeMetrics {
  readonly #refused = new Map<string, number>();
  readonly #leftOut = new Map<string, number>();
  readonly #stored = new Map<string, number>();
  readonly #newest = new Map<string, number>();
  readonly #times = buckets.map(() => 0);
  #sum = 0;
  #count = 0;

  refused(group: string, reason: RefusalReason): void {
    add(this.#refused, `group="${group}",reason="${reason}"`);
  }

  leftOut(group: string, reason: AttributeReason): void {
    add(this.#leftOut, `group="${group}",reason="${reason}"`);
  }

  /** @param time when it was measured, in milliseconds since 1970 @param took until the broker had it, in milliseconds */
  stored(group: string, time: number, took: number): void {
    const label = `group="${group}"`;
    add(this.#stored, label);
    this.#newest.set(label, Math.max(time, this.#newest.get(label) ?? 0));
    const at = buckets.findIndex((end) => took / 1000 <= end);
    if (at >= 0) this.#times[at]!++;
    this.#sum += took / 1000;
    this.#count++;
  }

  /** In the text format of Prometheus. */
  text({ counts, waiting, connected, left }: MetricSources, now = Date.now()): string {
    let below = 0;
    const histogram = buckets.map((end, at) => {
      below += this.#times[at]!;
      return [`le="${end}"`, below] as const;
    });
    const newest = [...this.#newest].map(([label, time]) => [label, Math.max(0, (now - time) / 1000)] as const);
    return [
      ...family('measures_total', 'counter', 'Measures that the broker has taken.', this.#stored),
      ...family('refused_total', 'counter', 'Messages and readings that were refused.', this.#refused),
      ...family('values_left_out_total', 'counter', 'Values that were left out of a measure.', this.#leftOut),
      ...family('entities_total', 'counter', 'Measures by what became of them.', [
        ['as="current"', counts.current],
        ['as="history"', counts.late],
      ]),
      ...family('mended_total', 'counter', 'Measures that the history of the broker had lost.', [['', counts.mended]]),
      ...family('failures_total', 'counter', 'Attempts that broker or database let fail.', [['', counts.failures]]),
      ...family('waiting', 'gauge', 'Measures that the broker has not answered.', [['', waiting]]),
      ...family('connected', 'gauge', 'Devices that are connected over MQTT.', [['', connected]]),
      ...family('simulated_left', 'gauge', 'Entities of demo data that are to be removed.', [['', left]]),
      ...family('newest_age_seconds', 'gauge', 'Age of the newest measure.', newest),
      '# HELP citykit_devices_seconds From the arrival of a measure to the answer of the broker.',
      '# TYPE citykit_devices_seconds histogram',
      ...[...histogram, ['le="+Inf"', this.#count] as const].map(
        ([label, value]) => `citykit_devices_seconds_bucket{${label}} ${value}`,
      ),
      `citykit_devices_seconds_sum ${this.#sum}`,
      `citykit_devices_seconds_count ${this.#count}`,
      '',
    ].join('\n');
  }
}

function add(counts: Map<string, number>, label: string): void {
  counts.set(label, (counts.get(label) ?? 0) + 1);
}

function family(name: string, type: string, help: string, values: Iterable<readonly [string, number]>): string[] {
  return [
    `# HELP citykit_devices_${name} ${help}`,
    `# TYPE citykit_devices_${name} ${type}`,
    ...[...values].map(([label, value]) => `citykit_devices_${name}${label === '' ? '' : `{${label}}`} ${value}`),
  ];
}
