import { type TargetName, targetNames, type WantedTargets } from '../../constructs/spec/city';

/** What `synth` can write: for each section of a spec, and for two of them in another form. */
export type SynthTargetName = TargetName | keyof typeof forms;

/** What is made in another form than a section's own, and the section with its options. */
const forms = { helm: 'kubernetes', eks: 'aws' } as const satisfies Readonly<Record<string, TargetName>>;

const isForm = (name: string): name is keyof typeof forms => name in forms;

/** All of them, in the order in which a city is made for them. */
export const synthTargetNames: readonly SynthTargetName[] = [...targetNames, ...Object.keys(forms).filter(isForm)];

/** The section of a spec with the options of a target. */
export const sectionOf = (name: SynthTargetName): TargetName => (isForm(name) ? forms[name] : name);

/**
 * What a spec has to do for when these targets are asked for: those whose sections their options are in.
 *
 * @param names @default what the spec itself names
 */
export function wantedOf(names?: readonly SynthTargetName[]): WantedTargets {
  return names ? [...new Set(names.map(sectionOf))] : 'named';
}
