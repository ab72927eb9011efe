import { existsSync, readdirSync, realpathSync } from 'node:fs';
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

/** Home of a Java of at least 17: JAVA_HOME, the system's, or the part's. */
export function javaHome(): string {
  const system = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}`) : [];
  const homes = [process.env.JAVA_HOME ?? '', ...system].filter((home) => existsSync(join(home, 'bin', 'java')));
  const [home] = homes;
  if (home === undefined) throw new Error('there is no Java: set JAVA_HOME');
  return realpathSync(home);
}
