import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const folders: string[] = [];

function temporary(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.push(folder);
  return folder;
}

/** Runs the real command in a process of its own. */
function synth(spec: string, cwd: string, env: Record<string, string>): Record<string, string> {
  const out = join(cwd, 'out');
  execFileSync(process.execPath, [join(root, 'dist/cli/citykit.js'), 'synth', join(root, spec), '--out', out], {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  return files(out);
}

/** Content of every file below a folder, by its path. */
function files(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) found[name] = readFileSync(path, 'latin1');
  }
  return found;
}

let outputs: Record<string, string>;

beforeAll(() => {
  outputs = synth('examples/turkiye/federation.yaml', temporary('citykit-a-'), { TZ: 'UTC', LC_ALL: 'C' });
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('two runs in other folders, time zones and locales write the same bytes', () => {
  const again = synth('examples/turkiye/federation.yaml', temporary('citykit-other-folder-'), {
    TZ: 'Asia/Tokyo',
    LC_ALL: 'tr_TR.UTF-8',
    LANG: 'tr_TR.UTF-8',
  });
  const sums = (all: Record<string, string>) =>
    Object.entries(all).map(([name, text]) => `${name} ${createHash('sha256').update(text).digest('hex')}`);
  expect(sums(again)).toEqual(sums(outputs));
});

test.each([
  ['a path of the machine that wrote it', new RegExp(`${root}/|${tmpdir()}/citykit-`)],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['the id of an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a bearer token', /\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\./],
  [
    'a well-known default password',
    /(password|secret)["']?\s*[:=]\s*["']?(admin|changeme|change_me|password|postgres|secret|123456)["'\s]/i,
  ],
  ['an image without a version', /image:\s*\S+:latest\b|"Image":\s*"[^"]*:latest"/],
  ['an image of Bitnami', /bitnami/i],
])('no file holds %s', (_, pattern) => {
  const hits = Object.entries(outputs).flatMap(([name, text]) => {
    const found = pattern.exec(text);
    return found ? [`${name}: ${found[0].slice(0, 80)}`] : [];
  });
  expect(hits).toEqual([]);
});

test('no Kubernetes Secret with content is written', () => {
  const manifests = Object.entries(outputs).filter(([name]) => name.endsWith('.yaml'));
  expect(manifests.length).toBeGreaterThan(0);
  for (const [, text] of manifests) expect(text).not.toMatch(/^kind: Secret$/m);
});

test('no template names what AWS should name itself', () => {
  const names = [
    'BucketName',
    'ClusterName',
    'DBClusterIdentifier',
    'LoadBalancerName',
    'RoleName',
    'QueueName',
    'FileSystemName',
  ];
  const templates = Object.entries(outputs).filter(([name]) => name.endsWith('.template.json'));
  // Of two cities: one of the stack, and one for each component.
  expect(templates).toHaveLength(25);
  for (const [, text] of templates) {
    const { Resources } = JSON.parse(text) as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
    const fixed = Object.entries(Resources).flatMap(([id, { Properties = {} }]) =>
      names.filter((name) => typeof Properties[name] === 'string').map((name) => `${id}.${name}`),
    );
    expect(fixed).toEqual([]);
  }
});
