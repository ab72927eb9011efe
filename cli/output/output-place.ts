import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path';
import { CityError } from '../../constructs/problems/city-error';
import { recordName } from './output-record';

/**
 * Refuses folders that are somebody's own: artefacts lie in a folder for them alone.
 *
 * @param overwrite whether files of others in the folder are no reason to refuse it.
 * @throws {CityError} with the reason.
 */
export function refusePlace(out: string, overwrite = false): void {
  const folder = realPath(resolve(out));
  const what = reasonAgainst(folder) ?? (overwrite ? undefined : foreignInCheckout(folder));
  const reason = what ? `this is ${what}` : obstacle(folder);
  if (reason === undefined) return;
  throw new CityError(
    [
      {
        code: 'output-place',
        path: '--out',
        value: out,
        rule: `Artefacts are written to a folder for them alone, and ${reason}.`,
        fix: 'Name a folder that is new or empty, such as --out out.',
      },
    ],
    'command',
  );
}

/** What stands where a folder should be made, on the way there or at its end. */
export function obstacle(folder: string): string | undefined {
  const found = lstatAt(folder);
  if (!found) return dirname(folder) === folder ? undefined : obstacle(dirname(folder));
  if (found.isSymbolicLink() && !existsSync(folder)) return `a link that leads nowhere lies there: ${folder}`;
  return statSync(folder).isDirectory() ? undefined : `a file lies there: ${folder}`;
}

function lstatAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function reasonAgainst(folder: string): string | undefined {
  const here = realPath(process.cwd());
  const home = realPath(homedir());
  if (folder === parse(folder).root) return 'the root of the file system';
  if (folder === home) return 'a home folder';
  if (holds(folder, home)) return 'a folder around the home folder';
  if (folder === here) return 'the current folder';
  if (holds(folder, here)) return 'a folder around the current one';
  if (folder.split(sep).includes('.git')) return 'a part of a git repository';
  const mark = ['.git', 'package.json'].find((name) => existsSync(join(folder, name)));
  return mark && `the root of a project: it holds ${mark}`;
}

/** What a git checkout holds is somebody's work, unless a run wrote it. Hidden files only say what git does with the folder. */
function foreignInCheckout(folder: string): string | undefined {
  if (!existsSync(folder) || existsSync(join(folder, recordName)) || !inCheckout(folder)) return undefined;
  const [foreign] = readdirSync(folder)
    .sort()
    .filter((name) => !name.startsWith('.'));
  return foreign && `a folder of a git checkout with other files in it: ${foreign}`;
}

function inCheckout(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (dirname(folder) !== folder && inCheckout(dirname(folder)));
}

function holds(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return way !== '' && way.split(sep)[0] !== '..' && resolve(folder, way) === other;
}

/** The path without links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
