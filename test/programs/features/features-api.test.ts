import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Readable } from '../../../constructs/components/features/readable-type';
import { Clock } from '../../../programs/features/clock';
import { EntityReader } from '../../../programs/features/entity-reader';
import { FeaturesApi } from '../../../programs/features/features-api';
import { featuresConfig } from '../../../programs/features/features-config';
import { featuresMetrics } from '../../../programs/features/metrics';
import { Environment } from '../../../programs/shared/environment';
import { send } from '../../../programs/shared/http';
import { problemServer } from '../../../programs/shared/problem-server';
import { type FakeServer, fakeServer, type Received, type Reply } from '../support/fake-server';

type Json = Record<string, unknown>;

const type = (name: string, attributes: Readable['types'][number]['attributes']) => ({
  type: name,
  title: `${name}s`,
  description: `Each ${name}.`,
  context: 'https://models.town.example/context.jsonld',
  schema: `https://models.town.example/schemas/${name}.schema.json`,
  attributes,
});
const readable: Readable = {
  types: [
    type('Parking', [
      { name: 'free', value: 'number', unit: 'C62' },
      { name: 'name', value: 'text' },
      { name: 'open', value: 'boolean' },
      { name: 'limit', value: 'number' },
      { name: 'location', value: 'geometry' },
    ]),
    type('Route', [{ name: 'name', value: 'text' }]),
  ],
  tenants: ['parking', 'waste'],
  open: [
    { name: 'parking-parking', type: 'Parking', tenant: 'parking', licenceUrl: 'https://licence.example' },
    { name: 'gone', type: 'Gone', licenceUrl: 'https://licence.example' },
  ],
};
const urls = {
  api: 'https://api.town.example',
  open: 'https://data.town.example',
  downloads: 'https://data.town.example/open-data',
};
const snapshot = '00000000-0000-0000-0000-000000000001';
const idOf = (number: number) => `urn:ngsi-ld:Parking:${number}`;

let broker: FakeServer;
let asked: Received[] = [];
let reply: (request: Received, query: URLSearchParams) => Reply;
let api: FeaturesApi;
const servers: Record<'open' | 'token', Server> = {} as never;
const said: Json[] = [];

beforeEach(async () => {
  asked = [];
  said.length = 0;
  broker = await fakeServer((request) => {
    asked.push(request);
    return reply(request, new URL(request.path, 'http://broker').searchParams);
  });
  const limits = { values: 3000, time: 5000 };
  const history = { clock: new Clock('Europe/Berlin'), retentionDays: 30, limits, buckets: 100 };
  api = new FeaturesApi({ urls, city: 'Town', readable, history, requests: 2 }, new EntityReader(broker.url, 60_000));
  for (const access of ['open', 'token'] as const) {
    servers[access] = problemServer(
      (request, response) => api.answer(access, request, response),
      (message, fields) => said.push({ message, ...fields }),
    );
    await new Promise<void>((resolve) => servers[access].listen(0, '127.0.0.1', resolve));
  }
});
afterEach(async () => {
  for (const server of Object.values(servers)) await new Promise((resolve) => server.close(resolve));
  await broker.close();
});

async function get(
  access: 'open' | 'token',
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
) {
  const { port } = servers[access].address() as AddressInfo;
  const { status, headers: got, body } = await send(`http://127.0.0.1:${port}${path}`, { headers, method });
  const isJson = /json/.test(String(got['content-type']));
  return { status, headers: got, json: (isJson && body !== '' ? JSON.parse(body) : {}) as Json, body };
}
const link = (answer: { json: Json }, rel: string) =>
  (answer.json.links as { rel: string; href: string }[]).find((one) => one.rel === rel)?.href;
const entity = (number: number, more: Json = {}): Json => ({
  id: idOf(number),
  type: 'Parking',
  modifiedAt: '2026-11-28T10:00:00.000Z',
  free: { type: 'Property', value: number, observedAt: '2026-11-28T09:00:00.000Z' },
  secret: { type: 'Property', value: 'keeper' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [10 + number, 50] } },
  ...more,
});
const page = (count: number, entities: readonly Json[]): Reply => ({
  status: 200,
  headers: { 'ngsild-results-count': String(count), 'ngsild-entitymap': `urn:ngsi-ld:entitymap:${snapshot}` },
  body: entities,
});

test('below .localhost the broker is told of contexts by a name that it does not fetch by itself', async () => {
  reply = () => page(1, [entity(1)]);
  const context = 'https://models.town.localhost/context.jsonld';
  const reader = new EntityReader(broker.url, 60_000);
  await reader.entity({ ...readable.open[0]!, ...readable.types[0]!, context }, idOf(1));
  expect(asked.map(({ headers }) => headers.link)).toEqual([
    '<https://models.town.internal/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
  ]);
});

test('the broker is asked in words put together anew, and for what is somewhere', async () => {
  reply = () => page(1, [entity(1)]);
  const query = `bbox=170,-1,-170,1&datetime=2026-05-01/..&free=7.50&open=true&name=${encodeURIComponent("Place d'Italie")}&limit=5000`;
  const answer = await get('open', `/features/collections/parking-parking/items?${query}`);
  expect(answer.status).toBe(200);
  const [request] = asked as [Received];
  expect(request.headers['ngsild-tenant']).toBe('parking');
  const wanted = Object.fromEntries(new URL(request.path, 'http://broker').searchParams);
  expect(wanted).toMatchObject({
    type: 'Parking',
    q: 'location;modifiedAt>=2026-04-30T22:00:00.000000Z;free==7.5;name=="Place d\\u0027Italie";open==true',
    georel: 'intersects',
    geometry: 'MultiPolygon',
    limit: '1000',
    offset: '0',
  });
  expect(JSON.parse(wanted.coordinates!)).toHaveLength(2);
  expect(answer.json).toMatchObject({ type: 'FeatureCollection', numberMatched: 1, numberReturned: 1 });
  expect(answer.json.features).toEqual([
    {
      type: 'Feature',
      id: idOf(1),
      geometry: { type: 'Point', coordinates: [11, 50] },
      properties: {
        observedAt: '2026-11-28T09:00:00.000Z',
        modifiedAt: '2026-11-28T10:00:00.000Z',
        type: 'Parking',
        free: 1,
      },
    },
  ]);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/geo+json', 'access-control-allow-origin': '*' });
});

test('a time of change is asked for to the microsecond, as the broker compares it', async () => {
  reply = () => page(0, []);
  const at = async (datetime: string) => {
    await get('open', `/features/collections/parking-parking/items?datetime=${datetime}`);
    return new URL(asked.at(-1)!.path, 'http://broker').searchParams.get('q');
  };
  const instant = '2026-11-28T10:00:00.885';
  expect(await at(`${instant}000Z`)).toBe(`location;modifiedAt>=${instant}000Z;modifiedAt<=${instant}999Z`);
  // The sign of an offset that was not encoded is a space here.
  expect(await at(`../2026-11-28T11:00:00.885+01:00`)).toBe(`location;modifiedAt<=${instant}999Z`);
});

test('a limit that is too large is no error, however large', async () => {
  reply = () => page(1, [entity(1)]);
  for (const limit of ['1001', '2147483647', '9'.repeat(400)])
    expect((await get('open', `/features/collections/parking-parking/items?limit=${limit}`)).status).toBe(200);
  const limits = asked.map(({ path }) => new URL(path, 'http://broker').searchParams.get('limit'));
  expect(limits).toEqual(['1000', '1000', '1000']);
  expect((await get('open', '/features/collections/parking-parking/items?limit=1e3')).status).toBe(400);
});

test('everything wrong in a query is said at once, and the broker is not asked', async () => {
  const query =
    'bbox=1&datetime=x&limit=0&offset=-1&snapshot=x&free=1e3&open=yes&name=%22&crs=x&f=html&color=red&f=json';
  const { status, json } = await get('token', `/features/collections/Parking/items?${query}`);
  expect(status).toBe(400);
  const parts = [
    'bbox',
    'datetime',
    'limit',
    'offset',
    'snapshot',
    'free',
    'open',
    'name',
    'crs',
    'f is there more',
    'color is no parameter',
  ];
  for (const part of parts) expect(json.detail).toContain(part);
  expect(asked).toEqual([]);
});

test('a text that no q can hold is refused, and so is an id of no URI', async () => {
  for (const text of ['', ' ', 'a"b', 'a\\b', '100%', 'a\nb', 'x'.repeat(501)]) {
    const { status } = await get('token', `/features/collections/Parking/items?name=${encodeURIComponent(text)}`);
    expect(status).toBe(400);
  }
  for (const id of ['1', "urn:x:O'Brien", 'urn:x:a"b', 'urn:x:a b', 'urn:x:a%b'])
    expect((await get('token', `/features/collections/Parking/items/${encodeURIComponent(id)}`)).status).toBe(404);
  expect(asked).toEqual([]);
});

test('a link to the next page holds the snapshot, and what was deleted is left out without an error', async () => {
  const gone = new Set([5, 6]);
  const map = Array.from({ length: 10 }, (_, number) => number);
  reply = (request, query) => {
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(query.get(name))) as [number, number];
    const wanted = map.slice(offset, offset + limit);
    expect(query.get('pick')).toBe('id,type,modifiedAt,free,name,open,limit,location');
    if (request.headers['ngsild-entitymap'] !== undefined && wanted.some((one) => gone.has(one)))
      return { status: 500 };
    return page(
      map.length,
      wanted.map((number) => entity(number)),
    );
  };
  const first = await get('token', '/features/collections/Parking/items?limit=4', { 'ngsild-tenant': 'parking' });
  expect(link(first, 'prev')).toBeUndefined();
  const next = link(first, 'next')!;
  expect(next).toBe(`${urls.api}/features/collections/Parking/items?limit=4&offset=4&snapshot=${snapshot}`);
  const second = await get('token', next.replace(urls.api, ''), { 'ngsild-tenant': 'parking' });
  expect((second.json.features as Json[]).map(({ id }) => id)).toEqual([4, 7].map(idOf));
  expect(second.json.numberMatched).toBe(10);
  const last = await get('token', link(second, 'next')!.replace(urls.api, ''));
  expect((last.json.features as Json[]).map(({ id }) => id)).toEqual([8, 9].map(idOf));
  expect(link(last, 'next')).toBeUndefined();
});

test('a snapshot that stays broken is gone, and one of another query is none', async () => {
  reply = () => ({ status: 500 });
  const path = `/features/collections/Parking/items?limit=500&offset=1&snapshot=${snapshot}`;
  expect((await get('token', path)).status).toBe(410);
  expect(asked.length).toBeLessThan(70);
  reply = () => ({ status: 400 });
  expect((await get('token', path)).json).toMatchObject({
    status: 400,
    detail: expect.stringContaining('another query'),
  });
});

test('a tenant that nobody has used has no features', async () => {
  reply = () => ({ status: 404 });
  const { status, json } = await get('token', '/features/collections/Parking/items', { 'ngsild-tenant': 'waste' });
  expect([status, json.numberMatched, json.features]).toEqual([200, 0, []]);
});

describe('the doors', () => {
  beforeEach(() => {
    reply = () => page(0, []);
  });
  test.each([
    ['open', '/features/collections/parking-parking/items', undefined, 200, 'parking'],
    ['open', '/features/collections/parking-parking/items', 'waste', 200, 'parking'],
    ['open', '/features/collections/Parking/items', undefined, 404, undefined],
    ['open', '/features/collections/gone', undefined, 404, undefined],
    ['open', '/tenants/parking/features', 'parking', 404, undefined],
    ['token', '/features/collections/Parking/items', undefined, 200, undefined],
    ['token', '/features/collections/Parking/items', 'waste', 200, 'waste'],
    ['token', '/features/collections/Parking/items', 'other', 404, undefined],
    ['token', '/tenants/waste/features/collections/Parking/items', 'waste', 200, 'waste'],
    ['token', '/tenants/waste/features/collections/Parking/items', 'parking', 404, undefined],
    ['token', '/tenants/waste/features/collections/Parking/items', undefined, 404, undefined],
    ['token', '/features/collections/parking-parking/items', 'parking', 404, undefined],
    ['token', '/features/collections/Route/items', 'parking', 404, undefined],
  ] as const)('%s %s with the header %s: %s', async (access, path, header, status, of) => {
    const answer = await get(access, path, header === undefined ? {} : { 'ngsild-tenant': header });
    expect(answer.status).toBe(status);
    if (status === 200) expect(asked.map(({ headers }) => headers['ngsild-tenant'])).toEqual([of]);
    else expect(asked).toEqual([]);
    if (status === 200 && access === 'token') expect(answer.headers['cache-control']).toBe('private, no-cache');
  });

  test('show what is behind them, with links that stay behind them', async () => {
    const landing = await get('token', '/tenants/waste/features', { 'ngsild-tenant': 'waste' });
    const root = `${urls.api}/tenants/waste`;
    expect(landing.json.links).toEqual(
      ['', '/api', '/conformance', '/collections'].map((path) =>
        expect.objectContaining({ href: `${root}/features${path}` }),
      ),
    );
    const { json } = await get('open', '/features/collections');
    expect(json.collections).toEqual([
      expect.objectContaining({
        id: 'parking-parking',
        itemType: 'feature',
        storageCrs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
        links: expect.arrayContaining([
          expect.objectContaining({
            rel: 'describedby',
            href: 'https://models.town.example/schemas/Parking.schema.json',
          }),
          expect.objectContaining({ rel: 'license', href: 'https://licence.example' }),
        ]),
      }),
    ]);
    for (const [path, status] of [
      ['/features/collections?x=1', 400],
      ['/features/nothing', 404],
      ['/features/collections/parking-parking/things', 404],
      ['/features/collections/parking-parking/items/a/b', 404],
      ['/features/conformance/x', 404],
      ['/history/parking-parking', 404],
      ['/', 404],
      ['/features/%E0%A4%A', 400],
    ] as const)
      expect([path, (await get('open', path)).status]).toEqual([path, status]);
    const written = await get('open', '/features', {}, 'POST');
    expect([written.status, written.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test.each(['open', 'token'] as const)('have nothing at a path that is no path (%s)', async (access) => {
    const { port } = servers[access].address() as AddressInfo;
    for (const path of ['//', '///features', '//:x/features', 'http://', '*'])
      expect([path, (await send(`http://127.0.0.1:${port}`, { path })).status]).toEqual([path, 404]);
    expect(said).toEqual([]);
  });

  test('the description has every path and parameter that is answered', async () => {
    const { json, headers } = await get('token', '/features/api');
    expect(headers['content-type']).toBe('application/vnd.oai.openapi+json;version=3.0');
    type Parameter = { readonly $ref?: string; readonly name?: string; readonly in?: string };
    const paths = json.paths as Record<
      string,
      { readonly servers?: { readonly url: string }[]; readonly get: { readonly parameters?: Parameter[] } }
    >;
    expect(Object.keys(paths)).toEqual([
      '/',
      '/conformance',
      '/api',
      '/collections',
      '/collections/Parking',
      '/collections/Parking/items',
      '/collections/Parking/items/{featureId}',
      '/history/Parking/{featureId}/{attribute}',
      '/history/Route/{featureId}/{attribute}',
    ]);
    // The paths of the standard are there behind the server, as it writes them; the others name theirs.
    const [{ url: server }] = json.servers as [{ url: string }];
    const { links } = (await get('token', '/features')).json as { links: { rel: string; href: string }[] };
    expect(links.find(({ rel }) => rel === 'conformance')?.href).toBe(`${server}/conformance`);
    for (const [path, { servers }] of Object.entries(paths))
      expect([path, servers?.[0]?.url]).toEqual([
        path,
        path.startsWith('/history/') ? server.replace(/\/features$/, '') : undefined,
      ]);
    const everywhere = [
      ...Object.values((json.components as { parameters: Record<string, Parameter> }).parameters),
      ...Object.values(paths).flatMap((path) => path.get.parameters ?? []),
    ];
    for (const one of everywhere.filter((parameter) => parameter.in === 'query'))
      expect(one).toMatchObject({ style: 'form', explode: false });
    const named = paths['/collections/Parking/items']!.get.parameters!.map(
      ({ $ref, name }) => name ?? $ref!.split('/').at(-1),
    );
    const { detail } = (await get('token', '/features/collections/Parking/items?unknown=1')).json;
    expect(String(detail).split('there are ')[1]!.replace('.', '').split(', ').sort()).toEqual([...named].sort());
    // An attribute that is called as a parameter is none to choose by.
    expect(named.filter((name) => name === 'limit')).toHaveLength(1);
    const references = JSON.stringify(json).match(/#\/components\/[a-zA-Z]+\/[a-zA-Z-]+/g)!;
    for (const reference of new Set(references)) {
      const [, , kind, name] = reference.split('/') as [string, string, string, string];
      expect((json.components as Record<string, Json>)[kind]).toHaveProperty([name]);
    }
  });
});

describe('history', () => {
  const path = `/history/parking-parking/${encodeURIComponent(idOf(1))}/free`;
  const instance = (time: number, value: unknown, number: number) => ({
    type: 'Property',
    value,
    observedAt: new Date(time).toISOString(),
    instanceId: `instanceid:${number}`,
  });
  /** Keeps values as Scorpio gives them: newest first, both ends counted, of one no list, at most `lastN`. */
  function keep(values: readonly (readonly [time: number, value: unknown])[]): void {
    keepInstances(values.map(([time, value], number) => instance(time, value, number)));
  }
  function keepInstances(instances: readonly (Json & { readonly observedAt: string })[], now: Json = {}): void {
    reply = ({ path: wanted }, query) => {
      if (wanted.startsWith('/ngsi-ld/v1/entities/')) return { status: 200, body: entity(1, now) };
      const [from, to] = ['timeAt', 'endTimeAt'].map((name) => Date.parse(query.get(name)!)) as [number, number];
      const found = instances
        .filter(({ observedAt }) => Date.parse(observedAt) >= from && Date.parse(observedAt) <= to)
        .sort((one, other) => Date.parse(other.observedAt) - Date.parse(one.observedAt))
        .slice(0, Number(query.get('lastN')));
      if (found.length === 0) return { status: 404 };
      return { status: 200, body: { id: idOf(1), type: 'Parking', free: found.length === 1 ? found[0] : found } };
    };
  }
  const start = Date.UTC(2026, 10, 20, 8);

  test('counts each value into the stretch that it begins, over many pages', async () => {
    // 2,400 values, one each three seconds, for two hours.
    keep(Array.from({ length: 2400 }, (_, n) => [start + n * 3000, n] as const));
    const query = `from=${new Date(start).toISOString()}&to=${new Date(start + 7_200_000).toISOString()}&every=PT1H&fn=count,min,max,avg`;
    const { status, json } = await get('open', `${path}?${query}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: idOf(1),
      type: 'Parking',
      attribute: 'free',
      unitCode: 'C62',
      every: 'PT1H',
      retention: 'P30D',
      timeZone: 'Europe/Berlin',
      values: [
        {
          from: '2026-11-20T09:00:00.000+01:00',
          to: '2026-11-20T10:00:00.000+01:00',
          avg: 599.5,
          min: 0,
          max: 1199,
          count: 1200,
        },
        { avg: 1799.5, min: 1200, max: 2399, count: 1200 },
      ],
    });
  });

  test('values come newest first, each once, and those of one time together', async () => {
    keep([0, 1, 2, 2, 2, 3, 4].map((second, n) => [start + second * 1000, n] as const));
    const found: unknown[] = [];
    const sizes: number[] = [];
    let next: string | undefined =
      `${path}?from=${new Date(start).toISOString()}&to=${new Date(start + 10_000).toISOString()}&limit=3`;
    while (next !== undefined) {
      const answer: Awaited<ReturnType<typeof get>> = await get('open', next);
      const values = answer.json.values as Json[];
      sizes.push(values.length);
      found.push(...values.map(({ value }) => value));
      next = link(answer, 'next')?.replace(urls.open, '');
    }
    expect([...found].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(found.slice(0, 2)).toEqual([6, 5]);
    expect(sizes).toEqual([2, 3, 2]);
  });

  const span = `from=${new Date(start).toISOString()}&to=${new Date(start + 3_600_000).toISOString()}`;
  const valuesOf = async (query = '') => (await get('open', `${path}?${span}${query}`)).json.values;

  test.each([
    [{ type: 'Property', value: { '@type': 'DateTime', '@value': '2026-05-01' } }, '2026-05-01'],
    [{ type: 'Relationship', object: 'urn:a' }, 'urn:a'],
    [
      { type: 'LanguageProperty', languageMap: { tr: 'Açık', en: 'Open' } },
      { tr: 'Açık', en: 'Open' },
    ],
    [{ type: 'VocabProperty', vocab: 'open' }, 'open'],
    [{ type: 'JsonProperty', json: { a: [1] } }, { a: [1] }],
    [{ type: 'ListProperty', valueList: [1, 2] }, [1, 2]],
    [{ type: 'ListRelationship', objectList: ['urn:a', 'urn:b'] }, ['urn:a', 'urn:b']],
  ])('has the value of %j', async (attribute, value) => {
    const observedAt = new Date(start).toISOString();
    keepInstances([{ ...attribute, observedAt, instanceId: 'instanceid:1' }]);
    expect(await valuesOf()).toEqual([{ observedAt, value }]);
  });

  describe('of an attribute with several datasets', () => {
    const of = (number: number, value: number, datasetId?: string) => ({
      ...instance(start + Math.floor(number / 3), value, number),
      ...(datasetId !== undefined && { datasetId }),
    });

    test('is that of the one that features show: without a name, else the first', async () => {
      const values = [of(0, 10), of(1, 1000, 'urn:most'), of(2, 500, 'urn:mean')];
      keepInstances(values);
      expect(await valuesOf('&every=PT1H&fn=avg,count')).toMatchObject([{ avg: 10, count: 1 }]);
      expect(await valuesOf()).toMatchObject([{ value: 10 }]);
      const free = values.slice(1);
      keepInstances(free, { free });
      expect(await valuesOf('&every=PT1H&fn=avg,count')).toMatchObject([{ avg: 1000, count: 1 }]);
      keepInstances(free, { free: free[1] });
      expect(await valuesOf()).toMatchObject([{ value: 500 }]);
    });

    test('is whole, though pages hold others too', async () => {
      keepInstances(
        Array.from({ length: 2400 }, (_, number) => of(number, 1, number % 3 === 0 ? undefined : `urn:${number % 3}`)),
      );
      expect(await valuesOf('&every=PT1H&fn=count')).toMatchObject([{ count: 800 }]);
    });
  });

  test('is in one unit: that of the data model, which the answer names', async () => {
    const [bare, same, other] = [10, 20, 1000].map((value, number) => instance(start + number, value, number));
    keepInstances([bare!, { ...same!, unitCode: 'C62' }, { ...other!, unitCode: 'P1' }]);
    expect(await valuesOf('&every=PT1H&fn=avg,count')).toMatchObject([{ avg: 15, count: 2 }]);
    expect(await valuesOf()).toMatchObject([{ value: 20 }, { value: 10 }]);
    reply = () => page(1, [entity(1, { free: { type: 'Property', value: 5, unitCode: 'P1' } })]);
    const { features } = (await get('open', '/features/collections/parking-parking/items')).json as {
      features: Json[];
    };
    expect(features[0]!.properties).not.toHaveProperty('free');
  });

  test('ends where there is too much, and says so', async () => {
    const to = new Date(start + 3_600_000).toISOString();
    const span = `from=${new Date(start).toISOString()}&to=${to}`;
    keep(Array.from({ length: 3500 }, (_, n) => [start + n * 1000, n] as const));
    expect((await get('open', `${path}?${span}&every=PT1H`)).json).toMatchObject({
      status: 422,
      detail: expect.stringContaining('more than 3000'),
    });
    keep(Array.from({ length: 1100 }, () => [start, 1] as const));
    expect((await get('open', `${path}?${span}&every=PT1H`)).json).toMatchObject({
      status: 422,
      detail: expect.stringContaining('same time'),
    });
    expect((await get('open', `${path}?${span}&every=PT1S`)).json).toMatchObject({
      status: 400,
      detail: expect.stringContaining('more than 100'),
    });
  });

  test('an empty time is empty, and what is no number is only counted', async () => {
    keep([
      [start, 'n/a'],
      [start + 1, 4],
    ]);
    const span = `from=${new Date(start).toISOString()}&to=${new Date(start + 1000).toISOString()}`;
    const values = async (query: string) => (await get('open', `${path}?${query}`)).json.values;
    expect(await values(`${span}&every=PT1S&fn=count`)).toMatchObject([{ count: 2 }]);
    expect(await values(`${span}&every=PT1S&fn=avg,count`)).toMatchObject([{ avg: 4, count: 1 }]);
    expect(await values('from=2020-01-01&to=2020-01-01&every=P1D')).toMatchObject([{ avg: null, min: null, count: 0 }]);
    expect(await values('from=2020-01-01&to=2020-01-01')).toEqual([]);
    const csv = await get('open', `${path}?${span}&f=csv`);
    expect([csv.headers['content-type'], csv.body]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'observedAt,value\r\n2026-11-20T08:00:00.001Z,4\r\n2026-11-20T08:00:00.000Z,n/a\r\n',
    ]);
    const none = await get('open', `${path}?from=2020-01-01&to=2020-01-01&f=csv`);
    expect([none.headers['content-type'], none.body]).toEqual([
      'text/csv; charset=utf-8; header=present',
      'observedAt,value\r\n',
    ]);
    const counts = await get('open', `${path}?from=2020-01-01&to=2020-01-01&every=P1D&fn=max,avg&f=csv`);
    expect(counts.body).toBe('from,to,avg,max\r\n2020-01-01T00:00:00.000+01:00,2020-01-02T00:00:00.000+01:00,,\r\n');
  });

  test('takes the times of an answer, and a large limit, as they are', async () => {
    keep([[start, 4]]);
    const { json } = await get('open', `${path}?from=2026-11-20&to=2026-11-20`);
    const again = await get('open', `${path}?from=${json.from}&to=${json.to}&limit=2147483647`);
    expect(again.json).toMatchObject({ from: json.from, to: json.to, values: [{ value: 4 }] });
  });

  test('asks the broker for no time that RFC 3339 cannot write', async () => {
    keep([]);
    expect((await get('open', `${path}?from=0001-01-01&to=9999-12-31`)).status).toBe(200);
    const { searchParams } = new URL(asked.at(-1)!.path, 'http://broker');
    for (const name of ['timeAt', 'endTimeAt']) expect(searchParams.get(name)).toMatch(/^\d{4}-/);
  });

  test('what the broker refuses is a bad request, and no outage', async () => {
    reply = ({ path: wanted }) =>
      wanted.startsWith('/ngsi-ld/v1/temporal/') ? { status: 400 } : { status: 200, body: entity(1) };
    expect((await get('open', path)).status).toBe(400);
    reply = () => ({ status: 400 });
    expect((await get('open', '/features/collections/parking-parking/items')).status).toBe(400);
    expect(said).toEqual([]);
  });

  test('everything wrong in a query is said at once', async () => {
    keep([]);
    const { json } = await get('open', `${path}?from=x&to=2020-01-01&every=P1H&fn=median&limit=0&f=xml&z=1`);
    for (const part of [
      'from must be',
      'every must be',
      'fn must be',
      'limit must be',
      'f must be',
      'z is no parameter',
    ])
      expect(json.detail).toContain(part);
    expect((await get('open', `${path}?from=2020-01-02&to=2020-01-01T00:00:00Z`)).json.detail).toContain(
      'from must be before to',
    );
    expect((await get('open', `${path}?fn=avg`)).json.detail).toContain('fn needs every');
    expect((await get('open', `${path}?every=PT1H&limit=5`)).json.detail).toContain('limit is for values');
  });

  test('there is none of an entity that is not there, is of another type, or has no such attribute', async () => {
    reply = () => ({ status: 404 });
    expect((await get('open', path)).status).toBe(404);
    reply = () => ({ status: 200, body: { ...entity(1), type: 'Other' } });
    expect((await get('open', path)).status).toBe(404);
    expect((await get('open', path.replace('/free', '/secret'))).json.detail).toContain('no such attribute');
  });
});

test('503 while the broker is away or too many ask, with the reason in the log and not in the answer', async () => {
  reply = () => ({ status: 502 });
  const away = await get('open', '/features/collections/parking-parking/items');
  expect([away.status, away.headers['retry-after'], away.body.includes('502')]).toEqual([503, '10', false]);
  expect(said).toEqual([
    { message: 'unavailable', path: '/features/collections/parking-parking/items', reason: 'the broker answered 502' },
  ]);
  reply = () => ({ status: 200, body: [], delay: 200 }) as Reply;
  const all = await Promise.all(
    Array.from({ length: 12 }, () => get('open', '/features/collections/parking-parking/items')),
  );
  expect(all.some(({ status }) => status === 503)).toBe(true);
  expect(featuresMetrics(api)).toMatch(
    /citykit_features_requests_total\{kind="features",access="open",outcome="failed"\} [2-9]/,
  );
  expect(featuresMetrics(api)).toContain('citykit_features_requests_busy 0');
});

test('what is wrong in the environment is all said', () => {
  const environment = new Environment({
    BROKER_URL: 'ftp://x',
    READABLE_FILE: '/nowhere',
    TIME_ZONE: 'Mars/One',
    REQUESTS: '0',
  });
  featuresConfig(environment);
  expect(() => environment.check()).toThrow(
    expect.objectContaining({
      problems: expect.arrayContaining([
        expect.stringContaining('BROKER_URL'),
        'API_URL is missing',
        'READABLE_FILE cannot be read: ENOENT',
        'TIME_ZONE must be a time zone of the IANA database',
        'REQUESTS must be a whole number from 1 to 1000',
      ]),
    }),
  );
});

describe('the description says of each answer', () => {
  type Described = { readonly $ref?: string; readonly content?: Record<string, { readonly schema: object }> };
  const place = encodeURIComponent('urn:ngsi-ld:Parking:çarşı');
  const past = `/history/parking-parking/${place}/free?from=2026-11-20&to=2026-11-20`;
  const list = '/features/collections/parking-parking/items';

  test.each([
    ['a page', list, '/collections/parking-parking/items', 200],
    ['a feature', `${list}/${place}`, '/collections/parking-parking/items/{featureId}', 200],
    ['what is wrong', `${list}?limit=0`, '/collections/parking-parking/items', 400],
    [
      'a page of what is gone',
      `${list}?limit=500&offset=1&snapshot=${snapshot}`,
      '/collections/parking-parking/items',
      410,
    ],
    ['values', past, '/history/parking-parking/{featureId}/{attribute}', 200],
    ['stretches', `${past}&every=PT12H`, '/history/parking-parking/{featureId}/{attribute}', 200],
    ['a table', `${past}&f=csv`, '/history/parking-parking/{featureId}/{attribute}', 200],
    ['too much', `${past}&every=PT24H`, '/history/parking-parking/{featureId}/{attribute}', 422],
  ])('%s', async (_what, asks, path, status) => {
    const { json: description } = await get('open', '/features/api');
    const own = { ...entity(1), id: decodeURIComponent(place) };
    reply = ({ path: wanted, headers }) => {
      if (headers['ngsild-entitymap'] !== undefined) return { status: 500 };
      if (!wanted.startsWith('/ngsi-ld/v1/temporal/'))
        return wanted.includes('/entities/') ? { status: 200, body: own } : page(1, [own]);
      const observedAt = '2026-11-20T10:00:00.000Z';
      const one = (number: number) => ({ type: 'Property', value: 4, observedAt, instanceId: `instanceid:${number}` });
      return { status: 200, body: { free: Array.from({ length: status === 422 ? 1000 : 2 }, (_, n) => one(n)) } };
    };
    const answer = await get('open', asks);
    const responses = (description.paths as Record<string, { get: { responses: Record<string, Described> } }>)[path]!
      .get.responses;
    const components = description.components as Record<string, Record<string, Described>>;
    const said = responses[answer.status]!;
    const { content } = said.$ref === undefined ? said : components.responses![said.$ref.split('/').at(-1)!]!;
    const [mediaType] = String(answer.headers['content-type']).split(';');
    const schema = content![mediaType!]!.schema;
    const validate = addFormats(new Ajv({ strict: false }));
    const isValid = validate.validate({ ...schema, components }, mediaType === 'text/csv' ? answer.body : answer.json);
    expect([answer.status, validate.errors, isValid]).toEqual([status, null, true]);
  });

  test('no status but those of its door', async () => {
    const statuses = async (access: 'open' | 'token') => {
      const { paths } = (await get(access, '/features/api')).json as {
        paths: Record<string, { get: { responses: object } }>;
      };
      return Object.keys(paths['/']!.get.responses);
    };
    expect(await statuses('open')).toEqual(['200', '400', '404', '429', '503']);
    expect(await statuses('token')).toEqual(['200', '400', '401', '403', '404', '429', '503']);
  });
});
