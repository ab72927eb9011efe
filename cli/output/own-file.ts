import { accessSync, constants, existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CityError, type Problem } from '../../constructs/problems/city-error';
import { checksum } from './checksum';
import { folded } from './folded';
import { makeFolders } from './make-folders';
import { obstacle } from './output-place';

/** How a form of text writes a comment, with the end of its line. */
export type Comment = (text: string) => string;

/** In TypeScript. */
export const slashComment: Comment = (text) => `// ${text}\n`;
/** In HTML, SVG and other XML, and in Markdown. */
export const angleComment: Comment = (text) => `<!-- ${text} -->\n`;
/** In YAML. */
export const hashComment: Comment = (text) => `# ${text}\n`;
/** In Mermaid. */
export const percentComment: Comment = (text) => `%% ${text}\n`;
/** In iCalendar, which has none: a property of our own (RFC 5545, 3.8.8.2). */
export const calendarComment: Comment = (text) => `${folded(`X-CITYKIT-NOTE:${text.replaceAll(',', '\\,')}`)}\r\n`;

/** Files that an option of a command names, by the option: `--out`. */
export type OwnFiles = Readonly<Record<`--${string}`, string | readonly string[] | undefined>>;

const mark = /made by citykit [a-z ]+\\?, SHA-256 of the rest: ([0-9a-f]{64})/;

/** What has to stand before anything else: the declaration of XML, the begin of a calendar. */
const beginning = /^(?:<\?xml .*\?>\n|BEGIN:VCALENDAR\r\n)/;
/** A line, with those that go on with it in a calendar. */
const firstLine = /^[^\n]*\n(?:(?<=\r\n) [^\n]*\n)*/;

/**
 * Refuses files that cannot be written, or that citykit did not write, before the work for them begins.
 *
 * @param overwrite whether a file of somebody else, or one that was changed, is no reason
 * @throws {CityError} with every reason of every file.
 * @throws an error of the system with the folder that may not be written to.
 */
export function refuseFiles(files: OwnFiles, overwrite = false): void {
  const named = Object.entries(files).flatMap(([option, files = []]) =>
    [files].flat().map((file) => ({ option, file })),
  );
  const problems = named.flatMap(({ option, file }, at): Problem[] => {
    const twin = named.slice(0, at).find((other) => resolve(other.file) === resolve(file));
    const fix = 'Name another place.';
    if (twin) return [place(option, file, `A file is written once, and ${twin.option} names this one too.`, fix)];
    const blocked = obstacle(resolve(dirname(file)));
    if (blocked) return [place(option, file, `A file lies in a folder, and ${blocked}.`, fix)];
    return foreign(option, file, overwrite);
  });
  if (problems.length > 0) throw new CityError(problems, 'command');
  for (const { file } of named) accessSync(existing(resolve(dirname(file))), constants.W_OK);
}

/**
 * Writes a file, and the folders around it. A comment in its first line, in XML and calendars the second, has the checksum of the
 * others, by which the next run knows its own file.
 *
 * @param by what wrote it: `citykit graph`
 */
export function writeOwnFile(file: string, text: string, comment: Comment, by: `citykit ${string}`): void {
  makeFolders(dirname(file));
  const [begin = ''] = beginning.exec(text) ?? [];
  const made = `${file}.${process.pid}.new`;
  try {
    const line = comment(`made by ${by}, SHA-256 of the rest: ${checksum(text)}`);
    writeFileSync(made, `${begin}${line}${text.slice(begin.length)}`);
    renameSync(made, file);
  } catch (error) {
    if (existsSync(made)) rmSync(made);
    // The user named the file, not what it is called until it is whole.
    throw Object.assign(error as Error, { path: file });
  }
}

function foreign(option: string, file: string, overwrite: boolean): Problem[] {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return [];
  const problem = (code: 'output-foreign' | 'output-changed', what: string, fix: string): Problem[] => {
    const rule = `citykit replaces what it wrote and nothing else, and ${what}.`;
    return [{ code, path: option, value: file, rule, fix }];
  };
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? 'this is a link' : 'this is no file';
    return problem('output-foreign', what, 'Name another file; --overwrite replaces files only.');
  }
  if (overwrite) return [];
  const text = readFileSync(file, 'utf8');
  const [begin = ''] = beginning.exec(text) ?? [];
  const [first = ''] = firstLine.exec(text.slice(begin.length)) ?? [];
  const [, sum] = mark.exec(first.replaceAll('\r\n ', '')) ?? [];
  if (sum === checksum(begin + text.slice(begin.length + first.length))) return [];
  const fix = 'Name another file; with --overwrite this one is replaced.';
  return sum === undefined
    ? problem('output-foreign', 'citykit did not write it', fix)
    : problem('output-changed', 'it was changed since citykit wrote it', fix);
}

function place(option: string, value: string, rule: string, fix: string): Problem {
  return { code: 'output-place', path: option, value, rule, fix };
}

/** The folder, or the nearest around it that there is. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}
