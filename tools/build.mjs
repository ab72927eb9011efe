// Turns the TypeScript sources into `dist/`: the libraries a file each, the command and the thread that makes cities
// as one file each, because finding and opening three hundred takes a tenth of the time, and the programs that the platform itself runs with all they need. Files
// are replaced one by one and leftovers removed last, so that whoever is reading `dist/` meanwhile finds all of it.
import { cp, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

const libraries = ['constructs', 'charts', 'stacks', 'pulumi'];

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const sources = (await Promise.all(libraries.map(filesIn))).flat();
const options = {
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
};
const made = await Promise.all([
  build({ ...options, entryPoints: sources.filter((file) => extname(file) === '.ts') }),
  build({
    ...options,
    entryPoints: ['cli/citykit.ts', 'cli/city-thread-program.ts'],
    bundle: true,
    packages: 'external',
  }),
]);
const data = sources.filter((file) => extname(file) === '.json');
for (const file of data) await cp(file, join('dist', file));
await import('./bundle-programs.mjs');

const wanted = new Set([
  ...made.flatMap(({ metafile }) => Object.keys(metafile.outputs)),
  ...data.map((file) => join('dist', file)),
]);
for (const folder of [...libraries, 'cli']) {
  for (const file of await filesIn(join('dist', folder))) if (!wanted.has(file)) await rm(file);
}
