import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecrets, createSecretsConfig } from '../../programs/create-secrets/create-secrets';
import { randomValue } from '../../programs/create-secrets/random-value';
import { Environment, type MisconfiguredError } from '../../programs/shared/environment';
import { bundlePrograms, runProgram } from './support/bundles';
import { type FakeServer, fakeServer, type Received, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';
import { selfSigned } from './support/self-signed';

interface StoredSecret {
  type: string;
  metadata: { name: string; labels: Record<string, string>; resourceVersion: string };
  data: Record<string, string>;
}

/** As much of an API server as keeps Secrets. */
class SecretStore {
  readonly secrets = new Map<string, StoredSecret>();
  #version = 0;

  answer({ method, path, body }: Received): Reply {
    const name = path.split('/')[6];
    const sent = body === '' ? {} : JSON.parse(body);
    const stored = this.secrets.get(name ?? sent.metadata?.name);
    if (method === 'POST') {
      if (stored) return { status: 409, body: { reason: 'AlreadyExists' } };
      return { status: 201, body: this.put(sent) };
    }
    if (!stored) return { status: 404, body: { reason: 'NotFound' } };
    if (method === 'GET') return { status: 200, body: stored };
    if (sent.metadata.resourceVersion !== stored.metadata.resourceVersion)
      return { status: 409, body: { reason: 'Conflict' } };
    return {
      status: 200,
      body: this.put({
        ...stored,
        metadata: { ...stored.metadata, labels: { ...stored.metadata.labels, ...sent.metadata.labels } },
        data: { ...stored.data, ...sent.data },
      }),
    };
  }

  put(
    secret: Omit<StoredSecret, 'metadata'> & { metadata: { name: string; labels?: Record<string, string> } },
  ): StoredSecret {
    const { name, labels = {} } = secret.metadata;
    const stored = { ...secret, metadata: { name, labels, resourceVersion: String(++this.#version) } };
    this.secrets.set(name, stored);
    return stored;
  }

  value(name: string, key: string): string {
    return Buffer.from(this.secrets.get(name)?.data[key] ?? '', 'base64').toString();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'service-account-'));
let store: SecretStore;
let server: FakeServer;

beforeEach(async () => {
  store = new SecretStore();
  server = await fakeServer((request) => store.answer(request));
  writeFileSync(join(folder, 'token'), 'the-token\n');
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

const database = { name: 'database', keys: [{ key: 'password' }], labels: { part: 'broker' } };

/** Runs the program's logic against the fake server. */
async function run(secrets: readonly object[], url = server.url): Promise<ReturnType<typeof recordedLog>> {
  const log = recordedLog();
  const environment = new Environment({
    SECRETS: JSON.stringify(secrets),
    NAMESPACE: 'izmir',
    KUBERNETES_SERVICE_HOST: '10.0.0.1',
    SERVICE_ACCOUNT_DIR: folder,
    DEADLINE_SECONDS: '60',
  });
  const config = createSecretsConfig(environment);
  environment.check();
  await createSecrets({ ...config, access: { ...config.access, url }, pause: 1 }, log.log);
  return log;
}

test('makes a Secret with a random value under each key', async () => {
  await run([{ ...database, keys: [{ key: 'password' }, { key: 'cookie', length: 64, alphabet: 'hex' }] }]);
  expect(store.secrets.get('database')).toMatchObject({ type: 'Opaque', metadata: { labels: { part: 'broker' } } });
  expect(store.value('database', 'password')).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(store.value('database', 'cookie')).toMatch(/^[0-9a-f]{64}$/);
  expect(server.lines()).toEqual([
    'GET /api/v1/namespaces/izmir/secrets/database',
    'POST /api/v1/namespaces/izmir/secrets',
  ]);
  expect(server.received[0]?.headers.authorization).toBe('Bearer the-token');
});

test('keeps the user name of a basic-auth Secret beside its password', async () => {
  await run([{ ...database, type: 'kubernetes.io/basic-auth', username: 'ngb' }]);
  expect(store.secrets.get('database')?.type).toBe('kubernetes.io/basic-auth');
  expect(store.value('database', 'username')).toBe('ngb');
  expect(store.value('database', 'password')).toHaveLength(40);
});

test('a second run changes nothing and only reads', async () => {
  await run([database]);
  const before = structuredClone(store.secrets);
  server.received.length = 0;
  const log = await run([database]);
  expect(store.secrets).toEqual(before);
  expect(server.lines()).toEqual(['GET /api/v1/namespaces/izmir/secrets/database']);
  expect(log.messages).toEqual(['Secret database: unchanged']);
});

test('adds the keys that are missing and keeps the others', async () => {
  store.put({ type: 'Opaque', metadata: { name: 'database' }, data: { password: 'a2VwdA==', foreign: 'eA==' } });
  await run([{ ...database, keys: [{ key: 'password' }, { key: 'cookie' }] }]);
  expect(store.value('database', 'password')).toBe('kept');
  expect(store.value('database', 'foreign')).toBe('x');
  expect(store.value('database', 'cookie')).toHaveLength(40);
});

test('keeps a key whose value is empty', async () => {
  store.put({ type: 'Opaque', metadata: { name: 'database', labels: { part: 'broker' } }, data: { password: '' } });
  expect((await run([database])).messages).toEqual(['Secret database: unchanged']);
});

test('adds labels that are missing, and no value with them', async () => {
  store.put({ type: 'Opaque', metadata: { name: 'database' }, data: { password: 'a2VwdA==' } });
  await run([database]);
  expect(store.secrets.get('database')).toMatchObject({
    metadata: { labels: { part: 'broker' } },
    data: { password: 'a2VwdA==' },
  });
});

test('keeps the value of another run that was quicker to create', async () => {
  await server.close();
  server = await fakeServer((request) => {
    if (request.method === 'POST' && store.secrets.size === 0) {
      store.put({
        type: 'Opaque',
        metadata: { name: 'database', labels: { part: 'broker' } },
        data: { password: 'a2VwdA==' },
      });
    }
    return store.answer(request);
  });
  await run([database]);
  expect(store.value('database', 'password')).toBe('kept');
});

test('keeps the value of another run that was quicker to patch', async () => {
  store.put({ type: 'Opaque', metadata: { name: 'database' }, data: {} });
  await server.close();
  server = await fakeServer((request) => {
    const isFirstPatch = request.method === 'PATCH' && store.value('database', 'password') === '';
    if (isFirstPatch) store.put({ type: 'Opaque', metadata: { name: 'database' }, data: { password: 'a2VwdA==' } });
    return store.answer(request);
  });
  await run([database]);
  expect(store.value('database', 'password')).toBe('kept');
});

test('tries again while the API server fails or the rights are not there yet', async () => {
  const failures = [503, 403, 401, 429];
  await server.close();
  server = await fakeServer((request) => {
    const status = failures.shift();
    return status === undefined ? store.answer(request) : { status, body: 'no JSON' };
  });
  await run([database]);
  expect(store.value('database', 'password')).toHaveLength(40);
});

test('gives up at once when the API server refuses the object, and says no value', async () => {
  await server.close();
  let sent = '';
  server = await fakeServer(({ method, body }) => {
    if (method === 'GET') return { status: 404 };
    sent = JSON.parse(body).data.password;
    return { status: 422, body: { reason: 'Invalid', message: `bad value ${sent}` } };
  });
  const failure = await run([database]).catch((error: Error) => error.message);
  expect(failure).toBe('the API server answered 422 Invalid');
  expect(sent).not.toBe('');
});

test('refuses a Secret of another type, which cannot be changed', async () => {
  store.put({ type: 'kubernetes.io/tls', metadata: { name: 'database' }, data: {} });
  await expect(run([database])).rejects.toThrow('Secret database exists with another type than Opaque');
});

test('never logs a value', async () => {
  const log = await run([{ ...database, type: 'kubernetes.io/basic-auth', username: 'ngb' }]);
  expect(log.text()).toContain('"keys":["username","password"]');
  expect(log.text()).not.toContain(store.value('database', 'password'));
  expect(log.text()).not.toContain('the-token');
});

test('random values differ and use their whole alphabet', () => {
  expect(randomValue(40, 'alphanumeric')).not.toBe(randomValue(40, 'alphanumeric'));
  expect(new Set(randomValue(5000, 'alphanumeric')).size).toBe(62);
  expect(new Set(randomValue(1000, 'hex')).size).toBe(16);
});

test.each([
  ['{}', ['SECRETS must be a JSON list']],
  [
    '[1]',
    [
      'SECRETS [0] must be an object',
      'SECRETS [0] name must be the name of a Secret',
      'SECRETS [0] keys must be a list that is not empty',
    ],
  ],
  ['[{"name":"A_b","keys":[{"key":"k"}]}]', ['SECRETS [0] name must be the name of a Secret']],
  ['[{"name":"a","keys":[]}]', ['SECRETS [0] keys must be a list that is not empty']],
  ['[{"name":"a","keys":[{"key":"a b"}]}]', ['SECRETS [0] keys[0] key must be letters, digits, -, _ and .']],
  [
    '[{"name":"a","keys":[{"key":"k","length":8}]}]',
    ['SECRETS [0] keys[0] length must be a whole number from 16 to 1024'],
  ],
  [
    '[{"name":"a","keys":[{"key":"k","alphabet":"toString"}]}]',
    ['SECRETS [0] keys[0] alphabet must be one of alphanumeric, hex'],
  ],
  ['[{"name":"a","keys":[{"key":"k"},{"key":"k"}]}]', ['SECRETS [0] keys must name each key once']],
  ['[{"name":"a","keys":[{"key":"k"}]},{"name":"a","keys":[{"key":"k"}]}]', ['SECRETS must name each Secret once']],
  ['[{"name":"a","typ":"x","keys":[{"key":"k"}]}]', ['SECRETS [0] has the unknown members typ']],
  ['[{"name":"a","type":1,"keys":[{"key":"k"}]}]', ['SECRETS [0] type must be a text']],
  ['[{"name":"a","username":1,"keys":[{"key":"k"}]}]', ['SECRETS [0] username must be a text']],
  ['[{"name":"a","type":"kubernetes.io/basic-auth","keys":[{"key":"password"}]}]', ['SECRETS [0] username is missing']],
  ['[{"name":"a","username":"u","keys":[{"key":"username"}]}]', ['SECRETS [0] makes its username up']],
  ['[{"name":"a","labels":[],"keys":[{"key":"k"}]}]', ['SECRETS [0] labels must be a JSON object of texts']],
])('refuses SECRETS %s', (secrets, expected) => {
  const environment = new Environment({ SECRETS: secrets, NAMESPACE: 'izmir', KUBERNETES_SERVICE_HOST: '10.0.0.1' });
  createSecretsConfig(environment);
  const problems = (() => {
    try {
      environment.check();
    } catch (error) {
      return (error as MisconfiguredError).problems;
    }
    return [];
  })();
  expect(problems).toEqual(expected);
});

test('reaches an API server that has an IPv6 address', () => {
  const environment = new Environment({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' });
  expect(createSecretsConfig(environment).access.url).toBe('https://[fd00::1]:6443');
});

describe('the bundle', () => {
  const bundles = bundlePrograms();
  const file = join(bundles.folder, 'create-secrets.cjs');
  afterAll(bundles.remove);

  test('makes the Secrets over TLS, trusting the authority of the service account only', async () => {
    const pair = selfSigned();
    const api = await fakeServer((request) => store.answer(request), pair);
    writeFileSync(join(folder, 'ca.crt'), pair.cert);
    const env = {
      SECRETS: JSON.stringify([database]),
      NAMESPACE: 'izmir',
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(api.port),
      SERVICE_ACCOUNT_DIR: folder,
      DEADLINE_SECONDS: '1',
    };
    const good = await runProgram(file, env);
    expect([good.code, good.messages]).toEqual([0, ['Secret database: made']]);
    expect(good.output).not.toContain(store.value('database', 'password'));
    writeFileSync(join(folder, 'ca.crt'), selfSigned().cert);
    const distrusted = await runProgram(file, env);
    expect(distrusted.code).toBe(1);
    expect(distrusted.messages.at(-1)).toBe('failed');
    await api.close();
  });

  test('ends with 2 and every problem when misconfigured', async () => {
    const { code, problems } = await runProgram(file, { DEADLINE_SECONDS: 'soon' });
    expect(code).toBe(2);
    expect(problems).toEqual([
      'KUBERNETES_SERVICE_HOST is missing',
      'NAMESPACE is missing',
      'SECRETS is missing',
      'DEADLINE_SECONDS must be a whole number from 1 to 86400',
    ]);
  });
});
