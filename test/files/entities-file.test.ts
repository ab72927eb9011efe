import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateEntities } from '../../cli/models/validate';
import { readEntities } from '../../constructs/files/entities-file';
import { isCityError, type Problem } from '../../constructs/problems/city-error';

const folder = mkdtempSync(join(tmpdir(), 'citykit-entities-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, 'entities.json');
  writeFileSync(file, text);
  return file;
}

async function problemsOf(reading: Promise<unknown>): Promise<readonly Partial<Problem>[]> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isCityError(error)) throw error ?? new Error('it was no mistake');
  return error.problems;
}

const nested = (depth: number, inside = '') => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

test.each([
  ['an empty file', '', 'it is empty'],
  ['one of blanks, after the mark of its encoding', '\ufeff \n', 'it is empty'],
  ['an empty list', '[]', 'its list has none'],
  ['an empty graph', '{"@graph": []}', 'its list has none'],
])('%s has no entity that is right', async (_, text, why) => {
  expect(await problemsOf(readEntities(written(text)))).toMatchObject([
    { code: 'file-empty', file: join(folder, 'entities.json'), rule: expect.stringContaining(why) },
  ]);
});

test.each([
  ['that are closed', nested(100_000), 1001],
  ['that are not', '['.repeat(100_000), 1001],
  ['in an entity a line', `{"id": 1}\n{"id": ${nested(5000)}}\n`, 1007],
])('brackets in brackets %s have an end', async (_, text, column) => {
  expect(await problemsOf(readEntities(written(text)))).toMatchObject([{ code: 'entity-file', column }]);
});

test('as many as may be are read, checked and placed; those in a text are none', async () => {
  const { entities } = await readEntities(written(JSON.stringify({ id: '['.repeat(2000), quoted: '\\"[' })));
  expect(entities).toHaveLength(1);
  const deep = written(`[{"id": "urn:ngsi-ld:Bench:1", "type": "Bench", "seats": ${nested(998, '1')}}]`);
  const reading = validateEntities(
    deep,
    { spec: 'examples/small-town/city.yaml' },
    { console: { data() {}, say() {}, progress() {} }, json: true },
  );
  expect((await problemsOf(reading)).map(({ code, line }) => [code, line])).toEqual([['entity-type', 1]]);
});

test('a folder in the place of the file is told as one', async () => {
  expect(await problemsOf(readEntities(folder))).toMatchObject([{ code: 'file-directory', file: folder }]);
});
