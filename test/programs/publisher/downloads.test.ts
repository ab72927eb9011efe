import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { check } from '@placemarkio/check-geojson';
import { ProblemDetails, sendAnswer } from '../../../programs/dcat-ap/answer';
import { Downloads } from '../../../programs/publisher/downloads';
import { takeNotification } from '../../../programs/publisher/notifications';
import { send } from '../../../programs/shared/http';
import { FakeCity } from './fake-city';
import { parking } from './published-type';

let city: FakeCity;
let server: Server;
let url: string;

beforeAll(async () => {
  city = await FakeCity.start();
  for (let number = 0; number < 1200; number++) city.put(number, { free: number, secret: 'somebody' });
  const types = [parking, { ...parking, name: 'closed', access: 'restricted' as const }];
  const downloads = new Downloads(city.config({ types }), city.brokerClient());
  server = createServer((request, response) => {
    downloads.answer(request, response).catch((error) => {
      if (!(error instanceof ProblemDetails)) throw error;
      sendAnswer(request, response, error.toAnswer());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/open-data`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await city.close();
});

test('a file of GeoJSON is valid and holds every entity once, however many pages there are', async () => {
  const answer = await fetch(`${url}/${parking.name}.geojson`);
  expect(answer.headers.get('content-type')).toBe('application/geo+json');
  const text = await answer.text();
  const { features } = check(text) as unknown as { features: { id: string }[] };
  expect(new Set(features.map(({ id }) => id)).size).toBe(1200);
  expect(features).toHaveLength(1200);
  expect(text).not.toContain('somebody');
});

test('a file of JSON-LD has the context of the type', async () => {
  const document = (await (await fetch(`${url}/${parking.name}.jsonld`)).json()) as Record<string, unknown[]>;
  expect(document['@context']?.[0]).toBe(parking.context);
  expect(document['@graph']).toHaveLength(1200);
});

test('an empty file is valid too', async () => {
  const empty = await FakeCity.start();
  const downloads = new Downloads(empty.config(), empty.brokerClient());
  const own = createServer((request, response) => void downloads.answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => own.once('listening', resolve));
  const at = `http://127.0.0.1:${(own.address() as AddressInfo).port}/open-data/${parking.name}`;
  expect(check(await (await fetch(`${at}.geojson`)).text())).toEqual({ type: 'FeatureCollection', features: [] });
  expect(((await (await fetch(`${at}.jsonld`)).json()) as Record<string, unknown>)['@graph']).toEqual([]);
  own.close();
  own.closeAllConnections();
  await empty.close();
});

test('pages of the NGSI-LD API lead from one to the next', async () => {
  const at = `${url}/${parking.name}/ngsi-ld/v1/entities`;
  const answer = await fetch(`${at}?limit=1000&count=true&options=keyValues`);
  expect(answer.headers.get('ngsild-results-count')).toBe('1200');
  const [, next] = /<(https:[^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '') ?? [];
  expect(next).toContain('offset=1000');
  expect((await answer.json()) as unknown[]).toContainEqual({
    id: 'urn:ngsi-ld:OffStreetParking:1',
    type: 'OffStreetParking',
    free: 1,
  });
  const rest = await fetch(`${at}${new URL(next!).search}`);
  expect((await rest.json()) as unknown[]).toHaveLength(200);
  expect(rest.headers.get('link')).not.toContain('rel="next"');
  const one = await fetch(`${at}/${encodeURIComponent('urn:ngsi-ld:OffStreetParking:7')}`);
  expect(await one.json()).toEqual({
    id: 'urn:ngsi-ld:OffStreetParking:7',
    type: 'OffStreetParking',
    free: { type: 'Property', value: 7 },
  });
});

test('entities are JSON with their context in a header, or JSON-LD that holds it, as is accepted', async () => {
  const at = `${url}/${parking.name}/ngsi-ld/v1/entities`;
  const one = `${at}/${encodeURIComponent('urn:ngsi-ld:OffStreetParking:7')}`;
  for (const path of [one, `${at}?limit=1&options=keyValues`]) {
    const read = async (accept: string) => {
      const { headers, json } = await fetch(path, { headers: { accept } }).then(async (answer) => ({
        headers: answer.headers,
        json: [(await answer.json()) as object].flat()[0],
      }));
      return [
        headers.get('content-type'),
        headers.get('link')?.includes('json-ld#context') ?? false,
        headers.get('vary'),
        json,
      ];
    };
    const context = { '@context': [parking.context, expect.stringContaining('ngsi-ld-core-context')] };
    expect(await read('application/ld+json')).toEqual([
      'application/ld+json',
      false,
      'accept',
      expect.objectContaining(context),
    ]);
    expect(await read('*/*')).toEqual(['application/json', true, 'accept', expect.not.objectContaining(context)]);
  }
  const refused = await fetch(one, { headers: { accept: 'application/geo+json' } });
  expect([refused.status, refused.headers.get('content-type')]).toEqual([406, 'application/problem+json']);
});

test.each([
  ['/closed.geojson', 404],
  ['/parking-offstreetparking.xml', 404],
  ['/parking-offstreetparking.toString', 404],
  ['/../health', 404],
  ['/parking-offstreetparking/ngsi-ld/v1/subscriptions', 404],
  ['/parking-offstreetparking/ngsi-ld/v1/entities/urn:nobody', 404],
  ["/parking-offstreetparking/ngsi-ld/v1/entities/urn:x:O'Brien", 404],
  ['/parking-offstreetparking/ngsi-ld/v1/entities/none', 404],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?q=free>3', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?type=Device', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?limit=1001', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?offset=-1', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?limit=1&limit=2', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?options=concise', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?format=nope', 400],
  ['/parking-offstreetparking/ngsi-ld/v1/entities?count=TRUE', 400],
])('%s is answered %i', async (path, status) => {
  const before = city.broker.received.length;
  const answer = await fetch(url + path);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  if (!path.includes('nobody')) expect(city.broker.received.length).toBe(before);
});

test('a path that is no path is answered 404', async () => {
  for (const path of ['//', '///open-data', '//:x/open-data', 'http://', '*'])
    expect([path, (await send(url, { path })).status]).toEqual([path, 404]);
});

test('is read only, and 503 while the broker is away', async () => {
  expect((await fetch(`${url}/${parking.name}.geojson`, { method: 'POST' })).status).toBe(405);
  city.brokerAway = true;
  const away = await fetch(`${url}/${parking.name}.geojson`);
  city.brokerAway = false;
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '10']);
});

test('of a notification only the ids are read, and what is none is refused', async () => {
  const told: unknown[] = [];
  const publisher = {
    notified: (...given: unknown[]) => told.push(given) > 0,
    forget: async () => undefined,
  };
  const own = createServer((request, response) => {
    takeNotification(publisher, request, response).catch((error) => sendAnswer(request, response, error.toAnswer()));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => own.once('listening', resolve));
  const at = `http://127.0.0.1:${(own.address() as AddressInfo).port}/${parking.name}`;
  const post = (body: string) => fetch(at, { method: 'POST', body }).then(({ status }) => status);
  expect(await post(JSON.stringify({ data: [{ id: 'urn:a', free: 1 }, { id: 7 }, 'urn:b'] }))).toBe(204);
  expect(await post('no JSON')).toBe(400);
  expect(await post('[]')).toBe(400);
  expect((await fetch(at)).status).toBe(405);
  const tooLong = await send(at, { method: 'POST', body: ' '.repeat(32 * 1024 * 1024 + 1) });
  expect([tooLong.status, tooLong.headers['content-type']]).toEqual([413, 'application/problem+json']);
  expect(told).toEqual([[parking.name, ['urn:a']]]);
  own.close();
  own.closeAllConnections();
});
