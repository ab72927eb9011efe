import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../constructs/waist/package-root';

/** Version of the kit, as its `package.json` says. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}
