import { requirePackages } from '../../constructs/files/require-packages';
import { aws } from './aws';
import { compose } from './compose';
import { eks } from './eks';
import { helm } from './helm';
import { kubernetes } from './kubernetes';
import type { SynthTargetName } from './names';
import type { SynthTarget } from './synth-target';

/** Everything `synth` can write for. */
export const targets: Readonly<Record<SynthTargetName, SynthTarget>> = { kubernetes, aws, compose, helm, eks };

/**
 * Makes sure that the packages of the targets are installed.
 *
 * @throws {CityError} with what to install, for each target.
 */
export function requireInstalled(names: readonly SynthTargetName[]): void {
  requirePackages(
    names.map((name) => ({ who: `The target ${targets[name].title}`, packages: targets[name].packages })),
  );
}

export type { SynthTargetName } from './names';
export type { Gate, TargetResult } from './synth-target';
