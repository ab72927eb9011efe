import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment } from '../../programs/shared/environment';
import { waitForJobs, waitForJobsConfig } from '../../programs/wait-for-jobs/wait-for-jobs';
import { type FakeServer, fakeServer, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

const folder = mkdtempSync(join(tmpdir(), 'service-account-'));
let server: FakeServer;
/** What the API server answers for each Job, one after another; the last again and again. */
let replies: Record<string, Reply[]>;

beforeEach(async () => {
  replies = {};
  server = await fakeServer(({ path }) => {
    const left = replies[path.split('/').at(-1)!] ?? [];
    return (left.length > 1 ? left.shift() : left[0]) ?? { status: 404, body: { reason: 'NotFound' } };
  });
  writeFileSync(join(folder, 'token'), 'the-token\n');
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

const running: Reply = { status: 200, body: { status: { active: 1 } } };
const ended = (type: 'Complete' | 'Failed'): Reply => ({
  status: 200,
  body: { status: { conditions: [{ type, status: 'True' }] } },
});

async function run(jobs: readonly string[], seconds = 60): Promise<string[]> {
  const { log, messages } = recordedLog();
  const environment = new Environment({
    JOBS: JSON.stringify(jobs),
    NAMESPACE: 'izmir',
    KUBERNETES_SERVICE_HOST: '10.0.0.1',
    SERVICE_ACCOUNT_DIR: folder,
  });
  const config = waitForJobsConfig(environment);
  environment.check();
  const deadline = performance.now() + seconds * 1000;
  await waitForJobs({ ...config, access: { ...config.access, url: server.url }, deadline, pause: 1 }, log);
  return messages;
}

test('ends when every Job is complete, of which one is not made yet and one still runs', async () => {
  replies.first = [{ status: 404, body: {} }, running, ended('Complete')];
  replies.second = [ended('Complete')];
  const said = await run(['first', 'second']);
  expect(said.filter((line) => line.endsWith(': complete'))).toEqual(['Job first: complete', 'Job second: complete']);
  expect(server.received).toHaveLength(4);
  expect(server.received[0]).toMatchObject({
    method: 'GET',
    path: '/apis/batch/v1/namespaces/izmir/jobs/first',
    headers: { authorization: 'Bearer the-token' },
  });
});

test('fails at once when a Job has failed', async () => {
  replies.first = [ended('Failed')];
  await expect(run(['first'])).rejects.toThrow('Job first has failed: see its log');
  expect(server.received).toHaveLength(1);
});

test('gives up when the deadline is passed', async () => {
  replies.first = [running];
  await expect(run(['first'], 0.05)).rejects.toThrow(/^Job first: gave up after \d+ attempts: not complete yet/);
});

test('refuses a list that holds no names', () => {
  const environment = new Environment({ JOBS: '[1]', NAMESPACE: 'izmir', KUBERNETES_SERVICE_HOST: '10.0.0.1' });
  waitForJobsConfig(environment);
  expect(() => environment.check()).toThrow('JOBS must be a list of names');
});
