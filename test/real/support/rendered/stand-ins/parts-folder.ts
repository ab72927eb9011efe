import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where `test/real/install.sh` puts a part. */
export function partsFolder(part: string): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit', 'parts', part);
}

/** A program's own tree as a layer at its own path; nothing for what the system has in /usr. */
export function treeOf(program: string): Record<string, string> {
  const tree = dirname(dirname(realpathSync(program)));
  return /^\/usr(\/|$)/.test(tree) ? {} : { [tree]: tree };
}
