import { Missing, type MissingReason } from './missing';

/** When a breaker opens, and how it finds out that it may close. */
export interface BreakerOptions {
  /** Failures in a row at which it opens. */
  readonly failures: number;
  /** Before the first probe, in milliseconds; it doubles from probe to probe. */
  readonly pause: number;
  /** Longest time between two probes, in milliseconds. */
  readonly longestPause: number;
  /** Asks the city for something small. */
  readonly probe: () => Promise<unknown>;
  /** Is told that it opened, and that it closed. */
  readonly changed: (open: MissingReason | undefined) => void;
}

/**
 * A circuit breaker: after some failures in a row nobody waits for the city any more, until a probe, which no client waits
 * for, was answered.
 */
export class Breaker {
  #failures = 0;
  #open: MissingReason | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: BreakerOptions) {}

  /** The reason of the last failure while it is open. */
  get open(): MissingReason | undefined {
    return this.#open;
  }

  /** @throws Missing while it is open, with the reason of the failure before */
  check(): void {
    if (this.#open) throw new Missing(this.#open);
  }

  succeeded(): void {
    this.#failures = 0;
    if (!this.#open) return;
    this.#open = undefined;
    clearTimeout(this.#timer);
    this.options.changed(undefined);
  }

  failed(reason: MissingReason): void {
    this.#failures++;
    if (this.#open) {
      this.#open = reason;
    } else if (this.#failures >= this.options.failures) {
      this.#open = reason;
      this.options.changed(reason);
      this.#probeAfter(this.options.pause);
    }
  }

  /** No more probes. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#open = undefined;
    this.#failures = Number.NEGATIVE_INFINITY;
  }

  #probeAfter(pause: number): void {
    // Jitter, so that replicas do not probe together.
    const wait = pause * (0.8 + Math.random() * 0.4);
    this.#timer = setTimeout(async () => {
      try {
        await this.options.probe();
        this.succeeded();
      } catch (error) {
        // A question that was under way may have been answered meanwhile.
        if (!this.#open) return;
        if (error instanceof Missing) this.#open = error.reason;
        this.#probeAfter(Math.min(2 * pause, this.options.longestPause));
      }
    }, wait);
    this.#timer.unref();
  }
}
