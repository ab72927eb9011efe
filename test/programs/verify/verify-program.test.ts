import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../real/support/free-port';
import { SmallPlatform, secrets } from '../../verify/support/small-platform';
import { bundlePrograms, runProgram, startProgram } from '../support/bundles';

const bundles = bundlePrograms();
const folder = mkdtempSync(join(tmpdir(), 'citykit-verify-program-'));
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true });
});
const program = join(bundles.folder, 'verify.cjs');
const file = join(folder, 'platform.json');

async function ask(port: number, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

test('verifies as soon as it runs, shows the report in each form, and ends when it is told to', async () => {
  const town = await new SmallPlatform(new Set(['no contact', 'echoes secrets']), ['viewer']).start();
  writeFileSync(file, JSON.stringify(town.platform));
  const [http, metrics] = [await freePort(), await freePort()];
  const child = startProgram(program, {
    PLATFORM_FILE: file,
    GATEWAY_URL: town.url,
    CLIENT_ID: 'verification',
    CLIENT_SECRET: secrets.client,
    PAUSE_SECONDS: '1',
    HTTP_PORT: String(http),
    METRICS_PORT: String(metrics),
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    while (!said.includes('"listening"')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await ask(http, '/verify/report.json')).status).toBe(503);
    expect((await ask(metrics, '/health')).status).toBe(200);
    while (!said.includes('"verified"')) await new Promise((resolve) => setTimeout(resolve, 50));
    const json = await ask(http, '/verify/report.json');
    const { results, wrote } = JSON.parse(json.text);
    expect(wrote).toBe(false);
    const failed = results.filter(({ status }: { status: string }) => status === 'fail');
    expect(failed.map(({ id }: { id: string }) => id)).toEqual(['1.9', '3.2']);
    expect((await ask(http, '/verify/report.html')).type).toBe('text/html; charset=utf-8');
    expect((await ask(http, '/verify/report.xml')).text).toContain('<testsuites');
    for (const name of ['other', 'constructor']) expect((await ask(http, `/verify/${name}`)).status).toBe(404);
    expect((await ask(metrics, '/metrics')).text).toContain('citykit_verify_musts_failed 1\n');
    expect(said + json.text).not.toContain(secrets.client);
  } finally {
    child.kill('SIGTERM');
    await town.stop();
  }
  expect(await ended).toBe(0);
});

test('says all that its environment lacks, and repeats no value', async () => {
  const { code, output, problems } = await runProgram(program, { CLIENT_SECRET: 'a-secret', GATEWAY_URL: 'nowhere' });
  expect(code).toBe(2);
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
    'CLIENT_ID',
    'GATEWAY_URL',
    'PLATFORM_FILE',
  ]);
  expect(output).not.toContain('a-secret');
});
