import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { CityError, isCityError, type Problem } from '../problems/city-error';
import { requirePackages } from './require-packages';
import { fileError, type Position, type SpecSource } from './spec-source';

/**
 * Runs a TypeScript or JavaScript file and takes its default export, or the one named `city`.
 *
 * @throws {CityError} if it cannot be compiled, throws, or exports no such thing.
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
    if (isCityError(error)) {
      throw new CityError(
        error.problems.map((problem) => ({ ...problem, file })),
        error.subject,
      );
    }
    const problems = syntaxProblems(file, error);
    if (problems.length > 0) throw new CityError(problems);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw fileError(
      'module-throws',
      file,
      'The file runs without an error.',
      `Mend what it says: ${message
        // Node adds by which files it came there, those of this command among them.
        .replace(/\nRequire stack:[\s\S]*$/, '')
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .slice(0, 500)}`,
      thrownAt(file, error),
    );
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

/** What the compiler says of a file that is no TypeScript, or of one that it imports; it tells places in its message only. */
function syntaxProblems(file: string, error: unknown): Problem[] {
  const message = error instanceof Error ? error.message : '';
  return [...message.matchAll(/^(.+):(\d+):(\d+): ERROR: (.+)$/gm)].map(([, where = '', line, column, text = '']) => {
    const written = readFileSync(where, 'utf8').split('\n')[Number(line) - 1] ?? '';
    return {
      code: 'module-syntax',
      path: '',
      value: undefined,
      rule: `The file is good TypeScript or JavaScript: ${text}${/[.!?]$/.test(text) ? '' : '.'}`,
      fix: `Look at this line, ${JSON.stringify(written.trim().slice(0, 80))}, and the one above: brackets, commas, quotes.`,
      file: resolve(where) === resolve(file) ? file : relative('.', where),
      line: Number(line),
      // The compiler counts bytes from 0.
      column: Buffer.from(written).subarray(0, Number(column)).toString().length + 1,
    };
  });
}

/** The innermost line of the file itself that was running. */
function thrownAt(file: string, error: unknown): Position | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const path = resolve(file);
  const line = stack.split('\n').find((text) => text.includes(`${path}:`));
  const [, row, column = '1'] = line ? (/:(\d+)(?::(\d+))?\)?$/.exec(line.trim()) ?? []) : [];
  if (row === undefined || Number(row) > readFileSync(file, 'utf8').split('\n').length) return undefined;
  return { line: Number(row), column: Number(column) };
}

function exported(module: unknown): unknown {
  const exports = module as Record<string, unknown>;
  const found = exports.default ?? exports.city;
  if (found !== undefined) return found;
  // A CommonJS file says module.exports = { name: … }.
  return '__esModule' in exports || Object.keys(exports).length === 0 ? undefined : exports;
}
