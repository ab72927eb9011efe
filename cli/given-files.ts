import { readFile } from 'node:fs/promises';
import { explained } from '../constructs/files/spec-source';
import { CityError, isCityError } from '../constructs/problems/city-error';

/**
 * Reads files that options name, by the option: `--ca`.
 *
 * @returns their texts; undefined for an option that is not given
 * @throws {CityError} with every file that is not there or cannot be read.
 */
export async function readGiven<Option extends `--${string}`>(
  files: Readonly<Record<Option, string | undefined>>,
): Promise<Record<Option, string | undefined>> {
  const named = Object.entries(files) as [Option, string | undefined][];
  const read = await Promise.allSettled(
    named.map(
      async ([option, file]) => [option, file === undefined ? undefined : await readFile(file, 'utf8')] as const,
    ),
  );
  const problems = read.flatMap((one, at) => {
    if (one.status === 'fulfilled') return [];
    const [option, file = ''] = named[at] ?? ['', ''];
    const error = explained(file, one.reason);
    if (!isCityError(error)) throw error;
    return error.problems.map((problem) => ({ ...problem, path: option }));
  });
  if (problems.length > 0) throw new CityError(problems, 'command');
  const texts = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return Object.fromEntries(texts) as Record<Option, string | undefined>;
}
