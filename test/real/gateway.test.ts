import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envoyTlsSecret } from '../../constructs/components/gateway/envoy/tls';
import type { GatewayModel, GatewayRoute, GatewayUpstream } from '../../constructs/components/gateway/gateway-model';
import { sampleModel } from '../components/gateway/sample-model';
import { expectedStatus, findRoute, type Question } from './support/gateway-oracle';
import { type Echo, GatewayRig } from './support/gateway-rig';
import { type Answer, type Call, call, closeConnections } from './support/http';
import { describePart } from './support/skip';
import { until } from './support/wait';

const echo: GatewayUpstream = { id: 'echo', host: 'localhost', port: 1 };
const generous = { requestsPerSecond: 100_000, burst: 100_000, maxBodyBytes: 100_000 };
const api = 'api.city.test';

/** The sample with the echo behind every route, and routes for what only a test needs. */
const model: GatewayModel = {
  ...sampleModel,
  trustedHops: 0,
  limits: generous,
  hosts: sampleModel.hosts.map(({ host, routes }) => ({
    host,
    routes: [
      ...routes.map(({ requestsPerSecond: _, ...route }): GatewayRoute => ({ ...route, upstream: echo })),
      ...(host === api ? testRoutes() : []),
    ],
  })),
};

function testRoutes(): GatewayRoute[] {
  const anyone = [{ methods: ['GET', 'POST'], allow: 'anyone' }] as const;
  return [
    { id: 'slow', path: '/slow', upstream: echo, access: anyone, timeoutSeconds: 1 },
    { id: 'absent', path: '/absent', upstream: { id: 'absent', host: 'localhost', port: 1 }, access: anyone },
    {
      id: 'nameless',
      path: '/nameless',
      upstream: { id: 'nameless', host: 'no.such.invalid', port: 1 },
      access: anyone,
    },
    { id: 'login', path: '/login', upstream: echo, access: anyone },
    { id: 'small', path: '/small', upstream: echo, access: anyone, maxBodyBytes: 1000 },
  ];
}

function claims(more: object = {}): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: sampleModel.identity!.issuer,
    aud: [sampleModel.identity!.audience, 'account'],
    sub: 'subject "1"\n',
    azp: 'client-1',
    iat: now,
    exp: now + 300,
    tenants: ['parking'],
    realm_access: { roles: ['reader'] },
    ...more,
  };
}

/** A tenant of {@link claims}. */
const own = { 'ngsild-tenant': 'parking' };

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

function problem(answer: Answer): { type: string; title: string; status: number; detail: string; requestId: string } {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  return JSON.parse(answer.text);
}

function echoed(answer: Answer): Echo {
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text);
}

afterAll(closeConnections);

describePart(['envoy'], 'a gateway', () => {
  const rig = new GatewayRig();
  beforeAll(() => rig.start(model));
  afterAll(() => rig.stop());

  const ask = (path: string, more: Partial<Call> = {}) => call({ port: rig.port, host: api, path, ...more });
  const reader = () => bearer(rig.signer.rs256(claims()));

  it('starts without a warning', () => {
    expect(rig.complaints).toEqual([]);
  });

  describe('decides by the rules of the model', () => {
    const paths: [host: string, path: string][] = [
      [api, '/ngsi-ld/v1/entities'],
      [api, '/ngsi-ld/v1/entities/urn:ngsi-ld:ParkingSpot:1'],
      [api, '/ngsi-ld/v1/types'],
      [api, '/ngsi-ld/v1/types/ParkingSpot'],
      [api, '/ngsi-ld/v1/typesetting'],
      [api, '/ngsi-ld/v1/entityOperations/query'],
      [api, '/ngsi-ld/v1/entityOperations/upsert'],
      [api, '/ngsi-ld/v10'],
      [api, '/apis/registry/v3'],
      [api, '/'],
      ['id.city.test', '/realms/city/account'],
      ['id.city.test', '/admin'],
      ['data.city.test', '/dataset'],
      ['other.city.test', '/ngsi-ld/v1/types'],
    ];
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    const people = {
      reader: { roles: ['reader', 'other'], tenants: ['parking'] },
      writer: { roles: ['writer'], tenants: ['parking', 'air'] },
      steward: { roles: ['steward'], tenants: [] },
      nobody: { roles: [], tenants: ['parking'] },
      'reader of a tenant nobody knows': { roles: ['reader'], tenants: ['ghost'] },
    };
    const tenants = [undefined, 'parking', 'air', 'open', 'ghost', 'PARKING', 'parking,air', ''];

    it.each(Object.entries(people))(
      'for a %s, each route, method and tenant',
      async (_name, { roles, tenants: own }) => {
        const payload = claims({ realm_access: { roles }, tenants: own });
        for (const token of [rig.signer.rs256(payload), rig.signer.es256(payload)]) {
          await holds({ token: { roles, tenants: own } }, bearer(token));
        }
      },
    );

    it('without a token, for each route, method and tenant', () => holds({}, {}));

    const now = Math.floor(Date.now() / 1000);
    const bad: Record<string, () => string> = {
      'that is expired': () => rig.signer.rs256(claims({ exp: now - 3600 })),
      'that is not valid yet': () => rig.signer.rs256(claims({ nbf: now + 3600 })),
      'that never expires': () => rig.signer.rs256(claims({ exp: undefined })),
      'for another audience': () => rig.signer.rs256(claims({ aud: 'account' })),
      'for no audience': () => rig.signer.rs256(claims({ aud: undefined })),
      'of another issuer': () => rig.signer.rs256(claims({ iss: 'https://id.evil.test/realms/city' })),
      'of no issuer': () => rig.signer.rs256(claims({ iss: undefined })),
      'that is not signed': () => rig.signer.unsigned(claims()),
      'signed by another key': () => rig.signer.forged(claims()),
      'signed with RS512': () => rig.signer.rs512(claims()),
      'signed with the public key as a secret': () => rig.signer.confused(claims()),
      'signed with a public key that names no algorithm as a secret': () => rig.signer.confused(claims(), 'any'),
      'that is no token': () => 'garbage',
      'whose claims were changed': () => {
        const [header, , signature] = rig.signer.rs256(claims()).split('.');
        const changed = Buffer.from(JSON.stringify(claims({ realm_access: { roles: ['writer'] } }))).toString(
          'base64url',
        );
        return `${header}.${changed}.${signature}`;
      },
    };
    it.each(Object.entries(bad))('refuses a token %s, on each route and method', (_name, token) =>
      holds({ token: 'bad' }, bearer(token()), [undefined, 'parking']),
    );

    /** Asks every question there is with these credentials, and compares each answer with what the model says. */
    async function holds(who: Pick<Question, 'token'>, headers: { authorization?: string }, values = tenants) {
      const questions = paths.flatMap(([host, path]) =>
        methods.flatMap((method) =>
          values.map((tenant): Question => ({ host, path, method, ...who, ...(tenant !== undefined && { tenant }) })),
        ),
      );
      const wrong: string[] = [];
      await inParallel(questions, async (question) => {
        const { host, path, method, tenant } = question;
        const sent = { ...headers, ...(tenant !== undefined && { 'NGSILD-Tenant': tenant }) };
        const answer = await call({ port: rig.port, host, path, method, headers: sent });
        const fault = compare(question, answer, sent.authorization);
        if (fault) wrong.push(`${method} ${host}${path} tenant ${tenant}: ${fault}`);
      });
      expect(wrong).toEqual([]);
      expect(questions.length).toBe(paths.length * methods.length * values.length);
    }

    function compare(question: Question, answer: Answer, authorization?: string): string | undefined {
      const expected = expectedStatus(model, question);
      if (answer.status !== expected) return `${answer.status}, not ${expected}`;
      if (question.method === 'HEAD') return undefined;
      if (expected === 200) {
        const { headers } = JSON.parse(answer.text) as Echo;
        const { access, forwardToken, tenantHeader } = findRoute(model, question)!;
        const forwarded = access === 'passthrough' || forwardToken ? authorization?.trim() : undefined;
        if (headers.authorization !== forwarded) return `token forwarded: ${headers.authorization}`;
        const tenant = tenantHeader ? question.tenant : undefined;
        return headers['ngsild-tenant'] === tenant ? undefined : `tenant forwarded: ${headers['ngsild-tenant']}`;
      }
      const { type, status, title } = problem(answer);
      if (type !== 'about:blank' || status !== expected || title === '') return answer.text;
      const challenge = { 401: question.token ? 'Bearer error="invalid_token"' : 'Bearer' }[expected];
      return answer.headers['www-authenticate'] === challenge ? undefined : `${answer.headers['www-authenticate']}`;
    }
  });

  it('takes every algorithm of the type of a key that names none', async () => {
    const headers = { ...own, ...bearer(rig.signer.rs512(claims(), 'any')) };
    expect((await ask('/ngsi-ld/v1/entities', { headers })).status).toBe(200);
  });

  it('takes no token from the query', async () => {
    const token = rig.signer.rs256(claims());
    expect((await ask(`/ngsi-ld/v1/entities?access_token=${token}`)).status).toBe(401);
  });

  it('refuses two tokens', async () => {
    const good = `Bearer ${rig.signer.rs256(claims())}`;
    for (const both of [
      [good, good],
      [good, 'Bearer other'],
      ['Bearer other', good],
    ]) {
      expect((await ask('/apis/x', { headers: { Authorization: both } })).status).toBe(401);
    }
  });

  it('reads the name of the scheme in any case that is in use', async () => {
    const headers = { ...own, authorization: `bearer ${rig.signer.rs256(claims())}` };
    expect((await ask('/ngsi-ld/v1/entities', { headers })).status).toBe(200);
  });

  it.each(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'key'])('passes no other credentials on: %s', async (authorization) => {
    const answer = await ask('/apis/x', { headers: { authorization } });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const untouched = echoed(await ask('/realms/city/x', { host: 'id.city.test', headers: { authorization } }));
    expect(untouched.headers.authorization).toBe(authorization);
  });

  it.each([
    ['own', ['parking', 'air']],
    ['open', ['open', 'air']],
  ])('lets through only the first of two tenant headers (%s first)', async (_name, values) => {
    const { headers } = echoed(await ask('/ngsi-ld/v1/types', { headers: { ...reader(), 'NGSILD-Tenant': values } }));
    expect(headers['ngsild-tenant']).toBe(values[0]);
    const turned = { ...reader(), 'NGSILD-Tenant': [...values].reverse() };
    expect((await ask('/ngsi-ld/v1/types', { headers: turned })).status).toBe(403);
  });

  it.each([
    ['/ngsi-ld/v1/types/../entities', 401],
    ['/ngsi-ld/v1/types/%2e%2e/entities', 401],
    ['/ngsi-ld/v1/types/.%2E/entities', 401],
    ['//ngsi-ld///v1//entities', 401],
    ['/ngsi-ld/v1\\entities', 401],
    ['/ngsi-ld/v1/entit%69es', 401],
    ['/x/../ngsi-ld/v1/./entities', 401],
    ['/ngsi-ld/v1/types/..%2Fentities', 400],
    ['/ngsi-ld/v1/types%2f..%2fentities', 400],
    ['/ngsi-ld/v1/types/%2e%2e%2Fentities', 400],
    ['/ngsi-ld/v1/types%5c..', 400],
    ['/ngsi-ld/v1/types;x/entities', 400],
    ['/ngsi-ld/v1/entities;x', 400],
    ['/ngsi-ld/v1/types/%00', 400],
    ['/apis/x%2Fy', 400],
    ['/apis%2Fx', 400],
    ['/ngsi-ld/v1;x/types', 400],
    ['/ngsi-ld/v1/..%2F..%2Fapis', 400],
    ['/ngsi-ld%2Fv1/types', 404],
    ['/NGSI-LD/v1/types', 404],
  ])('is not led astray by the spelling %s', async (path, status) => {
    const answer = await ask(path);
    expect([answer.status, problem(answer).status]).toEqual([status, status]);
  });

  it.each([
    ['/ngsi-ld/v1/types/http:%2F%2Fexample.org%2Fa.b', '/ngsi-ld/v1/types/http:%2F%2Fexample.org%2Fa.b'],
    ['/ngsi-ld/v1/%74ypes?q=%2e%2e;a=1', '/ngsi-ld/v1/types?q=%2e%2e;a=1'],
    ['/apis', '/'],
    ['/apis/', '/'],
    ['/apis/registry/v3?a=/b', '/registry/v3?a=/b'],
  ])('asks the upstream for %s as %s', async (path, url) => {
    expect(echoed(await ask(path)).url).toBe(url);
  });

  it('finds the host whatever its port and its case', async () => {
    expect((await ask('/ngsi-ld/v1/types', { host: 'API.city.test:8443' })).status).toBe(200);
  });

  it('removes what a client could make an upstream believe', async () => {
    const { headers } = echoed(
      await ask('/apis/x', {
        host: `${api}:8443`,
        headers: {
          via: '1.1 cdn',
          forwarded: 'for=6.6.6.6',
          'x-forwarded-for': '6.6.6.6',
          'x-forwarded-host': 'evil.test',
          'x-forwarded-port': '1',
          'x-forwarded-prefix': '/evil',
          'x-forwarded-proto': 'https',
          'x-forwarded-user': 'root',
          'x-forwarded-access-token': 'x',
          'x-auth-request-user': 'root',
          'x-citykit-tenant': 'air',
          'X-Citykit-Anything': '1',
          'x-envoy-upstream-rq-timeout-ms': '1',
          'x-envoy-original-path': '/evil',
          'x-http-method-override': 'DELETE',
          'x-original-url': '/evil',
          'x-request-id': 'evil',
          'ngsild-tenant': 'air',
          'fiware-service': 'air',
          'x-harmless': 'kept',
        },
      }),
    );
    const { 'x-request-id': requestId, ...others } = headers;
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(others).toEqual({
      host: `${api}:8443`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `${api}:8443`,
      'x-forwarded-proto': 'http',
      'x-harmless': 'kept',
    });
  });

  it('refuses header names with underscores', async () => {
    expect((await ask('/ngsi-ld/v1/types', { headers: { ngsild_tenant: 'air' } })).status).toBe(400);
  });

  it.each(['/ngsi-ld/v1/types', '/ngsi-ld/v1/entities', '/nothing', '/absent'])(
    'sends security headers, and names no software, with %s',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'x-frame-options': 'SAMEORIGIN',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      const telling = Object.keys(headers).filter((name) => /^(server|via|x-powered-by|x-envoy-.*)$/.test(name));
      expect(telling).toEqual([]);
    },
  );

  describe('across origins', () => {
    const preflight = (origin: string) => ({ origin, 'access-control-request-method': 'POST' });

    it('answers the preflight of an allowed origin without a token', async () => {
      const headers = preflight('https://map.city.test');
      const answer = await ask('/ngsi-ld/v1/entities', { method: 'OPTIONS', headers });
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': 'https://map.city.test',
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
        'access-control-allow-headers': expect.stringContaining('authorization'),
        'access-control-max-age': '600',
      });
      expect(answer.headers['access-control-allow-headers']).toContain('ngsild-tenant');
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    });

    it('names no other origin as allowed', async () => {
      for (const headers of [preflight('https://evil.test'), { origin: 'https://evil.test' }]) {
        const answer = await ask('/ngsi-ld/v1/types', { method: 'origin' in headers ? 'OPTIONS' : 'GET', headers });
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    });

    it('lets the page read answers and refusals', async () => {
      for (const [path, status] of [
        ['/ngsi-ld/v1/types', 200],
        ['/ngsi-ld/v1/entities', 401],
      ] as const) {
        const answer = await ask(path, { headers: { origin: 'https://map.city.test' } });
        expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([
          status,
          'https://map.city.test',
        ]);
      }
    });

    it('lets every page read what everybody may read, and keep nothing for another', async () => {
      for (const origin of ['https://anywhere.test', 'https://map.city.test']) {
        const host = 'models.city.test';
        const read = await ask('/context.jsonld', { host, headers: { origin } });
        expect(read.headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-expose-headers': expect.stringMatching(/content-crs.*\blink\b.*ngsild-results-count/),
          vary: expect.stringContaining('origin'),
        });
        const asked = {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'if-none-match',
        };
        const answer = await ask('/context.jsonld', { host, method: 'OPTIONS', headers: asked });
        expect(answer.headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-allow-methods': 'GET, HEAD',
        });
      }
      expect((await ask('/ngsi-ld/v1/types')).headers.vary).toContain('origin');
    });

    it('leaves a passthrough route to its upstream', async () => {
      const headers = preflight('https://map.city.test');
      const answer = await ask('/realms/city/x', { host: 'id.city.test', method: 'OPTIONS', headers });
      expect(echoed(answer).method).toBe('OPTIONS');
    });
  });

  describe('limits a body', () => {
    it.each([
      ['/small/x', 1000, 200],
      ['/small/x', 1001, 413],
      ['/slow/x', 100_000, 200],
      ['/slow/x', 100_001, 413],
    ])('%s: %i bytes are answered with %i', async (path, bytes, status) => {
      const answer = await ask(path, { method: 'POST', body: Buffer.alloc(bytes) });
      if (status === 200) expect(echoed(answer).received).toBe(bytes);
      else expect(problem(answer).title).toBe('Content Too Large');
      expect(answer.status).toBe(status);
    });

    it('also when its length is not announced', async () => {
      const headers = { 'transfer-encoding': 'chunked' };
      const answer = await ask('/small/x', { method: 'POST', headers, body: Buffer.alloc(50_000) });
      expect([answer.status, problem(answer).status]).toEqual([413, 413]);
    });
  });

  it('answers 504 when the upstream is too slow', async () => {
    const began = Date.now();
    const answer = await ask('/slow/x?wait=4000');
    expect([answer.status, problem(answer).title]).toEqual([504, 'Gateway Timeout']);
    expect(Date.now() - began).toBeLessThan(2500);
  });

  it.each(['/absent', '/nameless'])('answers 503 at once when the upstream is %s', async (path) => {
    const began = Date.now();
    const answer = await ask(path);
    expect([answer.status, problem(answer).title]).toEqual([503, 'Service Unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(Date.now() - began).toBeLessThan(1000);
  });

  it('recovers by itself when the upstream comes back', async () => {
    await rig.stopUpstream();
    expect((await ask('/ngsi-ld/v1/types')).status).toBe(503);
    await rig.startUpstream();
    await until('the upstream answers again', async () => (await ask('/ngsi-ld/v1/types')).status === 200, 5);
  });

  it('speaks HTTP/2 by the same rules', async () => {
    const session = connectHttp2(`http://127.0.0.1:${rig.port}`);
    const status = (headers: Record<string, string | string[]>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ':authority': api, ...headers });
        stream.on('response', (response) => resolve(response[':status']));
        stream.on('error', reject);
        stream.end();
      });
    const entities = { ':path': '/ngsi-ld/v1/entities' };
    try {
      expect(await status(entities)).toBe(401);
      expect(await status({ ...entities, ...reader(), ...own })).toBe(200);
      expect(await status({ ...entities, ...reader(), 'ngsild-tenant': 'air' })).toBe(403);
    } finally {
      session.close();
    }
  });

  it('cuts off a client that does not finish its headers', async () => {
    const began = Date.now();
    const socket = connect(rig.port, '127.0.0.1');
    socket.write(`GET /ngsi-ld/v1/types HTTP/1.1\r\nHost: ${api}\r\n`);
    const slowly = setInterval(() => socket.write('a: b\r\n'), 500);
    const text = await new Promise<string>((resolve, reject) => {
      socket.once('data', (chunk) => resolve(chunk.toString()));
      socket.once('error', reject);
    });
    clearInterval(slowly);
    socket.destroy();
    expect(text).toContain('HTTP/1.1 408 Request Timeout');
    expect(Date.now() - began).toBeLessThan(13_000);
  });

  it('shows readiness, liveness and metrics on their own port, and nothing else', async () => {
    const status = async (path: string, method = 'GET') => (await call({ port: rig.readyPort, path, method })).status;
    expect([await status('/ready'), await status('/live')]).toEqual([200, 200]);
    const { text } = await call({ port: rig.readyPort, path: '/stats/prometheus' });
    expect(text).toContain('envoy_http_downstream_rq_total{envoy_http_conn_manager_prefix="public"}');
    for (const path of [
      '/',
      '/config_dump',
      '/stats',
      '/clusters',
      '/certs',
      '/ready/../config_dump',
      '/healthcheck/fail',
    ]) {
      expect(await status(path)).toBe(404);
    }
    expect(await status('/ready', 'POST')).toBe(404);
  });

  it('writes one line of the audit trail a request, with who and what, and no token and no query', async () => {
    const token = rig.signer.rs256(claims());
    const path = '/ngsi-ld/v1/entities/urn:ngsi-ld:ParkingSpot:audited';
    const headers = { ...bearer(token), 'NGSILD-Tenant': 'parking' };
    const { headers: given } = await ask(`${path}?secret=in-the-query`, { headers });
    await ask('/apis/audited?secret=in-the-query', { headers: bearer(token.slice(0, -2)) });
    const written = () => rig.auditTrail.filter((line) => String(line.path).endsWith('audited'));
    await until('two lines are written', () => written().length === 2);
    const [accepted, refused] = written();
    expect(accepted).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      request: given['x-request-id'],
      source: '127.0.0.1',
      subject: 'subject "1"\n',
      client: 'client-1',
      tenant: 'parking',
      method: 'GET',
      host: api,
      path,
      protocol: 'HTTP/1.1',
      route: 'broker-ngsi-ld',
      upstream: 'echo',
      status: 200,
      details: 'via_upstream',
      flags: '-',
      durationMs: expect.any(Number),
      received: 0,
      sent: expect.any(Number),
    });
    expect(refused).toMatchObject({
      status: 401,
      details: expect.stringContaining('jwt_authn_access_denied'),
      path: '/apis/audited',
      route: 'registry-core',
      subject: '',
    });
    const trail = JSON.stringify(rig.auditTrail);
    expect(trail).not.toContain('in-the-query');
    expect(trail).not.toContain(token.split('.')[1]);
  });
});

describePart(['envoy'], 'a gateway with tight limits', () => {
  const rig = new GatewayRig();
  const perClient = { requestsPerSecond: 10, burst: 10 };
  const limits = { ...generous, requestsPerSecond: 40, burst: 40, perClient, maxConnections: 20 };
  const own: Readonly<Record<string, Partial<GatewayRoute>>> = {
    small: { requestsPerSecond: 3 },
    login: { perClient: { requestsPerSecond: 3, burst: 3 } },
  };
  const routes = model.hosts[0]!.routes.map((route) => ({ ...route, ...own[route.id] }));
  // One trusted hop, so that the test can be several clients.
  beforeAll(() => rig.start({ ...model, trustedHops: 1, limits, hosts: [{ host: api, routes }] }));
  afterAll(() => rig.stop());

  const ask = (path: string, from: string) =>
    call({ port: rig.port, host: api, path, headers: { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' } });
  const statuses = async (path: string, from: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => ask(path, from)));
    return answers.map((answer) => answer.status);
  };

  it('believes the last address that the edge saw, and no other', async () => {
    const { headers } = echoed(await ask('/ngsi-ld/v1/types', '6.6.6.6, 203.0.113.1'));
    expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.1', 'x-forwarded-proto': 'https' });
  });

  it('refuses one client beyond its limit, and no other client', async () => {
    const many = await statuses('/ngsi-ld/v1/types', '203.0.113.2', 20);
    expect(many.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(many.filter((status) => status === 429).length).toBeGreaterThanOrEqual(8);
    const refused = await ask('/ngsi-ld/v1/types', '203.0.113.2');
    expect([refused.status, problem(refused).title]).toEqual([429, 'Too Many Requests']);
    expect(refused.headers).toMatchObject({
      'retry-after': '1',
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': expect.stringMatching(/^[01]$/),
    });
    expect(Object.keys(refused.headers).filter((name) => name.startsWith('x-envoy-'))).toEqual([]);
    expect(await statuses('/ngsi-ld/v1/types', '203.0.113.3', 5)).toEqual([200, 200, 200, 200, 200]);
    await sleep(1100);
    expect((await ask('/ngsi-ld/v1/types', '203.0.113.2')).status).toBe(200);
  });

  it('counts an IPv6 network as one client', async () => {
    await sleep(1100);
    const from = Array.from({ length: 16 }, (_, index) => `2001:db8:0:1::${index + 1}`);
    const answers = await Promise.all(from.map((address) => ask('/ngsi-ld/v1/types', address)));
    expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThanOrEqual(4);
  });

  it('refuses a route beyond its limit, and no other route', async () => {
    await sleep(1100);
    const many = await statuses('/small/x', '203.0.113.4', 8);
    expect(many.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
    expect((await ask('/ngsi-ld/v1/types', '203.0.113.4')).status).toBe(200);
  });

  it('refuses one client beyond its limit of a route, and no other client of it', async () => {
    await sleep(1100);
    const many = await statuses('/login/x', '203.0.113.5', 8);
    expect(many.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
    expect(await statuses('/login/x', '203.0.113.6', 2)).toEqual([200, 200]);
    expect((await ask('/ngsi-ld/v1/types', '203.0.113.5')).status).toBe(200);
  });

  it('refuses all clients together beyond the limit of the gateway, on unknown paths too', async () => {
    await sleep(1100);
    const clients = Array.from({ length: 16 }, (_, index) => `198.51.100.${index}`);
    const all = (await Promise.all(clients.map((client) => statuses('/nothing', client, 10)))).flat();
    expect(new Set(all)).toEqual(new Set([404, 429]));
    expect(all.filter((status) => status === 429).length).toBeGreaterThanOrEqual(40);
  });

  it('takes no more connections than it may, and still says that it is ready', async () => {
    closeConnections();
    await sleep(300);
    const sockets = Array.from({ length: 30 }, () => connect(rig.port, '127.0.0.1'));
    let closed = 0;
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        closed += 1;
      });
    }
    await until('ten connections are closed', () => closed === 10, 5);
    expect((await call({ port: rig.readyPort, path: '/ready' })).status).toBe(200);
    expect(closed).toBe(10);
    for (const socket of sockets) socket.destroy();
  });
});

describePart(['envoy'], 'a gateway that cannot fetch the signing keys', () => {
  const rig = new GatewayRig();
  beforeAll(() => rig.start(model, { issuerUp: false }));
  afterAll(() => rig.stop());

  it('answers 503 to tokens, lets through what needs none, and recovers', async () => {
    const ask = (path: string, headers = {}) => call({ port: rig.port, host: api, path, headers });
    const token = { ...own, ...bearer(rig.signer.rs256(claims())) };
    const answer = await ask('/ngsi-ld/v1/entities', token);
    expect([answer.status, problem(answer).status, answer.headers['retry-after']]).toEqual([503, 503, '5']);
    expect((await ask('/ngsi-ld/v1/entities')).status).toBe(401);
    expect((await ask('/ngsi-ld/v1/types')).status).toBe(200);
    await rig.startIssuer();
    await until('tokens are accepted', async () => (await ask('/ngsi-ld/v1/entities', token)).status === 200, 10);
  });
});

describePart(['envoy'], 'a gateway that is told to end', () => {
  const rig = new GatewayRig();
  beforeAll(() => rig.start(model, { drainSeconds: 2 }));
  afterAll(() => rig.stop());

  it('is not ready any more, finishes what comes in meanwhile, closes connections and loses no request', async () => {
    const ask = () => call({ port: rig.port, host: api, path: '/ngsi-ld/v1/types?wait=100' });
    expect((await ask()).headers).not.toHaveProperty('connection');
    rig.terminate();
    await until('it is not ready', async () => (await call({ port: rig.readyPort, path: '/ready' })).status === 503, 2);
    for (const until = Date.now() + 1000; Date.now() < until; ) {
      const answers = await Promise.all([ask(), ask(), ask(), ask()]);
      expect(answers.map(({ status, headers }) => `${status} ${headers.connection}`)).toEqual(
        Array(4).fill('200 close'),
      );
    }
    await until('it has ended', () => !rig.alive, 5);
  });
});

describePart(['envoy'], 'a gateway that terminates TLS', () => {
  const rig = new GatewayRig();
  const file = (name: string) => join(rig.folder, name);
  const tls = { certificateFile: file('tls.crt'), keyFile: file('tls.key'), secretFile: file('tls.json') };

  const certify = (name: string, days: number) => {
    const subject = ['-subj', '/CN=api.city.test', '-days', String(days)];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const out = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...out], { stdio: 'ignore' });
  };

  const handshake = (): Promise<{ expires: string; proto: string | undefined }> =>
    new Promise((resolve, reject) => {
      const path = '/ngsi-ld/v1/types';
      // The certificate is the test's own.
      const options = { host: '127.0.0.1', port: rig.port, path, headers: { host: api }, rejectUnauthorized: false };
      const sent = httpsRequest({ ...options, agent: false }, (response) => {
        const { valid_to: expires } = (response.socket as import('node:tls').TLSSocket).getPeerCertificate();
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ expires, proto: JSON.parse(text).headers['x-forwarded-proto'] }));
      });
      sent.on('error', reject);
      sent.end();
    });

  beforeAll(async () => {
    certify('tls', 10);
    writeFileSync(tls.secretFile, JSON.stringify(envoyTlsSecret(tls)));
    await rig.start({ ...model, tls });
  });
  afterAll(() => rig.stop());

  it('tells the upstream, and takes up a renewed certificate without a restart', async () => {
    const { expires, proto } = await handshake();
    expect(proto).toBe('https');
    certify('new', 20);
    copyFileSync(file('new.key'), `${tls.keyFile}.next`);
    copyFileSync(file('new.crt'), `${tls.certificateFile}.next`);
    execFileSync('mv', [`${tls.keyFile}.next`, tls.keyFile]);
    execFileSync('mv', [`${tls.certificateFile}.next`, tls.certificateFile]);
    await until('the new certificate is shown', async () => (await handshake()).expires !== expires, 10);
  });
});

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>, workers = 12): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
