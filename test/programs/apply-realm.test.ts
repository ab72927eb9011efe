import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminApi } from '../../programs/apply-realm/admin-api';
import { applyRealmConfig, bringAbout } from '../../programs/apply-realm/apply-realm-job';
import { type RotatedLogin, turnPasswordOver } from '../../programs/apply-realm/turn-password-over';
import { Environment, MisconfiguredError } from '../../programs/shared/environment';
import { FinalError } from '../../programs/shared/retry';
import { bundlePrograms, runProgram, startProgram } from './support/bundles';
import { type FakeServer, fakeServer, type Received, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

const login = '/realms/master/protocol/openid-connect/token';
const secret = 'kept-to-itself';
const realmFile = join(mkdtempSync(join(tmpdir(), 'realm-')), 'realm.json');
writeFileSync(realmFile, JSON.stringify({ realm: 'izmir', displayName: '$' + '{env:TITLE}' }));

let server: FakeServer;
afterEach(() => server?.close());

/** A Keycloak that lets everybody in and answers the rest as it is told. */
async function keycloak(answer: (request: Received) => Reply | undefined): Promise<void> {
  server = await fakeServer((request) =>
    request.path === login ? { status: 200, body: { access_token: 'token' } } : answer(request),
  );
}

const api = () =>
  new AdminApi({ url: server.url, adminRealm: 'master', credentials: { clientId: 'apply', clientSecret: secret } });

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  REALM_FILE: realmFile,
  KEYCLOAK_URL: server?.url ?? 'http://127.0.0.1:9',
  KEYCLOAK_ADMIN_CLIENT_ID: 'apply',
  KEYCLOAK_ADMIN_CLIENT_SECRET: secret,
  TITLE: 'Izmir',
  ...more,
});

/** What check() says of this environment. */
function problems(more: Readonly<Record<string, string>>): readonly string[] {
  const read = new Environment(environment(more));
  applyRealmConfig(read);
  try {
    read.check();
  } catch (error) {
    return (error as MisconfiguredError).problems;
  }
  return [];
}

describe('the admin API', () => {
  test('is logged in to once, and again when the token is over', async () => {
    const statuses = [200, 401, 200];
    await keycloak(() => ({ status: statuses.shift()!, body: 1 }));
    const one = api();
    await one.get('/a');
    await one.get('/b');
    expect(server.lines()).toEqual([
      `POST ${login}`,
      'GET /admin/realms/a',
      'GET /admin/realms/b',
      `POST ${login}`,
      'GET /admin/realms/b',
    ]);
  });

  test('finds nothing where there is nothing', async () => {
    await keycloak(() => ({ status: 404 }));
    expect(await api().tryGet('/a')).toBeUndefined();
    await expect(api().get('/a')).rejects.toThrow(new FinalError('GET /a: not found'));
  });

  test.each([429, 404, 409, 502, 503, 504])('may be asked again after %i', async (status) => {
    await keycloak(() => ({ status, body: { errorMessage: 'busy' } }));
    const failure = api().put('/a', {});
    await expect(failure).rejects.toThrow(`PUT /a: ${status} busy`);
    await expect(failure).rejects.not.toBeInstanceOf(FinalError);
  });

  test.each([400, 500])('is not asked again after %i', async (status) => {
    await keycloak(() => ({ status, body: { errorMessage: 'Invalid redirect URI' } }));
    const failure = api().delete('/a');
    await expect(failure).rejects.toThrow(`DELETE /a: ${status} Invalid redirect URI`);
    await expect(failure).rejects.toBeInstanceOf(FinalError);
  });

  test('takes refused credentials and missing rights for a mistake, without telling the credentials', async () => {
    server = await fakeServer(() => ({ status: 401, body: { error_description: 'Invalid client' } }));
    await expect(api().get('/a')).rejects.toThrow(
      new MisconfiguredError(["Keycloak refuses the administrator's credentials (Invalid client)"]),
    );
    await server.close();
    await keycloak(() => ({ status: 403, body: { error: 'HTTP 403 Forbidden' } }));
    await expect(api().post('/a', {})).rejects.toThrow(
      new MisconfiguredError(['the administrator may not do this: POST /a: 403 HTTP 403 Forbidden']),
    );
  });
});

describe("the administrator's password", () => {
  const rotated = (previousPassword?: string): RotatedLogin => ({
    url: server.url,
    adminRealm: 'master',
    credentials: { username: 'bootstrap-admin', password: 'new' },
    ...(previousPassword && { previousPassword }),
  });

  /** A Keycloak that knows its administrator by one password. */
  async function knowing(password: string): Promise<{ readonly said: string[]; readonly known: () => string }> {
    let known = password;
    server = await fakeServer(({ path, method, body }) => {
      if (path === login) {
        return new URLSearchParams(body).get('password') === known
          ? { status: 200, body: { access_token: 'token' } }
          : { status: 401, body: { error_description: 'Invalid user credentials' } };
      }
      if (method === 'PUT') known = JSON.parse(body).value;
      return { status: 200, body: path.includes('/users?') ? [{ id: '1' }] : {} };
    });
    return { said: [], known: () => known };
  }

  test('is turned over by who knows the one before', async () => {
    const { said, known } = await knowing('old');
    await turnPasswordOver(rotated('old'), (change) => said.push(change));
    await turnPasswordOver(rotated('old'), (change) => said.push(change));
    expect([known(), said]).toEqual(['new', ['administrator: password rotated']]);
  });

  test('stays where nothing was rotated', async () => {
    const { known } = await knowing('old');
    await turnPasswordOver(rotated(), fail);
    expect([known(), server.lines()]).toEqual(['old', []]);
  });

  test('is asked for by name where the server knows neither', async () => {
    await knowing('of somebody else');
    await expect(turnPasswordOver(rotated('old'), fail)).rejects.toThrow(
      new MisconfiguredError(["Keycloak refuses the administrator's credentials (Invalid user credentials)"]),
    );
  });

  function fail(change: string): void {
    throw new Error(change);
  }
});

describe('the configuration', () => {
  test('is read with defaults, the realm with its variables filled in', () => {
    const config = applyRealmConfig(new Environment(environment({ KEYCLOAK_URL: 'http://identity:8080/' })));
    expect(config).toMatchObject({
      realm: { realm: 'izmir', displayName: 'Izmir' },
      url: 'http://identity:8080',
      adminRealm: 'master',
      credentials: { clientId: 'apply', clientSecret: secret },
      secrets: ['Izmir', secret],
    });
  });

  test('takes a name and a password as well', () => {
    const person = { KEYCLOAK_ADMIN_CLIENT_ID: '', KEYCLOAK_ADMIN_USERNAME: 'u', KEYCLOAK_ADMIN_PASSWORD: 'p' };
    const config = applyRealmConfig(new Environment(environment({ ...person, KEYCLOAK_ADMIN_REALM: 'staff' })));
    expect(config).toMatchObject({ adminRealm: 'staff', credentials: { username: 'u', password: 'p' } });
  });

  test('names every problem at once, and repeats no value', () => {
    const found = problems({ KEYCLOAK_URL: 'hunter2', KEYCLOAK_ADMIN_CLIENT_ID: '', TITLE: '', DEADLINE_SECONDS: 'x' });
    expect(found).toEqual([
      'KEYCLOAK_ADMIN_CLIENT_ID and KEYCLOAK_ADMIN_CLIENT_SECRET must be set, or KEYCLOAK_ADMIN_USERNAME and KEYCLOAK_ADMIN_PASSWORD',
      'TITLE is missing: the realm refers to it',
      'KEYCLOAK_URL must be an http or https URL without a user or a query',
      'DEADLINE_SECONDS must be a whole number from 1 to 86400',
    ]);
  });

  test('says what is wrong with the file without showing it', () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'realm-')), 'broken.json');
    writeFileSync(broken, '{ "realm": hunter2');
    expect(problems({ REALM_FILE: broken })).toEqual(['REALM_FILE must name a file of JSON']);
    expect(problems({ REALM_FILE: '/nowhere' })).toEqual(['REALM_FILE cannot be read']);
    expect(problems({ REALM_FILE: '' })).toEqual(['REALM_FILE is missing']);
  });
});

test('runs the whole again after a passing fault, and ends at one that is final', async () => {
  const statuses = [503, 503, 400];
  await keycloak(() => ({ status: statuses.shift()! }));
  const { log, messages } = recordedLog();
  const config = { ...applyRealmConfig(new Environment(environment())), pause: 1 };
  await expect(bringAbout(config, log)).rejects.toThrow('GET /izmir: 400');
  expect(messages).toEqual(['realm izmir: trying again', 'realm izmir: trying again']);
});

describe('the bundle', () => {
  const bundles = bundlePrograms();
  const file = join(bundles.folder, 'apply-realm.cjs');
  afterAll(bundles.remove);

  test('shows no secret, whatever Keycloak repeats', async () => {
    await keycloak(() => ({ status: 400, body: { errorMessage: `not ${secret} nor Izmir` } }));
    const { code, output } = await runProgram(file, environment());
    expect(code).toBe(1);
    expect(output).toContain('400 not *** nor ***');
    expect(output).not.toContain(secret);
  });

  test('ends with 2 when running again would not help', async () => {
    server = await fakeServer(() => ({ status: 401 }));
    expect((await runProgram(file, environment())).code).toBe(2);
    expect((await runProgram(file, {})).code).toBe(2);
  });

  test('ends with 1 when Keycloak does not answer before the deadline', async () => {
    const { code, messages } = await runProgram(
      file,
      environment({ KEYCLOAK_URL: 'http://127.0.0.1:9', DEADLINE_SECONDS: '1' }),
    );
    expect([code, messages.at(-1)]).toEqual([1, 'failed']);
  });

  test('ends at once when it is told to, while Keycloak does not answer', async () => {
    server = await fakeServer(() => undefined);
    const child = startProgram(file, environment());
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const told = Date.now();
    child.kill('SIGTERM');
    expect(await new Promise((done) => child.on('close', done))).toBe(143);
    expect(Date.now() - told).toBeLessThan(4000);
  });
});
