import type { Deviation } from './suite';

/** A failure that is known, and how it is told. */
export interface KnownFailure extends Deviation {
  /** What the name of the case holds. */
  readonly name: RegExp;
  /** What the suite says of it; another failure of the same case is not this one. */
  readonly says: RegExp;
}
