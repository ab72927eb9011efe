import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root';

/** A program of the kit’s own, from `programs/`, bundled to one file that the stock Node image runs. */
export type ProgramName =
  | 'apply-objects'
  | 'apply-realm'
  | 'create-secrets'
  | 'create-tenants'
  | 'dcat-ap'
  | 'federation'
  | 'device-gateway'
  | 'first-person'
  | 'features'
  | 'harvest'
  | 'notify'
  | 'publish-models'
  | 'publisher'
  | 'run-task'
  | 'simulator'
  | 'verify'
  | 'wait-for-jobs'
  | 'watch';

const sources = new Map<ProgramName, string>();

/**
 * Source of the bundled program, read once.
 *
 * @throws when the bundles are not built: `npm run build` makes them, `npm ci` calls it.
 */
export function bundledProgram(name: ProgramName): string {
  const known = sources.get(name);
  if (known !== undefined) return known;
  const file = join(packageRoot(), 'dist', 'programs', `${name}.cjs`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build`);
  const source = readFileSync(file, 'utf8');
  sources.set(name, source);
  return source;
}
