import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files into a folder and makes the folders between. At once, and not by promises: for some forty small files those
 * take longer than the disk.
 *
 * @param files paths from the folder, with their contents.
 * @param mode of every file, whatever mask this process has. @default what the mask leaves
 */
export function writeFiles(
  folder: string,
  files: Iterable<readonly [path: string, text: string]>,
  mode?: number,
): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (mode !== undefined) chmodSync(file, mode);
  }
}
