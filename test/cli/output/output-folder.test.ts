import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OutputFolder, type OutputFolderOptions } from '../../../cli/output/output-folder';
import type { PlatformFacts } from '../../../constructs/platform/changes/platform-facts';
import { isCityError, type Problem } from '../../../constructs/problems/city-error';

let scratch: string;
let out: string;

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'citykit-output-')));
  out = join(scratch, 'a', 'out');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const facts = (name: string, target: 'kubernetes' | 'aws' = 'kubernetes') =>
  ({
    format: 1,
    name,
    target,
    domain: `${name}.example`,
    rotation: 0,
    tenants: [],
    terms: {},
    disks: {},
    places: {},
  }) satisfies PlatformFacts;

const text = (path: string) => readFileSync(join(out, path), 'utf8');
const record = () => JSON.parse(text('citykit-outputs.json')) as { files: Record<string, string>; pending?: object };

/** A run that writes these files for these platforms. */
async function run(files: Record<string, string>, platforms: PlatformFacts[], options: OutputFolderOptions = {}) {
  const folder = await OutputFolder.open(out, options);
  try {
    for (const [path, content] of Object.entries(files)) put(join(folder.staging, path), content);
    return folder.putInPlace(platforms);
  } finally {
    folder.close();
  }
}

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

async function problemsOf(made: Promise<unknown>): Promise<readonly Problem[]> {
  const error = await made.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isCityError(error)) throw error ?? new Error('it was no mistake');
  return error.problems;
}

const izmir = [facts('izmir')];

describe('what is put in place', () => {
  test('stands in the record, and nothing else stays', async () => {
    expect(await run({ 'index.html': 'page', 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual([]);
    expect(readdirSync(out).sort()).toEqual(['citykit-outputs.json', 'index.html', 'izmir']);
    expect(Object.keys(record().files)).toEqual(['index.html', 'izmir/kubernetes/a.yaml']);
    expect(record().pending).toBeUndefined();
  });

  test('replaces what an earlier run wrote, and leaves alone what did not change', async () => {
    await run({ 'izmir/kubernetes/a.yaml': 'a', 'izmir/kubernetes/b.yaml': 'b' }, izmir);
    const before = statSync(join(out, 'izmir/kubernetes/b.yaml'));
    await run({ 'izmir/kubernetes/a.yaml': 'A', 'izmir/kubernetes/b.yaml': 'b' }, izmir);
    expect(text('izmir/kubernetes/a.yaml')).toBe('A');
    expect(statSync(join(out, 'izmir/kubernetes/b.yaml'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test('ends with the same bytes, whatever the order of the platforms', async () => {
    await run({ 'izmir/aws/a': 'a', 'izmir/kubernetes/b': 'b' }, [facts('izmir'), facts('izmir', 'aws')]);
    const first = text('citykit-outputs.json');
    await run({ 'izmir/kubernetes/b': 'b', 'izmir/aws/a': 'a' }, [facts('izmir', 'aws'), facts('izmir')]);
    expect(text('citykit-outputs.json')).toBe(first);
  });
});

describe('what this run does not write', () => {
  test('is removed where an earlier run wrote it for the same platform, with the folders that it leaves empty', async () => {
    await run({ 'izmir/kubernetes/a.yaml': 'a', 'izmir/kubernetes/more/old.yaml': 'old' }, izmir);
    expect(await run({ 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual([]);
    expect(readdirSync(join(out, 'izmir/kubernetes'))).toEqual(['a.yaml']);
    expect(Object.keys(record().files)).toEqual(['izmir/kubernetes/a.yaml']);
  });

  test('stays and is named, at every run, where it was changed since', async () => {
    await run({ 'izmir/kubernetes/a.yaml': 'a', 'izmir/kubernetes/old.yaml': 'old' }, izmir);
    put(join(out, 'izmir/kubernetes/old.yaml'), 'old, by hand');
    const path = join(out, 'izmir/kubernetes/old.yaml');
    const named = [{ path, why: 'it was changed since citykit wrote it' }];
    expect(await run({ 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual(named);
    expect(await run({ 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual(named);
    expect(readFileSync(path, 'utf8')).toBe('old, by hand');
  });

  test('stays and is named where citykit did not write it', async () => {
    put(join(out, 'izmir/kubernetes/mine.yaml'), 'mine');
    put(join(out, 'notes.txt'), 'mine');
    const path = join(out, 'izmir/kubernetes/mine.yaml');
    expect(await run({ 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual([{ path, why: 'citykit did not write it' }]);
    expect(text('notes.txt')).toBe('mine');
  });

  test('stays and is named where it is another platform, whose facts are kept', async () => {
    await run({ 'bodrum/kubernetes/a.yaml': 'a' }, [facts('bodrum')]);
    expect(await run({ 'izmir/kubernetes/a.yaml': 'a' }, izmir)).toEqual([
      { path: join(out, 'bodrum/kubernetes'), why: 'an earlier run wrote it, and this one did not' },
    ]);
    expect(Object.keys(record().files)).toEqual(['bodrum/kubernetes/a.yaml', 'izmir/kubernetes/a.yaml']);
    const folder = await OutputFolder.open(out);
    expect(folder.record.platforms.map(({ name }) => name)).toEqual(['bodrum', 'izmir']);
    folder.close();
  });
});

describe('a file that is not citykit’s own is not replaced, and nothing is written', () => {
  const refused = (code: string, path: string) =>
    expect.objectContaining({
      code,
      path: '--out',
      value: join(out, path),
      fix: expect.stringContaining('--overwrite'),
    });

  test('one that was changed since', async () => {
    await run({ 'izmir/kubernetes/a.yaml': 'a', 'index.html': 'page' }, izmir);
    put(join(out, 'izmir/kubernetes/a.yaml'), 'by hand');
    const again = { 'izmir/kubernetes/a.yaml': 'A', 'index.html': 'new page' };
    expect(await problemsOf(run(again, izmir))).toEqual([refused('output-changed', 'izmir/kubernetes/a.yaml')]);
    expect([text('izmir/kubernetes/a.yaml'), text('index.html')]).toEqual(['by hand', 'page']);
    await run(again, izmir, { overwrite: true });
    expect(text('izmir/kubernetes/a.yaml')).toBe('A');
  });

  test('one that citykit never wrote, unless it is the same', async () => {
    put(join(out, 'index.html'), 'mine');
    put(join(out, 'izmir/kubernetes/a.yaml'), 'a');
    const files = { 'index.html': 'page', 'izmir/kubernetes/a.yaml': 'a' };
    expect(await problemsOf(run(files, izmir))).toEqual([refused('output-foreign', 'index.html')]);
    expect(readdirSync(out).sort()).toEqual(['index.html', 'izmir']);
  });

  test('a link or a file where a folder belongs, even with overwrite', async () => {
    mkdirSync(out, { recursive: true });
    const elsewhere = join(scratch, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(out, 'izmir'));
    put(join(out, 'bodrum'), 'mine');
    const made = run({ 'izmir/kubernetes/a.yaml': 'a', 'bodrum/kubernetes/a.yaml': 'a' }, izmir, { overwrite: true });
    expect(await problemsOf(made)).toEqual([refused('output-foreign', 'bodrum'), refused('output-foreign', 'izmir')]);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

test('a run that was killed while it put files in place is finished by the next', async () => {
  await run({ 'izmir/kubernetes/a.yaml': 'a', 'izmir/kubernetes/b.yaml': 'b' }, izmir);
  const sums = (files: Record<string, string>) => record().files && files;
  const { files } = record();
  await run({ 'izmir/kubernetes/a.yaml': 'A', 'izmir/kubernetes/b.yaml': 'B' }, izmir);
  const later = record().files;
  // As it lies there when the first of two files was replaced.
  put(join(out, 'izmir/kubernetes/b.yaml'), 'b');
  put(
    join(out, 'citykit-outputs.json'),
    JSON.stringify({ format: 1, files: sums(files), platforms: izmir, pending: later }),
  );
  expect(await run({ 'izmir/kubernetes/a.yaml': 'A2', 'izmir/kubernetes/b.yaml': 'B2' }, izmir)).toEqual([]);
  expect([text('izmir/kubernetes/a.yaml'), text('izmir/kubernetes/b.yaml')]).toEqual(['A2', 'B2']);
});

describe('a run that does not come to its end', () => {
  test('leaves nothing, not even the folders that it made', async () => {
    const folder = await OutputFolder.open(out);
    put(join(folder.staging, 'izmir/kubernetes/a.yaml'), 'a');
    folder.close();
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('leaves a folder that was there as it was', async () => {
    put(join(out, 'notes.txt'), 'mine');
    (await OutputFolder.open(out)).close();
    expect(readdirSync(out)).toEqual(['notes.txt']);
  });

  test('was killed: what it left is taken away by the next', async () => {
    put(join(out, '.citykit/staging/izmir/kubernetes/a.yaml'), 'half');
    const dead = { pid: 2 ** 22 + 1, host: hostname(), since: Date.now(), token: 'x' };
    put(join(out, '.citykit/lock'), JSON.stringify(dead));
    await run({ 'index.html': 'page' }, izmir, { patience: 0 });
    expect(readdirSync(out).sort()).toEqual(['citykit-outputs.json', 'index.html']);
  });
});

describe('of two at once', () => {
  test('the second waits, and is told for whom', async () => {
    const first = await OutputFolder.open(out);
    const waiting = jest.fn(() => setTimeout(() => first.close(), 50));
    const second = await OutputFolder.open(out, { waiting });
    expect(waiting.mock.calls).toEqual([[`process ${process.pid} on ${hostname()}`]]);
    second.close();
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('the second is refused in one line when that takes too long', async () => {
    const first = await OutputFolder.open(out);
    expect(await problemsOf(OutputFolder.open(out, { patience: 0 }))).toEqual([
      {
        code: 'output-locked',
        path: '--out',
        value: join(out, '.citykit/lock'),
        rule: `One citykit at a time writes to a folder, and process ${process.pid} on ${hostname()} does.`,
        fix: `Wait until it has ended; if it has, remove ${join(out, '.citykit/lock')}.`,
      },
    ]);
    first.close();
  });

  test.each([
    ['of another machine', { pid: 1, host: 'elsewhere', since: Date.now(), token: 'x' }],
    ['that is being written', undefined],
  ])('a lock %s is not taken over', async (_, holder) => {
    put(join(out, '.citykit/lock'), holder ? JSON.stringify(holder) : '');
    expect((await problemsOf(OutputFolder.open(out, { patience: 0 }))).map(({ code }) => code)).toEqual([
      'output-locked',
    ]);
    expect(existsSync(join(out, '.citykit/lock'))).toBe(true);
  });

  test('one whose lock was removed by hand and taken by another writes nothing', async () => {
    const first = await OutputFolder.open(out);
    put(join(first.staging, 'index.html'), 'page');
    put(
      join(out, '.citykit/lock'),
      JSON.stringify({ pid: process.pid, host: hostname(), since: Date.now(), token: 'x' }),
    );
    expect(() => first.putInPlace(izmir)).toThrow(/output-locked/);
    first.close();
    expect(existsSync(join(out, 'index.html'))).toBe(false);
  });
});

test.each([
  ['half of one', '{"format":1,', ''],
  ['a list', '[]', ''],
  ['without files', JSON.stringify({ format: 1, files: null, platforms: [] }), 'files'],
  ['without a checksum', JSON.stringify({ format: 1, files: { 'a.yaml': 1 }, platforms: [] }), 'files["a.yaml"]'],
  ['without facts', JSON.stringify({ format: 1, files: {}, platforms: [null] }), 'platforms[0]'],
  ['with empty facts', JSON.stringify({ format: 1, files: {}, platforms: [{}] }), 'platforms[0].format'],
  [
    'with half the facts',
    JSON.stringify({ format: 1, files: {}, platforms: [...izmir, { ...facts('bodrum'), terms: undefined }] }),
    'platforms[1].terms',
  ],
])('a record that is none, %s, is told, and nothing is taken for a first time', async (_, content, place) => {
  put(join(out, 'citykit-outputs.json'), content);
  const [problem, ...others] = await problemsOf(run({}, izmir));
  expect(problem).toMatchObject({ code: 'output-record', value: join(out, 'citykit-outputs.json') });
  expect(problem?.rule).toContain(place === '' ? 'as it wrote it.' : `Of this one, ${place} is not as it wrote it.`);
  expect(others).toEqual([]);
  expect(readdirSync(out)).toEqual(['citykit-outputs.json']);
});
