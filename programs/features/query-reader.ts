import { ProblemDetails } from '../dcat-ap/answer';
import type { Note } from '../shared/json-value';

/**
 * Reads the parameters of a query. Each reader notes what is wrong and goes on, so that one answer names everything;
 * {@link check} then throws, also for parameters that nobody has asked for.
 */
export class QueryReader {
  readonly #problems: string[] = [];
  readonly #known = new Set<string>();

  constructor(private readonly query: URLSearchParams) {}

  /**
   * The value of a parameter, taken apart.
   *
   * @param parse says by `note` what the value must be
   * @returns undefined where the parameter is missing or was not good
   */
  read<T>(name: string, parse: (text: string, note: Note) => T | undefined): T | undefined {
    this.#known.add(name);
    const [text, ...others] = this.query.getAll(name);
    if (text === undefined) return undefined;
    if (others.length > 0) return this.problem(`${name} is there more than once`);
    return parse(text, (rule) => this.problem(`${name} ${rule}`));
  }

  /** One of some words. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    return this.read(name, (text, note) => {
      const word = words.find((one) => one === text);
      if (word === undefined) note(`must be ${words.join(' or ')}`);
      return word;
    });
  }

  /** A whole number; what is larger than `most` is taken for it: a limit that is too large is no error of the client's. */
  integer(name: string, { minimum, most }: { minimum: number; most: number }): number | undefined {
    return this.read(name, (text, note) => {
      if (/^\d+$/.test(text) && Number(text) >= minimum) return Math.min(Number(text), most);
      note(`must be a whole number from ${minimum} on`);
      return undefined;
    });
  }

  problem(rule: string): undefined {
    this.#problems.push(rule);
  }

  /** @throws ProblemDetails with every problem, in words */
  check(): void {
    const unknown = [...new Set(this.query.keys())].filter((name) => !this.#known.has(name));
    if (unknown.length > 0) {
      const known = [...this.#known].sort().join(', ');
      const here = known === '' ? 'there are none here' : `here there are ${known}`;
      this.#problems.push(`${unknown.join(', ')} is no parameter: ${here}`);
    }
    if (this.#problems.length > 0) throw new ProblemDetails(400, 'Bad request', `${this.#problems.join('; ')}.`);
  }
}
