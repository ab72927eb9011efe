import { requirePackages } from '../../constructs/files/require-packages';
import type { TargetName as Section } from '../../constructs/spec/city';
import { aws } from './aws';
import { compose } from './compose';
import { helm } from './helm';
import { kubernetes } from './kubernetes';
import type { TargetName } from './names';
import type { SynthTarget } from './synth-target';

/** Everything `synth` can write for. */
export const targets: Readonly<Record<TargetName, SynthTarget>> = { kubernetes, aws, compose, helm };

/** The sections of a spec that these targets take their options from. */
export function sectionsOf(names: readonly TargetName[]): Section[] {
  return [...new Set(names.map((name) => targets[name].section))];
}

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

export type { TargetName } from './names';
export type { Gate, TargetResult } from './synth-target';
