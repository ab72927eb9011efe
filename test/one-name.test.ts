import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const parts = ['constructs', 'charts', 'stacks', 'pulumi', 'page', 'verify', 'cli', 'programs', 'tools'];

const declaration =
  /^export (?:default )?(?:declare )?(?:abstract |async )*(?:class|const|enum|function\*?|interface|let|type) (\w+)/gm;

/** Files that declare each exported name; overloads of a function count once. */
function declarations(): Map<string, Set<string>> {
  const files = parts.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(part, file)),
  );
  const found = new Map<string, Set<string>>();
  for (const file of files) {
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(declaration)) {
      found.set(name!, (found.get(name!) ?? new Set()).add(file));
    }
  }
  return found;
}

/** What each target knows of a kind of primitive has the same name on every target, and the same file. */
const sameOnEveryTarget = (name: string, files: readonly string[]) =>
  name.endsWith('Kind') && new Set(files.map((file) => basename(file))).size === 1;

test('no two things that are exported have one name', () => {
  const twice = [...declarations()]
    .map(([name, files]) => ({ name, files: [...files].sort() }))
    .filter(({ name, files }) => files.length > 1 && !sameOnEveryTarget(name, files));
  expect(twice).toEqual([]);
});

test('declarations of every part are read, those that may share a name among them', () => {
  const found = declarations();
  const files = new Set([...found.values()].flatMap((each) => [...each]));
  for (const part of parts) expect([...files].some((file) => file.startsWith(`${part}/`))).toBe(true);
  expect([...found.get('secretKind')!].sort()).toEqual(['charts/secret.ts', 'stacks/secret.ts']);
});
