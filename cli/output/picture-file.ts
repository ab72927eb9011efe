import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CityError } from '../../constructs/problems/city-error';
import type { ProblemCode } from '../../constructs/problems/codes/problem-codes';
import { checksum } from './checksum';
import { makeFolders } from './make-folders';
import { obstacle } from './output-place';

/** How a form of picture writes a comment that is a line of its own. */
export type Comment = (text: string) => string;

const mark = /made by citykit graph, SHA-256 of the rest: ([0-9a-f]{64})/;

/**
 * Writes a picture, and the folders around it. Its first line has the checksum of the others, by which the next run knows its
 * own file: no other is replaced.
 *
 * @throws {CityError} if something else lies there, or the picture was changed by hand.
 */
export function writePicture(file: string, picture: string, comment: Comment, overwrite: boolean): void {
  const blocked = obstacle(resolve(dirname(file)));
  if (blocked)
    throw refusal('output-place', file, `A picture lies in a folder, and ${blocked}.`, 'Name another place.');
  refuseForeign(file, overwrite);
  makeFolders(dirname(file));
  const rest = `${picture}\n`;
  const made = `${file}.${process.pid}.new`;
  try {
    writeFileSync(made, `${comment(`made by citykit graph, SHA-256 of the rest: ${checksum(rest)}`)}\n${rest}`);
    renameSync(made, file);
  } catch (error) {
    if (existsSync(made)) rmSync(made);
    // The user named the picture, not what it is called until it is whole.
    throw Object.assign(error as Error, { path: file });
  }
}

function refuseForeign(file: string, overwrite: boolean): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return;
  const rule = (what: string) => `citykit replaces what it wrote and nothing else, and ${what}.`;
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? 'this is a link' : 'this is no file';
    throw refusal('output-foreign', file, rule(what), 'Name another file; --overwrite replaces files only.');
  }
  if (overwrite) return;
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const [, sum] = mark.exec(first) ?? [];
  if (sum === checksum(lines.join('\n'))) return;
  const fix = 'Name another file; with --overwrite this one is replaced.';
  if (sum === undefined) throw refusal('output-foreign', file, rule('citykit did not write it'), fix);
  throw refusal('output-changed', file, rule('it was changed since citykit wrote it'), fix);
}

function refusal(code: ProblemCode, value: string, rule: string, fix: string): CityError {
  return new CityError([{ code, path: '--out', value, rule, fix }], 'command');
}
