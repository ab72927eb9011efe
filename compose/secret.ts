import { nameOf } from '../constructs/waist/names';
import type { Secret } from '../constructs/waist/primitives';
import type { ComposeKind } from './compose-kind';

/**
 * A variable of the file `.env`, which `citykit up` makes once and Compose fills in: a service whose definition names it
 * gets it, and no other. A secret file of Compose keeps the owner and mode that it has on the host, so that a user of the
 * container can read it only where everybody on the host can.
 *
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
 */
export const secretKind: ComposeKind<Secret> = {
  runs: 'nowhere',
  ready: () => undefined,
  render(secret, target) {
    const { existing, length } = secret;
    if (existing) {
      const variable = variableOf(existing.name, existing.key ?? 'password');
      target.addSecret(variable);
      return { outputs: { value: [{ variable }], previous: [''] }, keeps: [] };
    }
    const { rotation = 0 } = target.options;
    const name = target.nameOf(secret);
    const variable = rotated(variableOf(name), rotation);
    target.addSecret(variable, length);
    const previous = rotation > 0 && { variable: rotated(variableOf(name), rotation - 1), optional: true };
    return { outputs: { value: [{ variable }], previous: [previous || ''] }, keeps: [] };
  },
};

/** The variable of `.env` that holds a secret of a project which was renewed so many times. */
export function secretVariable(secret: Secret, project: string, rotation: number): string {
  const name = nameOf(secret);
  const prefix = `${project}-`;
  return rotated(variableOf(name.startsWith(prefix) ? name.slice(prefix.length) : name), rotation);
}

function variableOf(...words: readonly string[]): string {
  return words
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
}

/** As on Kubernetes a rotation makes other names, so that what was made before is still there to be shown. */
function rotated(variable: string, rotation: number): string {
  return rotation === 0 ? variable : `${variable}_${rotation}`;
}
