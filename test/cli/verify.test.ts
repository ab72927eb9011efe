import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import { localCertificate } from '../../cli/machine/certificates';
import { type Flaw, SmallPlatform, secrets } from '../verify/support/small-platform';
import { citykit } from './support/built-citykit';

const folder = mkdtempSync(join(tmpdir(), 'citykit-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
const env = { CITYKIT_CLIENT_ID: 'verify', CITYKIT_CLIENT_SECRET: secrets.client };

const running: SmallPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function small(...flaws: Flaw[]): Promise<SmallPlatform> {
  const town = await new SmallPlatform(new Set(flaws)).start();
  running.push(town);
  return town;
}
const ask = (town: SmallPlatform, ...args: string[]) =>
  citykit(['verify', 'https://town.example', '--via', town.url, ...args], { env });

test('a platform that meets what must be: exit code 0, the sentence that counts last, every form of the report', async () => {
  const town = await small();
  const written = await ask(town, '--html', file('r.html'), '--junit', file('r.xml'), '--mim', file('mim.yml'));
  expect(written.stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^\d+ of \d+ that must be are met; \d+ not tried.*\(.* s\)$/,
  );
  expect(written.stdout).toMatch(/^ {2}passed {10}0\.2 {3}JSON, JSON-LD and GeoJSON/m);
  expect(written.code).toBe(0);
  expect(readFileSync(file('r.html'), 'utf8')).toContain('<h1>town.example: what stands of the mechanisms</h1>');
  expect(readFileSync(file('r.xml'), 'utf8')).toContain('<testsuite name="MIM0"');
  expect(readFileSync(file('mim.yml'), 'utf8')).toContain('MIMYmlVersion: "0.1"');
});

test('something that must be is not met: exit code 2, with what was seen and what to do', async () => {
  const town = await small('subscriptions open', 'no contact');
  const { code, stdout } = await ask(town);
  expect(code).toBe(2);
  expect(stdout).toMatch(/failed {10}0\.9 .*\n +Without a token \/subscriptions answers 200\.\n +→ /);
  expect(stdout).toContain('2 failed');
});

test('something that should be is not met: exit code 0; with --strict what was not tried counts', async () => {
  const town = await small('no openapi');
  expect((await ask(town)).code).toBe(0);
  expect((await ask(town, '--strict')).code).toBe(2);
});

test('a platform below .localhost is looked for on this machine, whatever its resolver knows', async () => {
  writeFileSync(
    file('town.yaml'),
    'name: town\ncountry: FI\npopulation: 8200\nprofile: laptop\ntargets: { compose: { httpsPort: 9 } }\n',
  );
  for (const platform of [file('town.yaml'), 'https://town.localhost:9']) {
    const { code, stderr } = await citykit(['verify', platform]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The platform does not answer: GET https:\/\/api\.town\.localhost:9\/.* ECONNREFUSED .*:9$/m,
    );
  }
});

test('as data it agrees with its schema, and a later run tells what has changed since', async () => {
  const before = await ask(await small('no contact'), '--json');
  expect(before.stderr).toBe('');
  writeFileSync(file('before.json'), before.stdout);
  const { ok, report, problems } = JSON.parse(before.stdout);
  expect([ok, problems]).toEqual([false, []]);
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  const schema = JSON.parse(readFileSync(resolve(__dirname, '../../schema/verify-report.schema.json'), 'utf8'));
  expect([ajv.validate(schema, report), ajv.errors]).toEqual([true, null]);
  const after = await ask(await small('no etag', 'portal api down'), '--compare', file('before.json'));
  const told = after.stdout.slice(after.stdout.indexOf('Since '));
  expect(
    told
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split('  ')[0]?.trim()),
  ).toEqual(expect.arrayContaining(['0.8', '3.5', '3.2']));
  expect(told).toMatch(/3\.2 +failed → passed/);
});

test('a dead platform: exit code 1 and a first line that says so, within seconds', async () => {
  const began = Date.now();
  const { code, stderr, stdout } = await citykit(['verify', 'https://town.example', '--via', 'http://127.0.0.1:9'], {
    env,
  });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.split('\n')[0]).toMatch(/^The platform does not answer: GET https:\/\/api\.town\.example/);
  expect(Date.now() - began).toBeLessThan(30_000);
});

test('mistakes of the caller: exit code 2, one sentence and what to do', async () => {
  const town = await small();
  const half = await citykit(['verify', 'https://town.example'], { env: { CITYKIT_CLIENT_ID: 'verify' } });
  expect([half.code, half.stderr]).toEqual([2, 'CITYKIT_CLIENT_SECRET is missing.\nSet both, or neither.\n']);
  const several = await citykit(['verify', 'examples/turkiye/federation.yaml']);
  expect([several.code, several.stderr]).toEqual([
    2,
    'examples/turkiye/federation.yaml has several cities.\nName one by --city: istanbul, izmir.\n',
  ]);
  writeFileSync(file('no.json'), '{}');
  const none = await ask(town, '--compare', file('no.json'));
  expect([none.code, none.stderr]).toMatchObject([2, expect.stringContaining('is no report.')]);
});

describe('a certificate', () => {
  const hosts = ['api', 'id', 'models', 'data'].map((name) => `${name}.town.example`);
  const { chain, key, authority } = localCertificate(file('certificates'), hosts);
  const { authority: another } = localCertificate(file('others'), hosts);
  const server = createServer({ cert: chain, key }, (_, response) => response.writeHead(503).end());
  const elsewhere = createServer(localCertificateOf('elsewhere.example'), (_, response) => response.end());
  beforeAll(async () => {
    for (const one of [server, elsewhere]) await once(one.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => {
    for (const one of [server, elsewhere]) one.close();
  });

  function localCertificateOf(host: string) {
    const made = localCertificate(file(host), [host]);
    return { cert: made.chain, key: made.key };
  }
  const told = async (to: Server, ...args: string[]) => {
    const via = `https://127.0.0.1:${(to.address() as AddressInfo).port}`;
    return citykit(['verify', 'https://town.example', '--via', via, ...args], { env });
  };

  test.each([
    ['that nobody vouches for', []],
    ['that another authority vouches for', ['--ca', another]],
  ])('%s: --ca is what helps', async (_, args) => {
    const { code, stderr } = await told(server, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The certificate of the platform is not accepted: GET https:.+\nName by --ca the authority that signed it/,
    );
    expect(stderr).not.toContain('--via');
  });

  test('for other names is told so, and one that is vouched for is asked', async () => {
    const authorities = readFileSync(join(file('elsewhere.example'), 'authority.pem'), 'utf8');
    writeFileSync(file('both.pem'), `${readFileSync(authority, 'utf8')}${authorities}`);
    expect((await told(elsewhere, '--ca', file('both.pem'))).stderr).toMatch(/^The cert.+\nGive it a certificate for/);
    expect((await told(server, '--ca', file('both.pem'))).stderr).toMatch(/^The platform does not answer: .+ 503\n/);
  });

  test('that is none, or a file that is not there, is refused before anything is asked', async () => {
    writeFileSync(file('none.pem'), 'name: town\n');
    writeFileSync(file('half.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const problems = async (...args: string[]) => {
      const { code, stdout } = await told(server, '--json', ...args);
      return [
        code,
        JSON.parse(stdout).problems.map((one: { code: string; path: string; file?: string }) =>
          [one.code, one.path, one.file].filter(Boolean).join(' '),
        ),
      ];
    };
    for (const name of ['none.pem', 'half.pem'])
      expect(await problems('--ca', file(name))).toEqual([2, ['bad-format --ca']]);
    expect(await problems('--ca', file('nix.pem'), '--token-file', folder)).toEqual([
      2,
      [`file-missing --ca ${file('nix.pem')}`, `file-directory --token-file ${folder}`],
    ]);
  });
});

test('what is not a report of its own is not replaced, and said before the run begins, all at once', async () => {
  const town = await small();
  writeFileSync(file('mine.yaml'), 'mine');
  mkdirSync(file('folder'));
  symlinkSync(file('mine.yaml'), file('link.xml'));
  const told = async (...args: string[]) => {
    const { code, stdout } = await ask(town, '--json', ...args);
    return [code, JSON.parse(stdout).problems.map((one: { code: string; path: string }) => `${one.code} ${one.path}`)];
  };
  const all = ['--html', file('mine.yaml'), '--junit', file('link.xml'), '--mim', file('folder')];
  expect(await told(...all)).toEqual([2, ['output-foreign --html', 'output-foreign --junit', 'output-foreign --mim']]);
  const below = join(file('mine.yaml'), 'r.html');
  expect(await told('--html', below)).toEqual([2, ['output-place --html']]);
  expect(await told('--html', file('one'), '--junit', file('one'))).toEqual([2, ['output-place --junit']]);
  expect(town.requests).toEqual([]);
  expect(readFileSync(file('mine.yaml'), 'utf8')).toBe('mine');
  expect((await ask(town, '--html', file('mine.yaml'), '--overwrite', '--only', '0.2')).code).toBe(0);
  expect(readFileSync(file('mine.yaml'), 'utf8')).toContain('<!doctype html>');
});

test('a report makes its folder, is replaced by the next one, and stays where it was changed', async () => {
  const town = await small();
  const [page, tests, mim] = ['new/a.html', 'new/b.xml', 'new/c.yml'].map(file) as [string, string, string];
  const run = () => ask(town, '--only', '0.2', '--html', page, '--junit', tests, '--mim', mim);
  for (const time of [1, 2]) expect([time, (await run()).code]).toEqual([time, 0]);
  // XML has its declaration first, and the others take a comment before all else.
  expect(readFileSync(tests, 'utf8')).toMatch(/^<\?xml .+\?>\n<!-- made by citykit verify, .+ -->\n<testsuites /);
  expect(readFileSync(page, 'utf8')).toMatch(/^<!-- made by citykit verify, .+ -->\n<!doctype html>/);
  expect(parseAllDocuments(readFileSync(mim, 'utf8')).flatMap(({ errors }) => errors)).toEqual([]);
  writeFileSync(tests, `${readFileSync(tests, 'utf8')}<!-- mine -->`);
  const { code, stderr } = await run();
  expect([code, stderr]).toMatchObject([2, expect.stringContaining('[output-changed]')]);
  expect(existsSync(`${tests}.new`)).toBe(false);
});

test('Ctrl-C ends the run by the signal, when what was written is removed', async () => {
  const town = await small('history lost');
  const program = resolve(__dirname, '../../dist/cli/citykit.js');
  const args = [program, 'verify', 'https://town.example', '--via', town.url, '--write'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise((done) => child.on('close', (code, signal) => done({ code, signal })));
  while (town.written().length < 5) await new Promise((done) => setTimeout(done, 10));
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: null, signal: 'SIGINT' });
  expect(said).toContain('what the run wrote is removed');
  expect(town.written()).toEqual([]);
});

test('the secret of the client is in no output', async () => {
  const town = await small('echoes secrets', 'no contact', 'any accept');
  const { stdout, stderr } = await ask(town, '--json', '--write', '--html', file('s.html'), '--junit', file('s.xml'));
  for (const text of [stdout, stderr, readFileSync(file('s.html'), 'utf8'), readFileSync(file('s.xml'), 'utf8')])
    expect(text).not.toMatch(new RegExp(`${secrets.client}|${secrets.cookie}|eyJ[\\w-]{10}`));
});
