/** How a device reaches the gateway. */
export type Way = 'outside' | 'inside';

/** Counts what is sent. */
export class SimulatorMetrics {
  readonly #sent = new Map<string, number>();
  #failures = 0;

  sent(group: string, way: Way): void {
    const label = `group="${group}",way="${way}"`;
    this.#sent.set(label, (this.#sent.get(label) ?? 0) + 1);
  }

  failed(): void {
    this.#failures++;
  }

  /** In the text format of Prometheus. */
  text(): string {
    return [
      '# HELP citykit_simulator_measures_total Measures that the device gateway has acknowledged.',
      '# TYPE citykit_simulator_measures_total counter',
      ...[...this.#sent].map(([label, value]) => `citykit_simulator_measures_total{${label}} ${value}`),
      '# HELP citykit_simulator_failures_total Attempts that failed.',
      '# TYPE citykit_simulator_failures_total counter',
      `citykit_simulator_failures_total ${this.#failures}`,
      '',
    ].join('\n');
  }
}
