import type { TargetName } from '../../constructs/spec/city';
import { aws } from './aws';
import { kubernetes } from './kubernetes';
import type { SynthTarget } from './synth-target';

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = { kubernetes, aws };

export type { TargetName } from '../../constructs/spec/city';
export type { TargetResult } from './synth-target';
