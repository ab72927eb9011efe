import { missingPart, type PartName } from './require-part';

/**
 * A `describe` that needs real parts. Where one is missing it becomes one skipped test that names it and how to get
 * it, or with CI=true one failing test.
 */
export function describePart(parts: readonly PartName[], title: string, tests: () => void): void {
  const missing = parts.map(missingPart).filter((why) => why !== undefined);
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const why = missing.join('; ');
  describe(title, () => {
    (process.env.CI === 'true' ? test : test.skip)(`is run (${why})`, () => {
      throw new Error(why);
    });
  });
}
