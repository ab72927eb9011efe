import { Fn, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { shellWord, type WordPart } from '../../constructs/servers/shell-words';
import { toText, type Value, type Workload } from '../../constructs/waist/primitives';
import type { Part } from '../../constructs/waist/target';
import type { AwsTarget, SecretHandle } from '../aws-target';

/** What a container definition says about environment and command. */
export interface ContainerText {
  readonly environment: Record<string, string>;
  readonly secrets: Record<string, ecs.Secret>;
  readonly entryPoint?: string[];
  readonly command?: string[];
  /** Keys that the secrets are encrypted with. */
  readonly keys: readonly IKey[];
}

/** A text that reaches the program as it is: `${quarkus.uuid}` is a variable of the program, and CloudFormation's look alike. */
function asWritten(text: string): string {
  return text.includes('${') && !Token.isUnresolved(text) ? Fn.sub(text.replaceAll('${', '${!')) : text;
}

/**
 * Environment and command of a workload. ECS hands a secret over only as a whole variable. Where it is a part of a longer
 * text, such as a URL with a password, the task gets the secret as a variable of its own, and a shell puts the text
 * together before the program starts. It reads the current value at each start, so it survives rotation.
 *
 * @throws when that is needed and the image has no shell.
 */
export function containerText(workload: Workload, target: AwsTarget): ContainerText {
  const environment: Record<string, string> = {};
  const secrets: Record<string, ecs.Secret> = {};
  const parts = new Map<SecretHandle, string>();
  const keys = new Set<IKey>();
  const read = ({ secret, field, key, stage }: SecretHandle): ecs.Secret => {
    if (key) keys.add(key);
    return stage
      ? ecs.Secret.fromSecretsManagerVersion(secret, { versionStage: stage }, field)
      : ecs.Secret.fromSecretsManager(secret, field);
  };
  const word = (value: readonly Part<SecretHandle>[]): string =>
    shellWord(value.map((part): WordPart => (typeof part === 'string' ? part : { variable: variableOf(part) })));
  const variableOf = (handle: SecretHandle): string => {
    const known = parts.get(handle);
    if (known) return known;
    const name = `CITYKIT_SECRET_${parts.size}`;
    parts.set(handle, name);
    secrets[name] = read(handle);
    return name;
  };

  const exports: string[] = [];
  for (const [name, value] of Object.entries(workload.env)) {
    const resolved = target.resolve(value);
    const [first] = resolved;
    if (resolved.length === 1 && typeof first === 'object') {
      secrets[name] = read(first);
    } else if (resolved.every((part) => typeof part === 'string')) {
      environment[name] = asWritten(resolved.join(''));
    } else {
      exports.push(`export ${name}=${word(resolved)}`);
    }
  }

  const resolveAll = (values: readonly Value[] | undefined) => values?.map((value) => target.resolve(toText(value)));
  const entryPoint = resolveAll(workload.command);
  const args = resolveAll(workload.args);
  const isPlain = [...(entryPoint ?? []), ...(args ?? [])].flat().every((part) => typeof part === 'string');
  if (exports.length === 0 && isPlain) {
    return {
      environment,
      secrets,
      keys: [...keys],
      ...(entryPoint && { entryPoint: entryPoint.map((value) => value.join('')) }),
      ...(args && { command: args.map((value) => value.join('')) }),
    };
  }
  const { shell, name, entrypoint, cmd } = workload.image;
  if (!shell) {
    throw new Error(
      `${workload.node.path} has a secret inside a longer text; ${name} has no shell that could put it together`,
    );
  }
  // As everywhere, a command without arguments drops the image's own arguments.
  const own = (values: readonly string[]): Part<SecretHandle>[][] => values.map((value) => [value]);
  const words = [...(entryPoint ?? own(entrypoint)), ...(args ?? (entryPoint ? [] : own(cmd)))].map(word);
  return {
    environment,
    secrets,
    keys: [...keys],
    entryPoint: [shell, '-c'],
    command: [[...exports, `exec ${words.join(' ')}`].join('\n')],
  };
}
