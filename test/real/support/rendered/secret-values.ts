import { randomBytes } from 'node:crypto';

/** Stands for a target's store of secrets: every value is made when it is first read, and stays until it is changed. */
export class SecretValues {
  readonly #values = new Map<string, string>();

  constructor(private readonly make: (name: string, key: string) => string = () => randomBytes(20).toString('hex')) {}

  read(name: string, key: string): string {
    const id = `${name}/${key}`;
    const value = this.#values.get(id) ?? this.make(name, key);
    this.#values.set(id, value);
    return value;
  }

  /** Keeps what somebody else has made, such as a certificate. */
  keep(name: string, key: string, value: string): void {
    this.#values.set(`${name}/${key}`, value);
  }

  /** Puts a new random value in place of the one there is. */
  rotate(name: string, key: string): void {
    this.#values.delete(`${name}/${key}`);
  }
}
