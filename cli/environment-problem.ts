import type { Problem } from '../constructs/problems/city-error';

/** What to do about what the system says most often. */
const fixes: Readonly<Record<string, string>> = {
  EACCES: 'Give this user the right to it, or name another place.',
  EDQUOT: 'Make room: the quota of this user is used up.',
  EISDIR: 'Name a file; this is a folder.',
  EMFILE: 'Let a process have more open files, as ulimit -n says.',
  ENAMETOOLONG: 'Choose a shorter name.',
  ENOENT: 'Name another place: nothing can be made here, or it was taken away meanwhile.',
  ENOSPC: 'Make room on the disk, or name a place on another.',
  ENOTDIR: 'Name another place: a file stands where a folder should be.',
  EPERM: 'Name another place; the system allows nobody this here.',
  EROFS: 'Name another place: this one can only be read.',
};

/** What the system refused, as a problem; undefined for an error that is not the system's. */
export function environmentProblem(error: unknown): Problem | undefined {
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  // Node's message names the path as well.
  const [what = message] = message.split(/, (?=[a-z]+\b)/);
  return {
    code: 'environment',
    path: path ?? (syscall === 'write' ? 'standard output' : ''),
    value: undefined,
    rule: `The system refuses it: ${what} (${syscall}).`,
    fix: fixes[code] ?? 'Look at the path, its permissions and the free space.',
  };
}
