import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { PlatformFacts } from '../../constructs/platform/changes/platform-facts';
import { CityError, type Problem } from '../../constructs/problems/city-error';
import { checksumAt } from './checksum';
import { FolderLock, type LockOptions } from './folder-lock';
import { makeFolders } from './make-folders';
import { onInterrupt } from './on-interrupt';
import { refusePlace } from './output-place';
import { type OutputRecord, readRecord, recordName, writeRecord } from './output-record';

/** How an output folder is used. */
export interface OutputFolderOptions extends LockOptions {
  /** Replace files that citykit did not write, or that were changed since. @default false */
  readonly overwrite?: boolean;
}

/** A file or folder that a run found and left as it was. */
export interface LeftAlone {
  /** From the current folder. */
  readonly path: string;
  readonly why: string;
}

/** Where citykit keeps what is not finished. */
const workName = '.citykit';

/** Why a run does not touch a path, by the code of the problem that it would be to write there. */
const reasons = {
  'output-foreign': 'citykit did not write it',
  'output-changed': 'it was changed since citykit wrote it',
} as const;

/**
 * The folder that artefacts are written to, for one process at a time. They are made in a place of their own; then all of
 * them are put in place, each file or new folder at once. What the runs wrote stands in a record, and nothing else is ever
 * replaced or removed.
 */
export class OutputFolder {
  /**
   * Makes the folder, if it is not there, and takes its lock.
   *
   * @throws {CityError} if the folder is not for artefacts, or another process has it for too long.
   */
  static async open(path: string, options: OutputFolderOptions = {}): Promise<OutputFolder> {
    refusePlace(path, options.overwrite);
    const work = join(path, workName);
    for (;;) {
      const made = makeFolders(work);
      try {
        const lock = await FolderLock.take(join(work, 'lock'), options);
        return new OutputFolder(path, lock, made, options.overwrite ?? false);
      } catch (error) {
        // Another process has just ended and taken away the folder that it made.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        removeEmpty(work, made ?? path);
        throw error;
      }
    }
  }

  /** Where to make artefacts: as they will lie in the folder. */
  readonly staging: string;
  readonly record: OutputRecord;
  readonly #forget: () => void;

  private constructor(
    readonly path: string,
    private readonly lock: FolderLock,
    private readonly made: string | undefined,
    private readonly overwrite: boolean,
  ) {
    this.#forget = onInterrupt(() => this.#tidy());
    const work = join(path, workName);
    try {
      // Of a run that was killed: whoever has the lock is alone.
      for (const name of readdirSync(work)) if (name !== 'lock') rmSync(join(work, name), { recursive: true });
      this.staging = join(work, 'staging');
      mkdirSync(this.staging);
      this.record = readRecord(path);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Puts everything that lies in {@link staging} in place, takes away what earlier runs wrote for the same platforms and this
   * one did not, and keeps the facts. Nothing can come between: all of it happens before another event is looked at, and a
   * process that is killed meanwhile leaves a record that knows both the old and the new files.
   *
   * @param platforms what was made.
   * @returns what was left alone: files among those of the platforms that are not of citykit, and platforms of earlier runs.
   * @throws {CityError} with every file that would be replaced and is not citykit's own; then nothing was written.
   */
  putInPlace(platforms: readonly PlatformFacts[]): LeftAlone[] {
    this.lock.assertHeld();
    const { files: before, pending: cutOff = {} } = this.record;
    const made = Object.fromEntries(
      filesIn(this.staging).map((path) => [path, checksumAt(join(this.staging, path)) as string]),
    );
    const at = (path: string) => join(this.path, path);
    const isOwn = (path: string, found: string | undefined) =>
      found === undefined || found === before[path] || found === cutOff[path];
    const folders = new Map<string, boolean>();
    const refused = Object.entries(made).flatMap(([path, sum]): Problem[] => {
      const blocked = this.#blocked(path, folders);
      if (blocked) return [refusal('output-foreign', blocked, false)];
      const found = checksumAt(at(path));
      if (found === sum || isOwn(path, found) || (this.overwrite && found !== 'other')) return [];
      return [refusal(path in before ? 'output-changed' : 'output-foreign', at(path), found !== 'other')];
    });
    if (refused.length > 0) throw new CityError(unique(refused), 'output folder');

    const names = platforms.map(({ name, target }) => `${name}/${target}/`);
    const stale = Object.keys({ ...before, ...cutOff }).filter(
      (path) => !(path in made) && names.some((name) => path.startsWith(name)),
    );
    const changed = stale.filter((path) => !isOwn(path, checksumAt(at(path))));
    const kept = Object.fromEntries(
      Object.entries(before).filter(([path]) => !stale.includes(path) || changed.includes(path)),
    );
    writeRecord(this.path, { ...this.record, pending: { ...cutOff, ...made } });
    this.#place('', made);
    for (const path of stale) {
      if (changed.includes(path)) continue;
      rmSync(at(path), { force: true });
      removeEmpty(dirname(at(path)), this.path);
    }
    const others = this.record.platforms.filter(
      (one) => !platforms.some(({ name, target }) => name === one.name && target === one.target),
    );
    writeRecord(this.path, {
      format: 1,
      files: { ...kept, ...made },
      platforms: [...others, ...platforms].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),
    });
    return [
      ...names.flatMap((name) =>
        filesIn(at(name)).flatMap((file) => {
          const path = name + file;
          if (path in made) return [];
          return [{ path: at(path), why: reasons[changed.includes(path) ? 'output-changed' : 'output-foreign'] }];
        }),
      ),
      ...others.map((one) => ({ path: at(placeOf(one)), why: 'an earlier run wrote it, and this one did not' })),
    ];
  }

  /** Puts what lies in a folder of the staging in place: a folder that is not there yet as a whole. */
  #place(folder: string, sums: Readonly<Record<string, string>>): void {
    for (const entry of readdirSync(join(this.staging, folder), { withFileTypes: true })) {
      const path = `${folder}${entry.name}`;
      const there = join(this.path, path);
      if (entry.isDirectory() && isFolder(there)) this.#place(`${path}/`, sums);
      else if (entry.isDirectory() || checksumAt(there) !== sums[path]) renameSync(join(this.staging, path), there);
    }
  }

  /** Ends the work: nothing stays that was not put in place. */
  close(): void {
    this.#forget();
    this.#tidy();
  }

  #tidy(): void {
    const work = join(this.path, workName);
    rmSync(join(work, 'staging'), { recursive: true, force: true, maxRetries: 3 });
    this.lock.release();
    removeEmpty(work, this.made ?? work);
  }

  /**
   * What stands where a folder should be, on the way to a file.
   *
   * @param known whether something stands in the way at a path, of what was looked at before.
   */
  #blocked(path: string, known: Map<string, boolean>): string | undefined {
    const steps = path.split('/').slice(0, -1);
    const ways = steps.map((_, at) => join(this.path, ...steps.slice(0, at + 1)));
    return ways.find((way) => {
      const isBlocked = known.get(way) ?? (!isFolder(way) && checksumAt(way) !== undefined);
      known.set(way, isBlocked);
      return isBlocked;
    });
  }
}

/** Where the artefacts of a platform lie in the folder. */
function placeOf({ name, target }: Pick<PlatformFacts, 'name' | 'target'>): string {
  return `${name}/${target}`;
}

/** @param isFile whether a file lies there: links, and what is no folder where one should be, are never replaced. */
function refusal(code: keyof typeof reasons, path: string, isFile: boolean): Problem {
  const unseen =
    code === 'output-foreign' ? `; where ${recordName} is missing, no change of a running city is noticed` : '';
  const fix = isFile
    ? `with --overwrite it is replaced${unseen}`
    : `it is ${kindAt(path)}, which --overwrite does not replace`;
  return {
    code,
    path: '--out',
    value: path,
    rule: `citykit replaces what it wrote and nothing else, and ${reasons[code]}.`,
    fix: `Move it, or choose another folder; ${fix}.`,
  };
}

function unique(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ value }, at) => problems.findIndex((one) => one.value === value) === at);
}

/** What lies at a path that is no file of an artefact, or stands in the way of one. */
function kindAt(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return 'a link';
  return stats?.isDirectory() ? 'a folder' : 'no folder';
}

/** Whether it is a folder itself, and no link to one. */
function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Paths of the files in a folder and its folders, with `/` between their steps; links count as files. */
function filesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort();
}

/** Removes a folder and those around it up to `last`, as far as they are empty. */
function removeEmpty(folder: string, last: string): void {
  for (let path = folder; ; path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch {
      return;
    }
    if (resolve(path) === resolve(last)) return;
  }
}
