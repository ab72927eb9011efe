import { budgetCodes, consistencyCodes, schemaCodes } from '../charts/gates/gate-codes';
import { WORKLOADS } from '../charts/gates/pod-template';
import { POLICIES } from '../charts/gates/policies';
import type { Policy } from '../charts/gates/policy';
import { composeGateCodes } from '../compose/gates/gate-codes';
import type { CodeEntry } from '../constructs/problems/codes/code-entry';
import { problemCodes } from '../constructs/problems/codes/problem-codes';
import { awsGateCodes } from '../stacks/gate-codes';

/** What a policy looks at within an object. */
const parts: Readonly<Record<Policy['subject'], string | undefined>> = {
  object: undefined,
  platform: undefined,
  template: undefined,
  pod: 'The pod',
  container: 'A container',
  'long-running-container': 'A container',
  volume: 'A volume',
  environment: 'A variable',
};

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
    POLICIES.map(({ name, subject, kinds, what, why, fix, example }) => [
      name,
      {
        title: `${who(subject, kinds)} ${what}.`,
        why,
        mend: fix,
        example: { of: 'object', ...example },
      },
    ]),
  );
}

/** Of whom a policy speaks: `A container of a workload`, `A CronJob or Job`. */
function who(subject: Policy['subject'], kinds: Policy['kinds']): string {
  const owner = kinds.includes('*') ? 'n object' : kinds === WORKLOADS ? ' workload' : ` ${kinds.join(' or ')}`;
  const part = parts[subject];
  return part ? `${part} of a${owner}` : `A${owner}`;
}
