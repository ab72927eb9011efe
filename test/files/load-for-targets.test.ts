import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec } from '../../constructs/files/load-spec';
import { CityError } from '../../constructs/problems/city-error';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'require-targets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const city = (name: string) => `name: ${name}
country: TR
population: 1000
profile: pilot
domain: ${name}.example
contact: { email: data@${name}.example }
`;

test('what a target needs is asked for where the spec has no section for it, with the place in the file', async () => {
  const file = write('city.yaml', city('izmir'));
  await expect(loadSpec(file, ['kubernetes'])).resolves.toMatchObject({ kind: 'city' });
  await expect(loadSpec(file)).resolves.toMatchObject({ kind: 'city' });
  const error = await loadSpec(file, ['kubernetes', 'aws']).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CityError);
  expect((error as CityError).problems).toEqual([
    expect.objectContaining({ code: 'aws-certificate', path: 'targets.aws', file, line: 1, column: 1 }),
  ]);
});

test('it is asked for beside what is wrong otherwise, in one round', async () => {
  const file = write('city.yaml', `${city('izmir')}rotation: -1\n`);
  const error = await loadSpec(file, ['aws']).catch((cause: unknown) => cause);
  expect((error as CityError).problems.map(({ code }) => code)).toEqual(['aws-certificate', 'out-of-range']);
});

test('of a federation every city is asked, each problem with its own file', async () => {
  const files = ['izmir', 'konya'].map((name) => write(`${name}.yaml`, city(name)));
  const federation = write('federation.yaml', 'federation: two\ncities: [izmir.yaml, konya.yaml]\n');
  const error = await loadSpec(federation, ['aws']).catch((cause: unknown) => cause);
  expect((error as CityError).problems.map(({ code, file }) => [code, file])).toEqual(
    files.map((file) => ['aws-certificate', file]),
  );
});
