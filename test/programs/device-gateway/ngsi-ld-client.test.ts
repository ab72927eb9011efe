import { NgsiLdClient } from '../../../programs/device-gateway/ngsi-ld-client';
import { BrokerUnavailable } from '../../../programs/publisher/broker';
import { type FakeServer, fakeServer, type Received, type Reply } from '../support/fake-server';

const place = { tenant: 'parking', context: 'https://models.town.example/c.jsonld' };
const observedAt = '2026-11-28T10:00:00.250Z';
const entity = (id: string) => ({ id, type: 'Spot', free: { type: 'Property', value: 1, observedAt } });

let server: FakeServer;
let answer: (request: Received) => Reply;
let broker: NgsiLdClient;

beforeAll(async () => {
  server = await fakeServer((request) => answer(request));
  broker = new NgsiLdClient(server.url, 60_000);
});
beforeEach(() => server.received.splice(0));
afterAll(() => server.close());

test('names tenant and context, and asks for JSON', async () => {
  answer = () => ({ status: 204 });
  expect(await broker.upsert(place, [entity('a')])).toEqual(new Map());
  const [{ path, headers, body }] = server.received as [Received];
  expect([path, JSON.parse(body)]).toEqual(['/ngsi-ld/v1/entityOperations/upsert?options=update', [entity('a')]]);
  expect(headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'ngsild-tenant': 'parking',
    link: '<https://models.town.example/c.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
  });
});

test('below .localhost the broker is told of contexts by a name that it does not fetch by itself', async () => {
  answer = () => ({ status: 204 });
  await broker.upsert({ ...place, context: 'https://models.town.localhost/c.jsonld' }, [entity('a')]);
  expect(server.received[0]?.headers.link).toMatch(/^<https:\/\/models\.town\.internal\/c\.jsonld>;/);
});

test.each([
  ['of the standard', { entityId: 'b', error: { status: 400 } }],
  ['of Scorpio', { id: 'b', ProblemDetails: { title: 'Bad Request Data.', status: 400 }, type: 'Upsert' }],
])('of an answer for each entity it takes those that were refused, in the words %s', async (_whose, error) => {
  answer = () => ({ status: 207, body: { success: ['a'], errors: [error] } });
  expect(await broker.upsert(place, [entity('a'), entity('b')])).toEqual(new Map([['b', '400']]));
  expect(server.received).toHaveLength(1);
});

test.each([
  { status: 400 },
  { status: 207, body: { errors: [{ ProblemDetails: {} }] } },
  { status: 207, body: 'what' },
])('where an answer does not say which, each is sent alone: %j', async (first) => {
  answer = ({ body }) => {
    const sent = JSON.parse(body) as { id: string }[];
    if (sent.length > 1) return first;
    return { status: sent[0]!.id === 'b' ? 400 : 204 };
  };
  expect(await broker.upsert(place, ['a', 'b', 'c'].map(entity))).toEqual(new Map([['b', '400']]));
});

test.each([500, 503, 429])('with %i it is to be asked again later', async (status) => {
  answer = () => ({ status });
  await expect(broker.upsert(place, [entity('a')])).rejects.toThrow(BrokerUnavailable);
  await expect(broker.append(place, entity('a'))).rejects.toThrow(BrokerUnavailable);
});

test('an entity is removed with its history, whether or not they are there', async () => {
  answer = ({ path }) => ({ status: path.includes('temporal') ? 404 : 204 });
  await broker.remove(place, 'urn:ngsi-ld:Spot:demo:1');
  expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /ngsi-ld/v1/entities/urn%3Angsi-ld%3ASpot%3Ademo%3A1',
    'DELETE /ngsi-ld/v1/temporal/entities/urn%3Angsi-ld%3ASpot%3Ademo%3A1',
  ]);
  answer = () => ({ status: 400 });
  await expect(broker.remove(place, 'a')).rejects.toThrow('400');
  answer = () => ({ status: 503 });
  await expect(broker.remove(place, 'a')).rejects.toThrow(BrokerUnavailable);
});

test('what came late is added to the history, as lists of instances', async () => {
  answer = () => ({ status: 204 });
  expect(await broker.append(place, entity('a'))).toBeUndefined();
  const [{ path, body }] = server.received as [Received];
  expect([path, JSON.parse(body)]).toEqual([
    '/ngsi-ld/v1/temporal/entities',
    { id: 'a', type: 'Spot', free: [entity('a').free] },
  ]);
});

test.each([
  ['all of it', { status: 200, body: { free: { value: 1, observedAt: '2026-11-28T10:00:00.250000Z' } } }, undefined],
  ['among others', { status: 200, body: { free: [{ observedAt: 'x' }, { observedAt }] } }, undefined],
  ['nothing at that time', { status: 200, body: { free: [{ observedAt: '2026-11-28T10:00:00Z' }] } }, entity('a')],
  ['no such entity', { status: 404 }, entity('a')],
])('a history that has %s', async (_, reply, missing) => {
  answer = () => reply;
  expect(await broker.missingInHistory(place, entity('a'))).toEqual(missing);
  expect(server.received[0]!.path).toContain(
    'timeAt=2026-11-28T09%3A59%3A59.250Z&endTimeAt=2026-11-28T10%3A00%3A01.250Z',
  );
});

test('is alive when it says so', async () => {
  answer = ({ path }) => ({ status: path === '/q/health/live' ? 200 : 404 });
  expect(await broker.isAlive()).toBe(true);
  expect(await new NgsiLdClient('http://127.0.0.1:9', 500).isAlive()).toBe(false);
});
