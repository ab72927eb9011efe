import type { Deviation, SuiteCase } from './suite';
import type { SuiteId } from './suite-ids';

/** A failure that is known, and how it is told. */
interface KnownDeviation extends Deviation {
  readonly suite: SuiteId;
  /** What the name of the case holds. */
  readonly name: RegExp;
  /** What the suite says of it; another failure of the same case is not this one. */
  readonly says: RegExp;
}

/** What is known of the brokers that the kit runs: Scorpio 5.0.3. */
export const knownDeviations: readonly KnownDeviation[] = [];

/** Why a case fails, where that is known. */
export function deviationOf(suite: SuiteId, { name, says = '' }: SuiteCase): Deviation | undefined {
  const known = knownDeviations.find((one) => one.suite === suite && one.name.test(name) && one.says.test(says));
  if (!known) return undefined;
  const { reason, issue } = known;
  return { reason, ...(issue !== undefined && { issue }) };
}
