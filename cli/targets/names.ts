import { type TargetName as Section, targetNames as sections } from '../../constructs/spec/city';

/** What `synth` can write: for each section of a spec, and for one of them in another form. */
export type TargetName = Section | 'helm';

/** All of them, in the order in which a city is made for them. */
export const targetNames: readonly TargetName[] = [...sections, 'helm'];
