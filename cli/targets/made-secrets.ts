import type { Construct } from 'constructs';
import { Primitive, Secret } from '../../constructs/waist/primitives';
import type { Step } from './synth-target';

/** Where the secrets lie that the target makes: none of them stands in an artefact. */
export interface MadeSecrets {
  /** As a sentence. */
  readonly where: string;
  /** Commands that list them, and show those that people sign in with. */
  readonly commands: readonly Step[];
}

/** How a target lists its secrets, and shows one. */
export interface SecretCommands {
  readonly where: string;
  readonly list: string;
  readonly show: (secret: Secret) => string;
}

/** Where the secrets of a platform lie; nothing where it has none of its own. */
export function madeSecrets(platform: Construct, { where, list, show }: SecretCommands): MadeSecrets | undefined {
  const made = Primitive.all(platform).filter(
    (primitive): primitive is Secret => primitive instanceof Secret && !primitive.existing,
  );
  if (made.length === 0) return undefined;
  const people = made.flatMap((secret) =>
    secret.person === undefined ? [] : [{ command: show(secret), why: secret.person }],
  );
  return { where, commands: [{ command: list, why: 'Lists them by name.' }, ...people] };
}
