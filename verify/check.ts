import type { CheckContext } from './check-context';
import type { Mechanisms } from './edition';
import type { Exchange } from './exchange';

/** How much a requirement asks: what must be, what should, and what may. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/**
 * What became of a check. `skip`: this run could not try it, and how it was called says why. `na`: it does not apply, for a
 * reason that the city declares. `info`: there is nothing to pass.
 */
export type Status = 'pass' | 'fail' | 'skip' | 'na' | 'info';

/** What a check needs of the run that tries it; without it the check is skipped. */
export type CheckNeed =
  /** A token of the platform's identity. */
  | 'token'
  /** Leave to write a fixture. */
  | 'write'
  /** A place outside the platform, where its public addresses lead to it. */
  | 'outside'
  /** An address at which this run can be notified. */
  | 'receiver'
  /** Read access to the cluster that the platform runs on. */
  | 'cluster';

/** One requirement, and how it is seen on a running platform. The file is named after what it looks at. */
export interface Check {
  readonly mechanisms: Mechanisms;
  readonly level: Level;
  /** The component that answers for it, by its title. */
  readonly component: string;
  /** @default none: anybody can try it at any time */
  readonly needs?: readonly CheckNeed[];
  /** What to do where it fails, in a sentence. */
  readonly hint: string;
  /**
   * Looks.
   *
   * @throws Shortfall where the platform does not meet it; anything else that is thrown is a failure too
   */
  run(context: CheckContext): Promise<Verdict>;
}

/** What a check found. */
export interface Verdict {
  readonly status: Status;
  /** What was seen, in a sentence. */
  readonly says: string;
  /** The request and the answer that decided. A `pass` without one is a failure. */
  readonly exchange?: Exchange | undefined;
}

/** It is met, as this exchange shows. */
export const passed = (exchange: Exchange, says: string): Verdict => ({ status: 'pass', says, exchange });

/** It does not apply. */
export const notApplicable = (reason: string): Verdict => ({ status: 'na', says: reason });

/** This run cannot try it. */
export const skipped = (reason: string): Verdict => ({ status: 'skip', says: reason });

/** The platform does not meet a requirement. */
export class Shortfall extends Error {
  constructor(
    says: string,
    /** What showed it. @default nothing: what was looked for is not there */
    readonly exchange?: Exchange,
  ) {
    super(says);
    this.name = 'Shortfall';
  }
}

/**
 * Goes on where the condition holds.
 *
 * @throws Shortfall with what is wrong and what shows it
 */
export function must(condition: unknown, says: string, exchange?: Exchange): asserts condition {
  if (!condition) throw new Shortfall(says, exchange);
}
