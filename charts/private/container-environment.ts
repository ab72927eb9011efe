import type { Value } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';
import { passwordKey, type SecretKey } from '../secret-key';
import type { k8s } from './k8s';

/**
 * The environment of a container. A whole secret comes from its Secret; text with a secret inside is put together by the
 * kubelet from a variable that comes before it (`$(NAME)`), in variables, commands and arguments alike.
 */
export class ContainerEnvironment {
  readonly #secrets = new Map<string, k8s.EnvVar>();
  readonly #nameOfSecret = new Map<string, string>();
  readonly #plain: k8s.EnvVar[] = [];

  constructor(
    private readonly target: KubernetesTarget,
    values: Readonly<Record<string, Value>>,
  ) {
    const entries = Object.entries(values).map(([name, value]) => ({ name, parts: target.resolve(value) }));
    const whole = ({ parts }: (typeof entries)[number]) => parts.length === 1 && typeof parts[0] !== 'string';
    for (const { name, parts } of entries.filter(whole)) this.#addSecret(name, parts[0] as SecretKey);
    for (const { name, parts } of entries.filter((entry) => !whole(entry))) {
      const value = this.#expandable(parts);
      // The API server forgets an empty value, and what compares with it would find a change at each deployment.
      this.#plain.push({ name, ...(value !== '' && { value }) });
    }
  }

  /** The value as a command or argument holds it. */
  argument(value: Value): string {
    return this.#expandable(this.target.resolve(value));
  }

  /** Secrets first: only variables that come before can be expanded. Call it after the last {@link argument}. */
  get variables(): k8s.EnvVar[] {
    return [...this.#secrets.values(), ...this.#plain];
  }

  #expandable(parts: readonly (string | SecretKey)[]): string {
    return parts
      .map((part, index) =>
        typeof part === 'string' ? escapeDollars(part, index < parts.length - 1) : `$(${this.#variableOf(part)})`,
      )
      .join('');
  }

  #variableOf(key: SecretKey): string {
    const known = this.#nameOfSecret.get(id(key));
    if (known) return known;
    const words = key.key === passwordKey ? key.name : id(key);
    const name = `SECRET_${words.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
    this.#addSecret(name, key);
    return name;
  }

  #addSecret(name: string, key: SecretKey): void {
    const { name: secret, key: entry, optional } = key;
    this.#secrets.set(name, {
      name,
      valueFrom: { secretKeyRef: { name: secret, key: entry, ...(optional && { optional }) } },
    });
    if (!this.#nameOfSecret.has(id(key))) this.#nameOfSecret.set(id(key), name);
  }
}

/** The kubelet reads `$$` as one dollar sign and `$(` as the start of a variable. */
function escapeDollars(literal: string, followed: boolean): string {
  return literal.replace(followed ? /\$(?=[$(]|$)/g : /\$(?=[$(])/g, '$$$$');
}

function id({ name, key }: SecretKey): string {
  return `${name}/${key}`;
}
