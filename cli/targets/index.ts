import { aws } from './aws';
import { kubernetes } from './kubernetes';
import type { SynthTarget } from './synth-target';

export type TargetName = 'kubernetes' | 'aws';

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = { kubernetes, aws };

export type { TargetResult } from './synth-target';
