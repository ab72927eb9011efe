import type { KnownFailure } from './known-failure';
import { ngsiLdSuiteFailures } from './ngsi-ld-suite-failures';
import { scorpioFailures } from './scorpio-failures';
import type { Deviation, SuiteCase } from './suite';
import type { SuiteId } from './suite-ids';

interface KnownDeviation extends KnownFailure {
  readonly suite: SuiteId;
}

/** What is known of DCAT-AP's shapes. */
const shapes: readonly KnownFailure[] = [
  {
    name: /./,
    says: /does not have class rdfs:Resource/,
    reason: 'The shapes of 3.0.0 want every address called a resource, which all are; those of 3.0.1 do not.',
    issue: 'https://github.com/SEMICeu/DCAT-AP/issues/412',
  },
];

/** All that is known. */
export const knownDeviations: readonly KnownDeviation[] = [
  ...[...ngsiLdSuiteFailures, ...scorpioFailures].map((one) => ({ suite: 'ngsi-ld', ...one }) as const),
  ...shapes.map((one) => ({ suite: 'dcat-ap', ...one }) as const),
];

/** Why a case fails, where that is known. */
export function deviationOf(suite: SuiteId, { name, says = '' }: SuiteCase): Deviation | undefined {
  const known = knownDeviations.find((one) => one.suite === suite && one.name.test(name) && one.says.test(says));
  if (!known) return undefined;
  const { reason, issue } = known;
  return { reason, ...(issue !== undefined && { issue }) };
}
