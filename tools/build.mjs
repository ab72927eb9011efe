// Turns the TypeScript sources into `dist/`, a file each, and bundles the programs that the platform itself runs. Files are
// replaced one by one and leftovers removed last, so that whoever is reading `dist/` meanwhile finds all of it.
import { cp, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

const folders = ['constructs', 'charts', 'stacks', 'pulumi', 'cli'];

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const sources = (await Promise.all(folders.map(filesIn))).flat();
const { metafile } = await build({
  entryPoints: sources.filter((file) => extname(file) === '.ts'),
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
  metafile: true,
});
const data = sources.filter((file) => extname(file) === '.json');
for (const file of data) await cp(file, join('dist', file));
await import('./bundle-programs.mjs');

const made = new Set([...Object.keys(metafile.outputs), ...data.map((file) => join('dist', file))]);
for (const folder of folders) {
  for (const file of await filesIn(join('dist', folder))) if (!made.has(file)) await rm(file);
}
