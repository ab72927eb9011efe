// Turns the TypeScript sources into `dist/`: what is imported (the entry points and the modules that are loaded late), with
// what several of them need in files of its own; the command, with the thread that makes cities, as one file; and the
// programs that the platform itself runs with all they need. Finding and opening three hundred files takes longer than
// running them. Files are replaced one by one and leftovers removed last, so that whoever is reading `dist/` meanwhile finds
// all of it.
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const root = resolve(import.meta.dirname, '..');
const libraries = ['constructs', 'charts', 'stacks', 'compose', 'pulumi'];

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** A module that is loaded late is taken by `require` and not by `import`. */
const lateModule = /\brequire\('(\.[^']+)(?<!\.json)'\)/g;

/** All that a library loads late. */
async function lateModules() {
  const sources = (await Promise.all(libraries.map(filesIn))).flat().filter((file) => extname(file) === '.ts');
  const found = sources.map(async (file) =>
    [...(await readFile(file, 'utf8')).matchAll(lateModule)].map(([, path]) => `${join(file, '..', path)}.ts`),
  );
  return [...new Set((await Promise.all(found)).flat())].sort();
}

const { dependencies, peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

const options = {
  absWorkingDir: root,
  outbase: '.',
  bundle: true,
  // Of every other package, what is used is part of `dist/`: a user installs a tenth of them, and fewer packages.
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  alias: { 'readable-stream': 'node:stream' },
  mainFields: ['module', 'main'],
  platform: 'node',
  target: 'node20',
  // Node prints the line that throws, before what it says.
  lineLimit: 240,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  metafile: true,
};

/** Leaves a module that is loaded late where it is: a file of its own, which the others find from one folder below `dist/`. */
const loadLate = {
  name: 'load-late',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === 'require-call' && extname(path) !== '.json'
        ? { path: `../${relative(root, join(resolveDir, path))}.js`, external: true }
        : undefined,
    );
  },
};

/** The libraries. Only as ES modules can they share files, so they are bundled as those, and each file is made CommonJS. */
async function buildLibraries() {
  const modules = await mkdtemp(join(tmpdir(), 'citykit-build-'));
  try {
    const { metafile } = await build({
      ...options,
      entryPoints: [...libraries.map((name) => `${name}/index.ts`), ...(await lateModules())],
      outdir: modules,
      format: 'esm',
      splitting: true,
      chunkNames: 'shared/[hash]',
      plugins: [loadLate],
    });
    const files = Object.keys(metafile.outputs).map((file) => resolve(root, file));
    const made = await build({
      ...options,
      bundle: false,
      external: undefined,
      alias: undefined,
      entryPoints: files.filter((file) => extname(file) === '.js'),
      outbase: modules,
      outdir: 'dist',
      format: 'cjs',
      supported: { 'dynamic-import': false },
      minifyWhitespace: true,
    });
    const inDist = (file) => join(root, 'dist', relative(modules, resolve(root, file)));
    await addLicences(metafile, inDist);
    return made;
  } finally {
    await rm(modules, { recursive: true, force: true });
  }
}

async function buildCommand() {
  const made = await build({
    ...options,
    entryPoints: ['cli/citykit.ts'],
    outdir: 'dist',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    // Functions keep their names for whoever reads what is thrown; esbuild's way to give them back costs at each call.
    minifyWhitespace: true,
    minifySyntax: true,
  });
  await addLicences(made.metafile, (file) => resolve(root, file));
  return made;
}

/** Puts the licences of packages at the end of each file that holds some of them. */
async function addLicences({ outputs }, placeOf) {
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const licences = extname(file) === '.js' ? licencesOf(Object.keys(inputs)) : '';
    if (licences !== '') await appendFile(placeOf(file), licences);
  }
}

const made = await Promise.all([buildLibraries(), buildCommand()]);
await import('./bundle-programs.mjs');

const wanted = new Set(made.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
for (const folder of [...libraries, 'shared', 'cli']) {
  for (const file of await filesIn(join('dist', folder))) if (!wanted.has(file)) await rm(file);
}
