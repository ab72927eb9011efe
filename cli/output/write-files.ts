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
  const made = new Set<string>();
  for (const [path, text] of files) {
    const file = join(folder, path);
    const around = dirname(file);
    if (!made.has(around)) mkdirSync(around, { recursive: true });
    made.add(around);
    writeFileSync(file, text);
    if (mode !== undefined) chmodSync(file, mode);
  }
}
