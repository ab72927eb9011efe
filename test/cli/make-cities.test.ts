import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseCity, receivedCity } from '../../constructs/spec/city';

const root = resolve(__dirname, '../..');
const spec = parse(readFileSync(join(root, 'examples/small-town/city.yaml'), 'utf8'));

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'citykit-cities-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the real command over so many small towns. */
function synth(amount: number, target = 'kubernetes'): string {
  const cities = Array.from({ length: amount }, (_, at) => ({ ...spec, name: `town-${at + 1}` }));
  const file = join(scratch, 'federation.yaml');
  writeFileSync(file, stringify({ federation: 'towns', joining: 'first', cities }));
  const out = join(scratch, `out-${amount}`);
  const args = [join(root, 'dist/cli/citykit.js'), 'synth', file, '--target', target, '--out', out];
  execFileSync(process.execPath, args, { stdio: 'pipe', encoding: 'utf8' });
  return out;
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test('a city that was sent to a thread is the city that was read', () => {
  const city = parseCity(spec);
  const received = receivedCity(structuredClone(city));
  expect(received).toEqual(city);
  expect(parseCity(received)).toBe(received);
});

test('cities that threads make are those that one thread makes', () => {
  const [many, few] = [synth(8), synth(2)];
  for (const town of ['town-1', 'town-2']) expect(filesBelow(join(many, town))).toEqual(filesBelow(join(few, town)));
  expect(readdirSync(many)).toHaveLength(10);
});

test('what is wrong with many cities on a target is told for each of them, and nothing is written', () => {
  expect(() => synth(8, 'aws')).toThrow(
    expect.objectContaining({
      status: 2,
      stderr: expect.stringMatching(/8 problems in the spec\s[\s\S]*\[aws-profile\]/),
    }),
  );
  expect(readdirSync(scratch)).toEqual(['federation.yaml']);
});
