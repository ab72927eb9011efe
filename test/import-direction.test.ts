import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

interface Imports {
  /** Packages by name; without them every package. */
  readonly packages?: readonly string[];
  /** Folders beside it; a folder may always import itself. */
  readonly folders: readonly string[];
}

/** What each part of the kit may import. */
const parts: Readonly<Record<string, Imports>> = {
  constructs: {
    packages: [
      'ajv',
      'ajv-formats',
      'constructs',
      'zod',
      'fastest-levenshtein',
      'jsonc-parser',
      'yaml',
      'js-yaml',
      'tsx',
      '@grafana/grafana-foundation-sdk',
    ],
    folders: [],
  },
  compose: {
    packages: ['constructs', '@cfworker/json-schema'],
    folders: ['constructs'],
  },
  charts: {
    packages: ['constructs', 'cdk8s', 'cdk8s-plus-27', '@marcbachmann/cel-js', '@grafana/grafana-foundation-sdk'],
    folders: ['constructs'],
  },
  // A cluster of AWS holds the objects of Kubernetes: that folder alone, as below.
  stacks: { packages: ['constructs', 'aws-cdk-lib', 'cdk-nag'], folders: ['constructs', 'charts'] },
  pulumi: {
    packages: ['constructs', 'cdk8s', '@pulumi/pulumi', '@pulumi/kubernetes'],
    folders: ['charts', 'constructs'],
  },
  // What pages look like, whoever writes them.
  page: { packages: [], folders: [] },
  verify: {
    packages: ['@cfworker/json-schema', '@xmldom/xmldom', 'n3', 'yaml', 'zod'],
    folders: ['constructs', 'page'],
  },
  // The realm's program shares the realm's types.
  programs: {
    packages: ['n3', 'mqtt-packet', 'postgres', 'date-fns', '@date-fns/tz', '@aws-sdk', 'aws4'],
    folders: ['constructs', 'page', 'verify'],
  },
  cli: { folders: ['charts', 'stacks', 'compose', 'constructs', 'page', 'verify'] },
};

/** The rooms of constructs/, floor by floor from the ground: a room may import what lies below it, and of that only these. */
const floors: readonly Readonly<Record<string, Imports>>[] = [
  { problems: { packages: ['fastest-levenshtein'], folders: [] } },
  {
    waist: { packages: ['constructs'], folders: ['problems'] },
    models: { packages: ['ajv', 'ajv-formats'], folders: [] },
  },
  {
    spec: { packages: ['zod', 'fastest-levenshtein'], folders: ['models', 'problems', 'waist'] },
    servers: { packages: ['constructs'], folders: ['problems', 'waist'] },
  },
  {
    files: { packages: ['jsonc-parser', 'yaml', 'js-yaml', 'tsx'], folders: ['models', 'problems', 'spec'] },
    components: {
      packages: ['constructs', '@grafana/grafana-foundation-sdk'],
      folders: ['models', 'problems', 'servers', 'spec', 'waist'],
    },
  },
  { platform: { packages: ['constructs', 'zod'], folders: ['components', 'models', 'problems', 'spec', 'waist'] } },
];

const rooms = Object.assign({}, ...floors) as Readonly<Record<string, Imports>>;

function foldersOf(parent: string): string[] {
  const entries = readdirSync(join(root, parent), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

/** What a file imports: packages by name, files by their path from the root. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:^|\n)(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\b(?:import|require)\('([^']+)'\)/g);
  return [...found]
    .map((match) => match[1] ?? match[2]!)
    .map((name) => (name.startsWith('.') ? `./${relative(root, resolve(root, dirname(file), name))}` : name));
}

/** What the files of a folder import and may not, as `FILE imports NAME`. */
function forbidden(folder: string, { packages, folders }: Imports): string[] {
  const beside = dirname(folder);
  const roots = [folder, ...folders.map((name) => join(beside, name))].map((name) => `./${name}/`);
  const mayImport = (name: string) => {
    if (name.startsWith('node:')) return true;
    if (name.startsWith('./')) return roots.some((allowed) => `${name}/`.startsWith(allowed));
    return !packages || packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
  };
  return sources(folder).flatMap((file) =>
    imports(file)
      .filter((name) => !mayImport(name))
      .map((name) => `${file} imports ${name}`),
  );
}

test.each(Object.entries(parts))('%s imports only what lies below it', (folder, allowed) => {
  expect(forbidden(folder, allowed)).toEqual([]);
});

describe('of the rooms of constructs', () => {
  test('each stands on a floor', () => {
    expect(foldersOf('constructs').sort()).toEqual(Object.keys(rooms).sort());
  });

  test.each(floors.map((floor, level) => [level, floor] as const))(
    'floor %i has arrows downwards only',
    (level, floor) => {
      const below = floors.slice(0, level).flatMap((lower) => Object.keys(lower));
      for (const { folders } of Object.values(floor)) expect(below).toEqual(expect.arrayContaining([...folders]));
    },
  );

  test.each(Object.entries(rooms))('%s imports only what its arrows lead to', (room, allowed) => {
    expect(forbidden(`constructs/${room}`, allowed)).toEqual([]);
  });

  test.each(Object.entries(rooms))('%s has no arrow that it does not use', (room, { folders }) => {
    const used = sources(`constructs/${room}`).flatMap(imports);
    expect(folders.filter((name) => !used.some((one) => one.startsWith(`./constructs/${name}/`)))).toEqual([]);
  });
});

test('stacks without a cluster know nothing of charts', () => {
  const knowing = sources('stacks').filter((file) => imports(file).some((name) => name.startsWith('./charts/')));
  expect(knowing.filter((file) => !file.startsWith('stacks/eks/'))).toEqual([]);
  expect(knowing.length).toBeGreaterThan(0);
});

test.each(['charts', 'stacks', 'compose', 'constructs/waist/primitives'])(
  'what is private to %s is imported nowhere else',
  (folder) => {
    const elsewhere = Object.keys(parts)
      .flatMap(sources)
      .filter((file) => !file.startsWith(`${folder}/`))
      .filter((file) => imports(file).some((name) => name.startsWith(`./${folder}/private/`)));
    expect(elsewhere).toEqual([]);
    expect(sources(`${folder}/private`).length).toBeGreaterThan(0);
  },
);

test('there are sources to read in every part, and imports in them', () => {
  for (const folder of Object.keys(parts)) {
    expect(sources(folder).length).toBeGreaterThan(2);
    expect(sources(folder).flatMap(imports).length).toBeGreaterThan(folder === 'page' ? 0 : 10);
  }
});
