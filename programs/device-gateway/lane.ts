import type { Measure } from './measure';

/** A measure that the broker has not answered for. */
export interface Waiting {
  readonly measure: Measure;
  /** Attributes that the history was given. It keeps what it was given twice twice, so a batch that failed leaves them out. */
  readonly appended: Set<string>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Of a measure that failed where others did not. */
interface Suspicion {
  /** How often it has failed since, with others taken in between. */
  readonly failures: number;
  /** What the lane had brought to the broker when it failed last. */
  readonly answered: number;
  /** When it is tried again, by performance.now(). */
  readonly due: number;
}

/**
 * After as many it is the measure, and not the broker. With the pauses between it is a minute and a half at least, so that a broker
 * that fails now and then, as one does under too much load, loses nobody a measure.
 */
const mostFailures = 10;
/** A pause doubles up to this. */
const longestPause = 30;

/** Where as many fail one after the other, it is the broker and none of them. */
export const fewAlike = 3;

/** What waits for the broker in one tenant and context, in the order in which it came. */
export class Lane {
  /** Whether somebody brings what waits to the broker. */
  isDrained = false;
  readonly #suspicions = new Map<Waiting, Suspicion>();
  #waiting: Waiting[] = [];
  #answered = 0;

  /** @param pause before a measure that failed alone is tried again, in milliseconds; it doubles up to 30 times this. */
  constructor(private readonly pause: number) {}

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  /** All that waits: nothing does any more. */
  clear(): readonly Waiting[] {
    return this.#waiting.splice(0);
  }

  /**
   * What goes to the broker next: the first of each entity, in the order in which they came. What failed where others did not goes
   * alone, when its time has come; what came after it for its entity waits for it.
   *
   * @returns nothing when that is all that waits
   */
  take(most: number): readonly Waiting[] {
    const now = performance.now();
    const due = [...this.#suspicions].find(([, suspicion]) => suspicion.due <= now)?.[0];
    const taken = new Set(due ? [due] : []);
    const entities = new Set<string>();
    for (const waiting of due ? [] : this.#waiting) {
      const { entity } = waiting.measure;
      if (taken.size < most && !entities.has(entity) && !this.#suspicions.has(waiting)) taken.add(waiting);
      entities.add(entity);
    }
    this.#waiting = this.#waiting.filter((one) => !taken.has(one));
    return [...taken];
  }

  /** The broker has answered for a measure. */
  answered(one: Waiting): void {
    this.#answered++;
    this.#suspicions.delete(one);
  }

  isSuspect(one: Waiting): boolean {
    return this.#suspicions.has(one);
  }

  /**
   * Puts back what failed alone, so that others go before it. Where a few have failed since the broker took the last one, it is the
   * broker, and they wait like all others.
   *
   * @returns whether it will be tried again; false when it has failed so often, while others did not, that it is its own fault
   */
  putBack(one: Waiting): boolean {
    const before = this.#suspicions.get(one);
    const failures = before ? before.failures + (this.#answered > before.answered ? 1 : 0) : 0;
    this.#suspicions.delete(one);
    if (failures >= mostFailures) return false;
    const due = performance.now() + this.pause * Math.min(2 ** failures, longestPause);
    this.#suspicions.set(one, { failures, answered: this.#answered, due });
    this.#waiting.unshift(one);
    const alike = [...this.#suspicions].filter(([, { answered }]) => answered === this.#answered);
    if (alike.length >= fewAlike) for (const [other] of alike) this.#suspicions.delete(other);
    return true;
  }
}
