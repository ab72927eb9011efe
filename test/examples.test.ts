import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec } from '../constructs/files/load-spec';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'citykit-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(readdirSync('examples'))('%s is a valid spec', async (name) => {
  const file = readdirSync(`examples/${name}`).find((one) => one.endsWith('.yaml'))!;
  const spec = await loadSpec(`examples/${name}/${file}`);
  expect(spec.kind).toBe(file === 'federation.yaml' ? 'federation' : 'city');
});

test('`cdk synth` runs the example app of cdk.json, with every gate', () => {
  const out = join(folder, 'cdk');
  const app = JSON.parse(readFileSync('cdk.json', 'utf8')).app as string;
  execFileSync(process.execPath, ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--app', app, '--output', out], {
    stdio: 'pipe',
  });
  expect(readdirSync(out)).toContain('izmir.template.json');
});

test('`cdk8s synth` runs the example app of cdk8s.yaml', () => {
  const out = join(folder, 'cdk8s');
  execFileSync(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--output', out], {
    stdio: 'pipe',
    env: { ...process.env, CITYKIT_SPEC: 'examples/small-town/city.yaml' },
  });
  expect(readdirSync(out)).toEqual(['small-town.k8s.yaml']);
});
