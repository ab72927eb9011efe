import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those around it. Node's own `recursive` does not end where the system answers that a new folder does not
 * exist, as it does in /proc.
 *
 * @returns the outermost that was made; undefined when all were there.
 * @throws an error of the system with the path that it refuses.
 */
export function makeFolders(path: string): string | undefined {
  const missing: string[] = [];
  for (let folder = resolve(path); !isThere(folder); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) makeFolder(folder);
  return missing[0];
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !lstatSync(folder).isDirectory()) throw error;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined || dirname(path) === path;
}
