import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

/** What each part may import: packages by name, and folders of the kit. */
const allowed: Readonly<Record<string, { readonly packages: readonly string[]; readonly folders: readonly string[] }>> =
  {
    constructs: { packages: ['constructs', 'zod', 'fastest-levenshtein'], folders: ['constructs'] },
    charts: {
      packages: ['constructs', 'cdk8s', 'cdk8s-plus-27', '@marcbachmann/cel-js', 'fastest-levenshtein'],
      folders: ['charts', 'constructs'],
    },
    stacks: { packages: ['constructs', 'aws-cdk-lib', 'cdk-nag'], folders: ['stacks', 'constructs'] },
    pulumi: {
      packages: ['constructs', 'cdk8s', '@pulumi/pulumi', '@pulumi/kubernetes'],
      folders: ['pulumi', 'charts', 'constructs'],
    },
    // The realm's program shares the realm's types.
    programs: { packages: ['n3', '@aws-sdk'], folders: ['programs', 'constructs'] },
  };

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:^|\n)(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\b(?:import|require)\('([^']+)'\)/g);
  return [...found].map((match) => match[1] ?? match[2]!);
}

describe.each(Object.entries(allowed))('%s', (folder, { packages, folders }) => {
  test('imports only what lies below it', () => {
    const wrong = sources(folder).flatMap((file) =>
      imports(file)
        .filter((name) => {
          if (name.startsWith('node:')) return false;
          if (!name.startsWith('.'))
            return !packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
          const target = relative(root, resolve(root, dirname(file), name)).split('/')[0]!;
          return !folders.includes(target);
        })
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('there are sources to read in every part', () => {
  for (const folder of Object.keys(allowed)) expect(sources(folder).length).toBeGreaterThan(2);
});
