import { type TargetName, targetNames } from '../../constructs/spec/city';

/** What `synth` can write: for each section of a spec, and for one of them in another form. */
export type SynthTargetName = TargetName | 'helm';

/** All of them, in the order in which a city is made for them. */
export const synthTargetNames: readonly SynthTargetName[] = [...targetNames, 'helm'];

/** The section of a spec with the options of a target. */
export const sectionOf = (name: SynthTargetName): TargetName => (name === 'helm' ? 'kubernetes' : name);

/** The sections of a spec that these targets take their options from. */
export function sectionsOf(names: readonly SynthTargetName[]): TargetName[] {
  return [...new Set(names.map(sectionOf))];
}
