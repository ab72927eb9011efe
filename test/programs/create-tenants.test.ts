import { join } from 'node:path';
import { createTenants, createTenantsConfig } from '../../programs/create-tenants/create-tenants';
import { Environment, type MisconfiguredError } from '../../programs/shared/environment';
import { bundlePrograms, runProgram } from './support/bundles';
import { type FakeServer, fakeServer, type Received, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

/** As much of a broker as has tenants: each is made by its first entity. */
class Broker {
  readonly tenants = new Map<string, Set<string>>();

  answer({ method, path, headers, body }: Received): Reply {
    const tenant = headers['ngsild-tenant'] as string | undefined;
    if (tenant === undefined) return { status: 200, body: {} };
    if (method === 'POST') {
      const entities = this.tenants.get(tenant) ?? new Set();
      this.tenants.set(tenant, entities);
      const { id } = JSON.parse(body);
      if (entities.has(id)) return { status: 409 };
      entities.add(id);
      return { status: 201 };
    }
    const entities = this.tenants.get(tenant);
    if (!entities) return { status: 404 };
    if (method === 'DELETE') return { status: entities.delete(path.split('/').at(-1) ?? '') ? 204 : 404 };
    return { status: 200, body: {} };
  }
}

let broker: Broker;
let server: FakeServer;

beforeEach(async () => {
  broker = new Broker();
  server = await fakeServer((request) => broker.answer(request));
});
afterEach(() => server.close());

/** Puts a server in place of the broker's that may answer first. */
async function intercept(answer: (request: Received) => Reply | undefined): Promise<void> {
  await server.close();
  server = await fakeServer((request) => answer(request) ?? broker.answer(request));
}

async function run(tenants: readonly string[], seconds = 60): Promise<string[]> {
  const { log, messages } = recordedLog();
  await createTenants({ brokerUrl: server.url, tenants, deadline: performance.now() + seconds * 1000, pause: 1 }, log);
  return messages;
}

test('makes every tenant by an entity that it deletes again', async () => {
  expect(await run(['parking', 'air_quality'])).toEqual([
    'broker: ready',
    'tenant parking: exists',
    'tenant air_quality: exists',
  ]);
  expect([...broker.tenants]).toEqual([
    ['parking', new Set()],
    ['air_quality', new Set()],
  ]);
  expect(server.lines().slice(0, 4)).toEqual([
    'GET /ngsi-ld/v1/types',
    'POST /ngsi-ld/v1/entities',
    'DELETE /ngsi-ld/v1/entities/urn:ngsi-ld:TenantProbe:parking',
    'GET /ngsi-ld/v1/types',
  ]);
});

test('names what it takes in every request, without which Scorpio answers 406', async () => {
  await run(['parking']);
  expect(server.received.every(({ headers }) => headers.accept !== undefined)).toBe(true);
});

test('a second run leaves everything as it is', async () => {
  await run(['parking']);
  await run(['parking']);
  expect([...broker.tenants]).toEqual([['parking', new Set()]]);
});

test('cleans up after a run that was stopped before it deleted its entity', async () => {
  broker.tenants.set('parking', new Set(['urn:ngsi-ld:TenantProbe:parking']));
  await run(['parking']);
  expect(broker.tenants.get('parking')).toEqual(new Set());
});

test('makes no tenant before the broker is ready', async () => {
  const failures = [503, 404, 500];
  await intercept(() => {
    const status = failures.shift();
    return status === undefined ? undefined : { status };
  });
  await run(['parking']);
  expect(server.lines().slice(0, 5)).toEqual([...Array(4).fill('GET /ngsi-ld/v1/types'), 'POST /ngsi-ld/v1/entities']);
});

test('tries again when the broker fails to make the tenant', async () => {
  let posts = 0;
  await intercept(({ method }) => (method === 'POST' && ++posts < 3 ? { status: 500 } : undefined));
  expect(await run(['parking'])).toContain('tenant parking: exists');
  expect(posts).toBe(3);
});

test('fails when the broker does not know a tenant that it took', async () => {
  await intercept(({ method, headers }) =>
    method === 'GET' && headers['ngsild-tenant'] !== undefined ? { status: 404 } : undefined,
  );
  await expect(run(['parking'], 0.05)).rejects.toThrow(/^tenant parking: gave up .* answered 404 to GET/);
});

test('gives up at once when the broker refuses', async () => {
  await intercept(({ method }) => (method === 'POST' ? { status: 401 } : undefined));
  await expect(run(['parking'])).rejects.toThrow('the broker answered 401 to POST /ngsi-ld/v1/entities');
  expect(server.lines()).toHaveLength(2);
});

test('waits for the broker and its own tables without tenants too', async () => {
  expect(await run([])).toEqual(['broker: ready']);
  expect(server.lines()).toEqual(['GET /ngsi-ld/v1/types']);
});

test('makes a tenant named twice once', () => {
  const environment = new Environment({ BROKER_URL: 'http://broker:9090', TENANTS: '["a","b","a"]' });
  expect(createTenantsConfig(environment).tenants).toEqual(['a', 'b']);
});

test.each(['{}', '[1]', '["a b"]', '["../x"]', '[""]'])('refuses TENANTS %s', (tenants) => {
  const environment = new Environment({ BROKER_URL: 'http://broker:9090', TENANTS: tenants });
  createTenantsConfig(environment);
  expect(() => environment.check()).toThrow(/^TENANTS must/);
});

test('names every problem of its environment', () => {
  const environment = new Environment({ BROKER_URL: 'broker' });
  createTenantsConfig(environment);
  const check = () => environment.check();
  expect(check).toThrow(
    expect.objectContaining<Partial<MisconfiguredError>>({
      problems: ['BROKER_URL must be an http or https URL without a user or a query', 'TENANTS is missing'],
    }),
  );
});

describe('the bundle', () => {
  const bundles = bundlePrograms();
  const file = join(bundles.folder, 'create-tenants.cjs');
  afterAll(bundles.remove);

  test('makes the tenants and ends with 0', async () => {
    const { code, messages } = await runProgram(file, { BROKER_URL: server.url, TENANTS: '["parking"]' });
    expect([code, messages]).toEqual([0, ['broker: ready', 'tenant parking: exists']]);
  });

  test('ends with 1 when there is no broker before the deadline', async () => {
    const env = { BROKER_URL: 'http://127.0.0.1:9', TENANTS: '["parking"]', DEADLINE_SECONDS: '1' };
    const { code, messages } = await runProgram(file, env);
    expect([code, messages.at(-1)]).toEqual([1, 'failed']);
  });

  test('ends with 2 when misconfigured', async () => {
    expect((await runProgram(file, {})).code).toBe(2);
  });
});
