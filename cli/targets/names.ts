import { type TargetName, targetNames } from '../../constructs/spec/city';

/** What `synth` can write: for each section of a spec, and for two of them in another form. */
export type SynthTargetName = TargetName | keyof typeof forms;

/** What is made in another form than a section's own, and the section with its options. */
const forms = { helm: 'kubernetes', eks: 'aws' } as const satisfies Readonly<Record<string, TargetName>>;

const isForm = (name: string): name is keyof typeof forms => name in forms;

/** All of them, in the order in which a city is made for them. */
export const synthTargetNames: readonly SynthTargetName[] = [...targetNames, ...Object.keys(forms).filter(isForm)];

/** The section of a spec with the options of a target. */
export const sectionOf = (name: SynthTargetName): TargetName => (isForm(name) ? forms[name] : name);

/** The sections of a spec that these targets take their options from. */
export function sectionsOf(names: readonly SynthTargetName[]): TargetName[] {
  return [...new Set(names.map(sectionOf))];
}
