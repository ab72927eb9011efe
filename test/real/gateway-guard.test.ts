import { RootConstruct } from 'constructs';
import type { GatewayModel } from '../../constructs/components/gateway/gateway-model';
import type { AllowedReceivers } from '../../constructs/components/gateway/ngsi-ld/ngsi-ld-guard';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { parseCity } from '../../constructs/spec/city';
import {
  contextBodies,
  entityBodies,
  type GuardCase,
  headers,
  paths,
  queries,
  queryBodies,
  subscriptionBodies,
} from '../components/gateway/guard-cases';
import { sampleModel } from '../components/gateway/sample-model';
import { modelOf } from './platform/gateway-matrix';
import { type Echo, GatewayRig, type ScriptedAnswer } from './support/gateway-rig';
import { type Answer, call, closeConnections } from './support/http';
import { describePart } from './support/skip';

const receivers: readonly AllowedReceivers[] = [
  { host: '*', schemes: ['https'], ports: [443] },
  { host: 'mqtt.city.example', schemes: ['mqtts'], ports: [8883] },
  { host: '*.receivers.city.example', schemes: ['https'], ports: [8443] },
  { network: '10.20.0.0/16', schemes: ['http'], ports: [8080] },
  { network: 'fd00:20::/32', schemes: ['http'], ports: [8080] },
  { namespace: 'apps', schemes: ['http'], ports: [9000] },
];

/** The gateway of a city as it is composed, before an upstream that echoes. */
function cityModel(): GatewayModel {
  const city = parseCity({
    name: 'city',
    title: 'City',
    country: 'FR',
    domain: 'city.example',
    population: 50_000,
    profile: 'laptop',
    contact: { name: 'City', email: 'city@city.example' },
    tenants: [
      { id: 'parks', title: 'Parks' },
      { id: 'trees', title: 'Trees' },
    ],
    broker: { contextHosts: ['contexts.example.org', '*.models.example.org'], notifications: receivers },
  });
  const { gateway, identity } = new CityPlatform(new RootConstruct('city'), 'Platform', { city });
  const model = modelOf(gateway);
  const { issuer, audience } = identity;
  return {
    ...model,
    trustedHops: 0,
    cors: { origins: ['https://map.city.example'] },
    identity: { issuer, audience, jwks: sampleModel.identity!.jwks },
    limits: { requestsPerSecond: 100_000, burst: 100_000, maxBodyBytes: 100_000 },
    hosts: model.hosts.map(({ host, routes }) => ({
      host,
      routes: routes.map(({ requestsPerSecond: _, ...route }) => ({
        ...route,
        id: route.id.replaceAll('/', '-'),
        upstream: { id: 'echo', host: 'localhost', port: 1 },
      })),
    })),
  };
}

const root = '/ngsi-ld/v1';
const roles = ['viewer', 'editor', 'operator'] as const;
type Person = 'stranger' | 'nobody' | (typeof roles)[number];
const people: readonly Person[] = ['stranger', 'nobody', ...roles];

/** What the rules say of the method and the path alone. */
function needs({ method = 'GET', path }: GuardCase): (typeof roles)[number] {
  if (method === 'GET' || path.includes('/entityOperations/query')) return 'viewer';
  return /^\/(csource|jsonldContexts)/.test(path) ? 'operator' : 'editor';
}

afterAll(closeConnections);

describePart(['envoy'], 'the guard of the API', () => {
  const rig = new GatewayRig();
  const model = cityModel();
  beforeAll(() => rig.start(model));
  afterAll(() => rig.stop());

  const token = (person: Person, tenants = ['parks']) =>
    rig.signer.rs256({
      iss: model.identity!.issuer,
      aud: model.identity!.audience,
      sub: person,
      exp: Math.floor(Date.now() / 1000) + 300,
      tenants,
      realm_access: { roles: person === 'nobody' ? [] : [person] },
    });

  const ask = (
    person: Person,
    { method = 'GET', path, headers = {}, body }: Omit<GuardCase, 'title'>,
  ): Promise<Answer> =>
    call({
      port: rig.port,
      host: 'api.city.example',
      path: `${root}${path}`,
      method,
      headers: {
        'ngsild-tenant': 'parks',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(person !== 'stranger' && { authorization: `Bearer ${token(person)}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  it('starts without a warning', () => {
    expect(rig.complaints).toEqual([]);
  });

  const table: [part: string, cases: readonly GuardCase[]][] = [
    ['path', paths],
    ['query', queries],
    ['header', headers],
    ['body of a query', queryBodies],
    ['body of a subscription', subscriptionBodies],
    ['body of a context', contextBodies],
    ['body of entities', entityBodies],
  ];
  describe.each(table)('decides on the %s', (part, cases) => {
    it.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
      const { refused, becomes } = one;
      // A body is read of those who may send it; everything else is the same for all.
      const reads = part.startsWith('body') && refused?.status !== 415;
      for (const person of people) {
        const answer = await ask(person, one);
        const allowed = roles.indexOf(person as never) >= roles.indexOf(needs(one));
        const expected =
          refused && (!reads || allowed) ? refused.status : allowed ? 200 : person === 'stranger' ? 401 : 403;
        expect([person, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([
          person,
          expected,
          expect.anything(),
        ]);
        if (answer.status !== 200) {
          expect(answer.headers['content-type']).toBe('application/problem+json');
          if (answer.status === refused?.status && refused.says)
            expect(JSON.parse(answer.text).detail).toBe(refused.says);
          continue;
        }
        const got = JSON.parse(answer.text) as Echo;
        expect(got.url).toBe(`${root}${becomes?.path ?? one.path}`);
        if (one.body !== undefined && typeof one.body !== 'string') {
          expect(JSON.parse(got.body)).toEqual(JSON.parse(JSON.stringify(becomes?.body ?? one.body)));
        }
      }
    });
  });

  describe('lets out of an answer', () => {
    const answerOf = (answer: ScriptedAnswer, path = '/entities', person: Person = 'viewer') =>
      ask(person, { path, headers: { 'x-test-answer': JSON.stringify(answer) } });

    it.each([500, 503])('of %s nothing that the broker says', async (status) => {
      const answer = await answerOf({ status, body: '{"detail":"relation \\"entity\\" has no column"}' });
      expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
      expect(JSON.parse(answer.text)).toEqual({
        type: 'https://uri.etsi.org/ngsi-ld/errors/InternalError',
        title: 'The broker failed',
        status,
        detail: 'The broker could not answer this request.',
      });
    });

    it.each([
      'Invalid geo query. Polygon has too few points in ring',
      'invalid input syntax for type json',
      'class java.util.ArrayList cannot be cast to class java.lang.String',
      'syntax error at or near',
    ])('nothing of a refusal that says %s', async (detail) => {
      const answer = await answerOf({ status: 400, body: JSON.stringify({ title: 'BadRequestData', detail }) });
      expect([answer.status, JSON.parse(answer.text).detail]).toEqual([400, 'The broker does not take this.']);
    });

    it('a refusal in words of NGSI-LD as it is', async () => {
      const body = JSON.stringify({
        type: 'https://uri.etsi.org/ngsi-ld/errors/BadRequestData',
        detail: 'georel is invalid',
      });
      const answer = await answerOf({ status: 400, body });
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([400, 'application/json', body]);
    });

    const secret = { key: 'Authorization', value: 'Bearer "secret"' };
    const shown = { key: 'Authorization', value: '***' };
    const withHeaders = (receiverInfo: object) => ({
      id: 'urn:1',
      notification: {
        endpoint: { uri: 'https://alerts.example.net', receiverInfo, notifierInfo: [{ key: 'a', value: 'b' }] },
      },
      description: 'receiverInfo',
      q: 'value=="secret"',
    });

    it.each(['/subscriptions', '/csourceSubscriptions'])('of %s no header values', async (path) => {
      for (const person of roles) {
        const answer = await answerOf(
          { status: 200, body: JSON.stringify([withHeaders([secret, secret])]) },
          path,
          person,
        );
        expect(JSON.parse(answer.text)).toEqual([withHeaders([shown, shown])]);
      }
    });

    it('of one subscription no header value either, whatever its form', async () => {
      const forms = [
        { 'https://uri.etsi.org/ngsi-ld/receiverInfo': [{ '@value': 'secret', n: 1 }] },
        { receiverInfo: 'secret' },
      ];
      for (const form of forms) {
        const answer = await answerOf({ status: 200, body: JSON.stringify(form) }, '/subscriptions/urn:1');
        expect(answer.text).toBe(JSON.stringify(form).replace('secret', '***'));
      }
    });

    it('of registrations no tokens of other brokers', async () => {
      const body = JSON.stringify({ endpoint: 'https://peer.example', contextSourceInfo: [secret] });
      const answer = await answerOf({ status: 200, body }, '/csourceRegistrations/urn:1');
      expect(JSON.parse(answer.text)).toEqual({ endpoint: 'https://peer.example', contextSourceInfo: [shown] });
    });

    it('of what is no JSON nothing', async () => {
      const answer = await answerOf({ status: 200, type: 'application/n-quads', body: 'secret' }, '/subscriptions');
      expect(answer.text).toBe('');
    });

    it('of entities everything', async () => {
      const body = JSON.stringify(withHeaders([secret]));
      expect((await answerOf({ status: 200, body })).text).toBe(body);
    });

    it('a long list in pieces', async () => {
      const many = Array.from({ length: 400 }, () => withHeaders([secret]));
      rig.answer = JSON.stringify(many);
      const answer = await ask('viewer', { path: '/subscriptions' });
      rig.answer = undefined;
      expect(answer.text).toBe(JSON.stringify(many.map(() => withHeaders([shown]))));
    });
  });

  it('has whoever has tenants name one', async () => {
    const without = (tenants: string[]) =>
      call({
        port: rig.port,
        host: 'api.city.example',
        path: `${root}/entities`,
        headers: { authorization: `Bearer ${token('viewer', tenants)}` },
      });
    expect((await without(['parks'])).status).toBe(403);
    expect((await without([])).status).toBe(200);
  });

  describe('tells errors by the types of NGSI-LD', () => {
    const told = async (answer: Promise<Answer>) => {
      const { status, text } = await answer;
      const { type, detail } = JSON.parse(text);
      return [status, type.replace('https://uri.etsi.org/ngsi-ld/errors/', ''), detail];
    };
    const entities = { path: '/entities' };

    it("a tenant that the platform does not have, from one that is not the token's", async () => {
      const of = (tenant: string) => told(ask('viewer', { ...entities, headers: { 'ngsild-tenant': tenant } }));
      expect(await of('ghost')).toEqual([
        404,
        'NonexistentTenant',
        'The platform has no tenant of the name in ngsild-tenant.',
      ]);
      expect(await of('trees')).toEqual([
        403,
        'OperationNotSupported',
        'The access token is not for the tenant in ngsild-tenant.',
      ]);
    });

    it('neither of them to a stranger', async () => {
      for (const tenant of ['ghost', 'trees', 'parks']) {
        expect((await ask('stranger', { ...entities, headers: { 'ngsild-tenant': tenant } })).status).toBe(401);
      }
    });

    it('what a role does not allow', async () => {
      const delete1 = { path: '/entities/urn:ngsi-ld:Lamp:1', method: 'DELETE' };
      expect((await told(ask('viewer', delete1))).slice(0, 2)).toEqual([403, 'OperationNotSupported']);
    });

    it('what the grammar does not have, and what is no resource', async () => {
      expect((await told(ask('viewer', { path: '/entities?no=1' }))).slice(0, 2)).toEqual([400, 'InvalidRequest']);
      expect((await told(ask('viewer', { path: '/nothing' }))).slice(0, 2)).toEqual([404, 'ResourceNotFound']);
    });

    it('what is too large', async () => {
      const large = { path: '/entities', method: 'POST', body: JSON.stringify({ id: 'a'.repeat(200_000) }) };
      expect((await told(ask('editor', large))).slice(0, 2)).toEqual([413, 'InvalidRequest']);
      const headers = { 'x-large': 'a'.repeat(70_000) };
      // Which API is asked has not been read then.
      expect((await told(ask('viewer', { ...entities, headers }))).slice(0, 2)).toEqual([431, 'about:blank']);
    });

    it('an upstream that is gone', async () => {
      await rig.stopUpstream();
      expect((await told(ask('viewer', entities))).slice(0, 2)).toEqual([503, 'InternalError']);
      await rig.startUpstream();
    });

    it('and leaves those of HTTP on other routes and without a token', async () => {
      const registry = {
        port: rig.port,
        host: 'models.city.example',
        path: '/apis/registry/v3/groups',
        method: 'POST',
      };
      expect((await told(call(registry))).slice(0, 2)).toEqual([401, 'about:blank']);
      expect((await told(ask('stranger', entities))).slice(0, 2)).toEqual([401, 'about:blank']);
    });
  });

  it('lets the broker say what may be done: OPTIONS that is no preflight is a read', async () => {
    const options = { path: '/entities', method: 'OPTIONS' };
    expect(JSON.parse((await ask('viewer', options)).text)).toMatchObject({
      method: 'OPTIONS',
      url: `${root}/entities`,
    });
    expect((await ask('stranger', options)).status).toBe(401);
  });

  it('answers a preflight itself, and lets pages use entity maps', async () => {
    const headers = { origin: 'https://map.city.example', 'access-control-request-method': 'POST' };
    const answer = await ask('stranger', { path: '/entities', method: 'OPTIONS', headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-headers']?.split(', ')).toContain('ngsild-entitymap');
    const got = await ask('viewer', { path: '/entities', headers: { origin: 'https://map.city.example' } });
    expect(got.headers['access-control-expose-headers']?.split(', ')).toContain('ngsild-entitymap');
  });
});
