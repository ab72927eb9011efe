import { CityError, isCityError, type Problem } from '../problems/city-error';

/** Gathers the problems of several readings, so that all of them are reported at once. */
export class ProblemCollector {
  readonly #problems: Problem[];

  constructor(problems: readonly Problem[] = []) {
    this.#problems = [...problems];
  }

  /** What `read` gives, or undefined if it was the user's mistake. Bugs go through. */
  async collect<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!isCityError(error)) throw error;
      this.#problems.push(...error.problems);
      return undefined;
    }
  }

  /**
   * The value, if it is there and nothing was collected.
   *
   * @throws {CityError} with the problems: file by file as they were read, each in the order of its lines.
   */
  unlessProblems<T>(value: T | undefined): T {
    if (value === undefined || this.#problems.length > 0) throw new CityError(inFileOrder(this.#problems));
    return value;
  }
}

function inFileOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  const end = Number.MAX_SAFE_INTEGER;
  return [...problems].sort(
    (one, other) =>
      files.indexOf(one.file) - files.indexOf(other.file) ||
      (one.line ?? end) - (other.line ?? end) ||
      (one.column ?? end) - (other.column ?? end),
  );
}
