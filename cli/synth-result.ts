import type { Finding } from '../constructs/waist/finding';
import type { OptOut } from '../constructs/waist/opt-out';
import type { Prerequisite } from './report/prerequisite';
import type { Gate, SynthTargetName, TargetResult } from './targets';
import type { MadeSecrets } from './targets/made-secrets';
import type { Step } from './targets/synth-target';

/** A gate and what it found. */
export interface GateResult extends Gate {
  readonly passed: boolean;
  readonly findings: number;
}

/** What one city became on one target. */
export interface SynthResult extends Pick<TargetResult, 'objects' | 'files'> {
  readonly city: string;
  readonly target: SynthTargetName;
  /** Folder of the artefacts. */
  readonly folder: string;
  /** Every gate that the artefacts went through, in the order they ran. */
  readonly gates: readonly GateResult[];
  readonly findings: readonly Finding[];
  /** Safety measures that the platform goes without; `where` is the component or part. */
  readonly optOuts: readonly (OptOut & { readonly where: string })[];
  /** What has to be there before the artefacts can be deployed. */
  readonly prerequisites: readonly Pick<Prerequisite, 'name' | 'need'>[];
  /** Commands of the deployment, in their order. */
  readonly steps: readonly Step[];
  /** Where the secrets lie that are made on the target; null where none is made. */
  readonly secrets: MadeSecrets | null;
}

/** What each gate says of its findings, those included that no gate of the target is named after. */
export function gateResults(gates: readonly Gate[], findings: readonly Finding[]): GateResult[] {
  const names = new Set([...gates.map(({ name }) => name), ...findings.map(({ gate }) => gate)]);
  return [...names].map((name) => {
    const count = findings.filter(({ gate }) => gate === name).length;
    const checks = gates.find((gate) => gate.name === name)?.checks ?? 'What others added to the app.';
    return { name, checks, passed: count === 0, findings: count };
  });
}
