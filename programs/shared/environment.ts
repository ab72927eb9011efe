import type { Note } from './json-value';
import { FinalError } from './retry';

/** The program is given something wrong; every problem is named at once, no value is repeated. */
export class MisconfiguredError extends FinalError {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'MisconfiguredError';
  }
}

interface Bounds {
  readonly fallback: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Reads a program's configuration. Each reader returns a value of its type even where it notes a problem, so that one
 * run finds them all; {@link check} then throws.
 */
export class Environment {
  readonly #problems: string[] = [];

  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  /** A text that is not blank. */
  text(name: string, fallback?: string): string {
    const value = this.optional(name) ?? fallback;
    if (value === undefined) this.problem(name, 'is missing');
    return value ?? '';
  }

  /** Undefined when unset or blank. */
  optional(name: string): string | undefined {
    return this.variables[name]?.trim() || undefined;
  }

  /** An http or https URL, without a slash at its end. */
  url(name: string): string {
    const value = this.text(name);
    if (value !== '' && !isHttpUrl(value)) this.problem(name, 'must be an http or https URL without a user or a query');
    return value.replace(/\/+$/, '');
  }

  integer(name: string, { fallback, minimum, maximum }: Bounds): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= minimum && number <= maximum) return number;
    this.problem(name, `must be a whole number from ${minimum} to ${maximum}`);
    return fallback;
  }

  /** The value of any variable as it is, for what refers to variables by name. Undefined when unset or empty. */
  raw(name: string): string | undefined {
    return this.variables[name] || undefined;
  }

  /** How long the program keeps trying, by performance.now(). */
  deadline(): number {
    return performance.now() + 1000 * this.integer('DEADLINE_SECONDS', { fallback: 300, minimum: 1, maximum: 86_400 });
  }

  /**
   * A JSON value.
   *
   * @param parse takes the value apart; it says by `note` what is wrong with it
   * @param fallback JSON text taken when the variable is unset. @default - the variable is required
   */
  json<T>(name: string, parse: (value: unknown, note: Note) => T, fallback?: string): T {
    const note = (rule: string) => this.problem(name, rule);
    const text = this.optional(name) ?? fallback;
    let value: unknown;
    if (text === undefined) note('is missing');
    else {
      try {
        value = JSON.parse(text);
      } catch {
        note('must be JSON');
      }
    }
    return parse(value, value === undefined ? () => undefined : note);
  }

  problem(name: string, rule: string): void {
    this.#problems.push(`${name} ${rule}`);
  }

  /** @throws MisconfiguredError with every problem noted so far */
  check(): void {
    if (this.#problems.length > 0) throw new MisconfiguredError(this.#problems);
  }
}

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
