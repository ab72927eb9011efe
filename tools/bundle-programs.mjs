// Bundles every program of programs/ (a folder with main.ts) to one file, dist/programs/<name>.cjs, with the licences
// of what is bundled into it. BUNDLE_DIR names another folder than dist/programs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/** The licence of every package among the inputs, as comments. */
function licencesOf(inputs) {
  const packages = inputs.flatMap((input) => input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  return [...new Set(packages)].sort().map(licenceOf).join('');
}

function licenceOf(folder) {
  const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
  const { license, author } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  // It asks for nothing to be kept.
  if (!file && license === 'Unlicense')
    return `\n/* Bundled from ${folder}, which is in the public domain (${license}). */\n`;
  // The author's name is all that the package gives of its notice.
  if (!file && license === 'MIT' && typeof author === 'string')
    return `\n/* Bundled from ${folder}: Copyright ${author.replace(/ <.*>$/, '')}, MIT License (opensource.org/license/mit). */\n`;
  if (!file) throw new Error(`${folder} is bundled and has no licence file`);
  const text = readFileSync(join(root, folder, file), 'utf8')
    .trim()
    .replaceAll('*/', '* /');
  return `\n/*\nBundled from ${folder}:\n\n${text}\n*/\n`;
}
