import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { CityError } from '../../constructs/problems/city-error';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly token: string;
}

/** How a lock is taken. */
export interface LockOptions {
  /** Is told once, when there is somebody to wait for. */
  readonly waiting?: (holder: string) => void;
  /** Milliseconds to wait for another process. @default 120 000 */
  readonly patience?: number;
}

/** A file without a holder is one that is being written, unless it is this old, in milliseconds. */
const unfinished = 10_000;

/**
 * A file that one process at a time has. That of a process which ended without giving it back, on this machine, is taken
 * over at once.
 */
export class FolderLock {
  /**
   * Takes the lock, and waits for it while another process has it.
   *
   * @throws {CityError} if that takes too long.
   */
  static async take(file: string, { waiting, patience = 120_000 }: LockOptions = {}): Promise<FolderLock> {
    const token = randomUUID();
    const end = Date.now() + patience;
    let told = false;
    while (!tryCreate(file, token)) {
      const holder = holderOf(file);
      if (holder === 'dead') {
        takeAway(file);
        continue;
      }
      const name = typeof holder === 'object' ? `process ${holder.pid} on ${holder.host}` : 'another process';
      if (Date.now() >= end) throw locked(file, name);
      if (!told) waiting?.(name);
      told = true;
      await setTimeout(100);
    }
    return new FolderLock(file, token);
  }

  private constructor(
    private readonly file: string,
    private readonly token: string,
  ) {}

  /** @throws {CityError} if another process has taken the lock meanwhile, as after it was removed by hand. */
  assertHeld(): void {
    const holder = holderOf(this.file);
    if (typeof holder !== 'object' || holder.token !== this.token) throw locked(this.file, 'another process');
  }

  /** Gives the lock back, if it is still this one's. */
  release(): void {
    const holder = holderOf(this.file);
    if (typeof holder === 'object' && holder.token === this.token) rmSync(this.file, { force: true });
  }
}

function tryCreate(file: string, token: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  const holder: Holder = { pid: process.pid, host: hostname(), since: Date.now(), token };
  writeSync(handle, JSON.stringify(holder));
  closeSync(handle);
  return true;
}

function holderOf(file: string): Holder | 'dead' | 'unknown' | 'nobody' {
  let text: string;
  let written: number;
  try {
    text = readFileSync(file, 'utf8');
    written = statSync(file).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'nobody';
    throw error;
  }
  try {
    const holder = JSON.parse(text) as Holder;
    return isDead(holder) ? 'dead' : holder;
  } catch {
    return Date.now() - written > unfinished ? 'dead' : 'unknown';
  }
}

/** Of other machines nothing is known. Since this one began, no process is older than it. */
function isDead({ pid, host, since }: Holder): boolean {
  if (host !== hostname()) return false;
  if (since < Date.now() - uptime() * 1000) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Moved first, so that of several who find it dead one alone removes it; a living one that came between is put back. */
function takeAway(file: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (holderOf(aside) === 'dead') rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function locked(file: string, holder: string): CityError {
  return new CityError(
    [
      {
        code: 'output-locked',
        path: '--out',
        value: file,
        rule: `One citykit at a time writes to a folder, and ${holder} does.`,
        fix: `Wait until it has ended; if it has, remove ${file}.`,
      },
    ],
    'command',
  );
}
