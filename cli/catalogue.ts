import { budgetCodes, consistencyCodes, schemaCodes } from '../charts/gates/gate-codes';
import { POLICIES } from '../charts/gates/policies';
import { composeGateCodes } from '../compose/gates/gate-codes';
import type { CodeEntry } from '../constructs/problems/codes/code-entry';
import { problemCodes } from '../constructs/problems/codes/problem-codes';
import { awsGateCodes } from '../stacks/gate-codes';

/** Every code that a problem or a finding can have, and what it means. */
export const catalogue: Readonly<Record<string, CodeEntry>> = {
  ...problemCodes,
  ...ofGate('schema', schemaCodes),
  ...ofGate('consistency', consistencyCodes),
  ...ofGate('budget', budgetCodes),
  ...ofGate('policy', policyCodes()),
  ...awsGateCodes,
  ...composeGateCodes,
};

function ofGate(gate: string, codes: Readonly<Record<string, CodeEntry>>): Record<string, CodeEntry> {
  return Object.fromEntries(Object.entries(codes).map(([rule, entry]) => [`${gate}-${rule}`, entry]));
}

/** A policy says of itself what is wrong where it is not kept, why that matters and what to do. */
function policyCodes(): Record<string, CodeEntry> {
  return Object.fromEntries(
    POLICIES.map(({ name, kinds, what, why, fix, example }) => [
      name,
      {
        title: `${kinds.includes('*') ? 'An object' : `An object (${kinds.join(', ')})`} ${what}.`,
        why,
        mend: fix,
        example: { of: 'object', ...example },
      },
    ]),
  );
}
