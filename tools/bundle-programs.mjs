// Bundles every program of programs/ (a folder with main.ts) to one file, dist/programs/<name>.cjs, with the licences
// of what is bundled into it. BUNDLE_DIR names another folder than dist/programs.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = resolve(root, process.env.BUNDLE_DIR || 'dist/programs');
const programs = readdirSync(join(root, 'programs'))
  .filter((name) => existsSync(join(root, 'programs', name, 'main.ts')))
  .sort();

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(programs.map((name) => [name, `programs/${name}/main.ts`])),
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The Lambda runtime brings the AWS SDK.
  external: ['@aws-sdk/*'],
  // What Node has itself.
  alias: { 'readable-stream': 'node:stream' },
  // Builds as modules can be shaken: the whole of n3 is seven times its writer.
  mainFields: ['module', 'main'],
  legalComments: 'inline',
  // A ConfigMap is kept whole in an annotation by `kubectl apply` (256 KiB), and a platform twice in a Secret by Helm (1 MiB).
  minify: true,
  logLevel: 'warning',
  metafile: true,
  write: false,
});

await mkdir(outdir, { recursive: true });
for (const { path, text } of outputFiles) {
  const output = Object.entries(metafile.outputs).find(([name]) => basename(name) === basename(path));
  await writeFile(path, text + licencesOf(Object.keys(output[1].inputs)));
}
