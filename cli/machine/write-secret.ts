import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that its owner alone may read, at once or not at all. */
export function writeSecret(path: string, content: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
}
