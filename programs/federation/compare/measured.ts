import type { MissingReason } from '../missing';

/**
 * Why a city has no number.
 *
 * | reason | what happened |
 * |---|---|
 * | `no-entities` | it has no entities of the type, or does not have the data model |
 * | `no-values` | its entities of the type have no such value |
 * | `mixed-units` | its values are in several units |
 * | `too-many` | it has more entities than are read |
 * | `not-there` | it has no catalogue, or no report of its verification |
 *
 * The others are those of {@link MissingReason}.
 */
export type LackReason = 'no-entities' | 'no-values' | 'mixed-units' | 'too-many' | 'not-there' | MissingReason;

/** A number that a city has. */
export interface Figure {
  readonly value: number;
  /** UN/CEFACT code, `%`, `s` or nothing for a count. */
  readonly unit: string;
  /** Of how many entities it is made. @default it is none of entities */
  readonly of?: number;
  /** By what else it has to be the same to be comparable: the edition of the mechanisms. @default nothing */
  readonly edition?: string;
}

/** What a city says to one question: a number, or why there is none. */
export type Measured = Figure | { readonly lacks: LackReason };

/** Whether it is a number. */
export const isFigure = (measured: Measured): measured is Figure => 'value' in measured;
