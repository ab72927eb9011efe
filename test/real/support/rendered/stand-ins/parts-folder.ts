import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where `test/real/install.sh` puts a part; of Scorpio, where CITYKIT_SCORPIO says it stands already. */
export function partsFolder(part: string): string {
  if (part === 'scorpio' && process.env.CITYKIT_SCORPIO) return process.env.CITYKIT_SCORPIO;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit', 'parts', part);
}

/** A program's own tree as a layer at its own path; nothing for what the system has in /usr. */
export function treeOf(program: string): Record<string, string> {
  const tree = dirname(dirname(realpathSync(program)));
  return /^\/usr(\/|$)/.test(tree) ? {} : { [tree]: tree };
}
