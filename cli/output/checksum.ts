import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';

/** SHA-256 of a text or of bytes, in hexadecimal. */
export function checksum(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What lies at a path: the checksum of a regular file, `other` for a folder, a link or the like, undefined for nothing. */
export function checksumAt(path: string): string | 'other' | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  return stats.isFile() ? checksum(readFileSync(path)) : 'other';
}
