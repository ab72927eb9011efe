// Leaves of `dist/types/` what the entry points lead to: of six hundred declarations three quarters are about what nobody imports.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../dist/types');
const specifier = /(?:from\s+|import\()['"](\.[^'"]+)['"]/g;

const all = new Set(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => join(root, name)),
);
const reached = new Set();
const open = ['constructs', 'charts', 'stacks', 'compose', 'pulumi'].map((name) => join(root, name, 'index.d.ts'));
for (const file of open) {
  if (reached.has(file)) continue;
  reached.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(specifier)) {
    open.push(declarationOf(resolve(dirname(file), path)));
  }
}

/** The file that an import without an ending means. */
function declarationOf(path) {
  const [found] = [`${path}.d.ts`, join(path, 'index.d.ts')].filter((file) => all.has(file));
  if (!found) throw new Error(`no declaration at ${path}`);
  return found;
}

for (const file of all) if (!reached.has(file)) rmSync(file);
