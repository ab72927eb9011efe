import type { Finding } from '../constructs/waist/finding';

/** Gates whose rules are the kit's own. */
const ownGates = ['schema', 'consistency', 'policy', 'budget'];

/** The code by which `citykit explain` knows a finding: that of the rule, or of the gate where its rules are those of others. */
export function findingCode({ gate, rule }: Pick<Finding, 'gate' | 'rule'>): string {
  return ownGates.includes(gate) ? `${gate}-${rule}` : gate;
}
