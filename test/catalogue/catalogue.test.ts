import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../cli/catalogue';
import type { CodeEntry, Example } from '../../constructs/problems/codes/code-entry';
import { codesOf } from './codes-of';

const root = join(__dirname, '../..');
const entries = Object.entries(catalogue);

test('every code is a word of lower-case letters, digits and hyphens, as a file and an address take it', () => {
  expect(entries.map(([code]) => code).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
});

test.each(entries)('%s is told in sentences', (_, { title, why, mend }: CodeEntry) => {
  for (const text of [title, why, mend]) expect(text).toMatch(/^[A-Zc'$].*[.]$/);
});

test('a policy is told of what it looks at', () => {
  expect(catalogue['policy-no-default-password']?.title).toMatch(/^A variable of a workload looks like/);
  expect(catalogue['policy-allowed-volumes']?.title).toMatch(/^A volume of a workload is of a type/);
  expect(catalogue['policy-job-limits']?.title).toMatch(/^A CronJob or Job may be/);
  expect(catalogue['policy-recommended-labels']?.title).toMatch(/^An object lacks/);
});

type Shown = Exclude<Example, { of: 'nothing' }>;

const shown = entries.filter(([, { example }]) => example.of !== 'nothing') as [string, { example: Shown }][];

describe('what the catalogue shows', () => {
  test.each(shown.map(([code, { example }]) => [code, example] as const))(
    'of %s: the wrong gives this code alone, the right none',
    async (code, example) => {
      const [gate] = code.split('-');
      const found = await codesOf(example, example.wrong);
      // An object that one gate refuses may be wrong for another too.
      expect(example.of === 'object' ? found.filter((one) => one.startsWith(`${gate}-`)) : found).toEqual([code]);
      expect(await codesOf(example, example.right)).toEqual([]);
    },
  );

  test('leaves out no more than what cannot be shown', () => {
    expect(entries.filter(([, { example }]) => example.of === 'nothing').map(([code]) => code)).toEqual([
      'package-missing',
      'components-wait-for-each-other',
      'output-locked',
      'bug',
      'engine-missing',
      'engine-failed',
      'service-failed',
      'schema-rule',
      'schema-length',
      'consistency-duplicate-object',
      'consistency-container-name',
      'cdk-nag',
      'cloudformation',
      'cdk',
    ]);
  });
});

test('every code that no example gives is one that the sources give', () => {
  const sources = ['charts', 'cli', 'compose', 'constructs', 'stacks']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.includes('codes'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  for (const [code, { example }] of entries) {
    if (example.of === 'nothing') expect(sources).toContain(`'${code.replace(/^(schema|consistency)-/, '')}'`);
  }
});
