import { resolve } from 'node:path';
import { CityError, isCityError } from '../spec/city-error';
import { requirePackages } from './require-packages';
import { fileError, type SpecSource } from './spec-source';

/**
 * Runs a TypeScript or JavaScript file and takes its default export, or the one named `city`.
 *
 * @throws {CityError} if the file throws or exports no such thing.
 */
export async function readModule(file: string): Promise<SpecSource> {
  const value = exported(await run(file));
  if (typeof value !== 'object' || value === null) {
    const fix = 'Write export default defineCity({ … }).';
    throw fileError(
      'module-empty',
      file,
      'The file exports a city: as its default export, or under the name city.',
      fix,
    );
  }
  return { file, value, problems: [], locate: () => undefined };
}

async function run(file: string): Promise<unknown> {
  const unregister = await compiler(file);
  try {
    return require(resolve(file));
  } catch (error) {
    if (isCityError(error)) throw new CityError(error.problems.map((problem) => ({ ...problem, file })));
    const message = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
    throw fileError('module-throws', file, 'The file runs without an error.', `Mend what it says: ${message}`);
  } finally {
    unregister();
  }
}

/** Lets `require` read TypeScript, until the function is called. Loaded here because no other spec needs a compiler. */
async function compiler(file: string): Promise<() => void> {
  if (/\.[cm]?js$/.test(file)) return () => undefined;
  requirePackages([{ who: `A spec in TypeScript such as ${file}`, packages: ['tsx'] }]);
  const { register } = await import('tsx/cjs/api');
  return register();
}

function exported(module: unknown): unknown {
  const exports = module as Record<string, unknown>;
  const found = exports.default ?? exports.city;
  if (found !== undefined) return found;
  // A CommonJS file says module.exports = { name: … }.
  return '__esModule' in exports || Object.keys(exports).length === 0 ? undefined : exports;
}
