// Turns the TypeScript sources into `dist/`, a file each, and bundles the programs that the platform itself runs.
import { cp, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

const folders = ['constructs', 'charts', 'stacks', 'pulumi', 'cli'];

await rm('dist', { recursive: true, force: true });
const files = (await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true }))))
  .flat()
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

await build({
  entryPoints: files.filter((file) => extname(file) === '.ts'),
  outdir: 'dist',
  outbase: '.',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // A dynamic import stays a way to load late; as a require it finds the files of dist without their endings.
  supported: { 'dynamic-import': false },
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});
for (const file of files.filter((name) => extname(name) === '.json')) await cp(file, join('dist', file));
await import('./bundle-programs.mjs');
