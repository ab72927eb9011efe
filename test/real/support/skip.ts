import { missingPart, type PartName } from './require-part';

/** Parts that this machine is known to be without, by commas: skipped even with CI=true. */
const without = (process.env.CITYKIT_WITHOUT ?? '').split(',');

/**
 * A `describe` that needs real parts. Where one is missing it becomes one skipped test that names it and how to get
 * it, or with CI=true one failing test.
 */
export function describePart(parts: readonly PartName[], title: string, tests: () => void): void {
  const missing = parts.filter((part) => missingPart(part) !== undefined);
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const why = missing.map(missingPart).join('; ');
  const wanted = process.env.CI === 'true' && !missing.some((part) => without.includes(part));
  describe(title, () => {
    (wanted ? test : test.skip)(`is run (${why})`, () => {
      throw new Error(why);
    });
  });
}
