import type { CheckId } from './checks';

/**
 * A statement that a component answers a requirement of OASC's Minimal Interoperability Mechanisms. The check it names is
 * the only proof: without one, a claim does not compile.
 *
 * @see https://mims.oascities.org/
 */
export interface Claim {
  /** The mechanism, in the numbering of mims.oascities.org: `MIM1`. */
  readonly mim: `MIM${number}`;
  /** Requirement number as the mechanism's own repository writes it: `R1.2`. */
  readonly requirements: readonly string[];
  /** The check that shows it on a running platform. */
  readonly check: CheckId;
}
