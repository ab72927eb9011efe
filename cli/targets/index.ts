import { requirePackages } from '../../constructs/files/require-packages';
import type { TargetName } from '../../constructs/spec/city';
import { aws } from './aws';
import { compose } from './compose';
import { kubernetes } from './kubernetes';
import type { SynthTarget } from './synth-target';

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = { kubernetes, aws, compose };

/**
 * Makes sure that the packages of the targets are installed.
 *
 * @throws {CityError} with what to install, for each target.
 */
export function requireInstalled(names: readonly TargetName[]): void {
  requirePackages(
    names.map((name) => ({ who: `The target ${targets[name].title}`, packages: targets[name].packages })),
  );
}

export type { TargetName } from '../../constructs/spec/city';
export type { Gate, TargetResult } from './synth-target';
