import { createServer } from 'node:http';
import { LivePlatform } from './platform/live-platform';
import { isByGateway, type PublicCall, publicCall } from './platform/public-client';
import { freePort } from './support/free-port';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { Signer } from './support/tokens';
import { until } from './support/wait';

type Json = Record<string, unknown>;

const parts = ['postgres', 'scorpio', 'java', 'nginx', 'envoy'] as const;

describeRendered(parts, 'Features and history between broker and gateway', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let features: RunningPod;
  let gateway: RunningPod;
  const signer = new Signer();
  const keys = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  const api = 'https://api.izmir.example';
  const open = 'https://data.izmir.example';
  const tenant = 'parking';
  const openName = 'parking-offstreetparking';

  beforeAll(async () => {
    platform = new LivePlatform('izmir');
    const { city } = platform;
    const port = await freePort();
    await new Promise<void>((resolve) => keys.listen(port, '127.0.0.1', resolve));
    await platform.rendered.network.forward(platform.nameOf(city.identity.service!), 8080, port);
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    features = await platform.start(city.features!.service);
    gateway = await platform.start(city.gateway.service);
    await until('the gateway has its keys', async () => (await ask('/features', [tenant], { tenant })).status === 200);
  });
  afterAll(async () => {
    keys.close();
    await platform.stop();
  });

  const token = (tenants: readonly string[], role: string) => {
    const { issuer, audience } = platform.city.identity;
    const exp = Math.floor(Date.now() / 1000) + 3600;
    return signer.rs256({ iss: issuer, aud: audience, sub: 'x', exp, realm_access: { roles: [role] }, tenants });
  };
  const ask = (path: string, tenants: readonly string[] = [tenant], call: PublicCall & { role?: string } = {}) =>
    publicCall(gateway, `${api}${path}`, { ...call, token: token(tenants, call.role ?? 'viewer') });
  const see = (path: string, call: PublicCall = {}) => publicCall(gateway, `${open}${path}`, call);
  const parse = ({ status, text }: { status: number; text: string }): Json => {
    if (status !== 200) throw new Error(`${status} ${text}\n${features.log().slice(-2000)}`);
    return JSON.parse(text) as Json;
  };
  const at = (url: string) => url.replace(api, '').replace(open, '');
  const linkOf = (answer: Json, rel: string) =>
    (answer.links as { rel: string; href: string }[]).find((one) => one.rel === rel)?.href;
  const idsOf = (answer: Json) => (answer.features as Json[]).map(({ id }) => Number(String(id).split(':').at(-1)));
  const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

  const idOf = (number: number) => `urn:ngsi-ld:OffStreetParking:${number}`;
  const longitudes = [27.1, 27.2, 179.5, -179.5, 27.1];
  const place = (number: number) => ({
    id: idOf(number),
    type: 'OffStreetParking',
    '@context': [platform.city.registry.contextUrl],
    name: { type: 'Property', value: number === 2 ? "Place d'Italie çarşı" : `Place ${number}` },
    category: { type: 'Property', value: number % 2 ? ['public', 'feeCharged'] : ['private'] },
    availableSpotNumber: { type: 'Property', value: number, observedAt: '2026-11-28T10:00:00.000Z' },
    location: {
      type: 'GeoProperty',
      value: { type: 'Point', coordinates: [longitudes[number % 5], number % 5 === 4 ? -10 : 38.4] },
    },
  });
  async function send(method: string, path: string, body?: unknown, of = tenant): Promise<number> {
    const { status } = await broker.call(`/ngsi-ld/v1${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': of },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return status;
  }

  test('gives the same at both doors, which both describe themselves', async () => {
    expect(
      await send(
        'POST',
        '/entityOperations/upsert',
        Array.from({ length: 20 }, (_, number) => place(number)),
      ),
    ).toBe(201);
    // What is nowhere is no feature.
    expect(await send('POST', '/entityOperations/upsert', [{ ...place(90), location: undefined }])).toBe(201);
    for (const [read, root] of [
      [(path: string) => ask(path, [tenant], { tenant }), api],
      [(path: string) => ask(`/tenants/${tenant}${path}`), `${api}/tenants/${tenant}`],
      [(path: string) => see(path), open],
    ] as const) {
      const landing = parse(await read('/features'));
      expect(linkOf(landing, 'data')).toBe(`${root}/features/collections`);
      const { conformsTo } = parse(await read('/features/conformance')) as { conformsTo: string[] };
      expect(conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
      const { paths } = parse(await read('/features/api')) as { paths: Json };
      expect(Object.keys(paths)).toContain(`/collections/${root === open ? openName : 'OffStreetParking'}/items`);
      const { collections } = parse(await read('/features/collections')) as { collections: { id: string }[] };
      const ids = collections.map(({ id }) => id);
      if (root === open) expect(ids).toContain(openName);
      // A route is a line, and has no place of its own in its model.
      else expect(ids).toEqual(expect.arrayContaining(['OffStreetParking', 'FerryTerminal', 'Vehicle']));
      const list = parse(await read(`/features/collections/${root === open ? openName : 'OffStreetParking'}/items`));
      expect([list.numberMatched, sorted(idsOf(list))]).toEqual([20, Array.from({ length: 20 }, (_, n) => n)]);
    }
    proof('Features and history', 'kubernetes', 'started');
  });

  const list = async (query: string) => {
    const answer = parse(await see(`/features/collections/${openName}/items?${query}`));
    expect(answer.numberMatched).toBe((answer.features as Json[]).length);
    return sorted(idsOf(answer));
  };

  test('chooses by place, time and value as the standard says', async () => {
    const all = Array.from({ length: 20 }, (_, number) => number);
    expect(await list('bbox=27.05,38,27.15,39')).toEqual(all.filter((n) => n % 5 === 0));
    expect(await list('bbox=27.1,38.4,27.1,38.4')).toEqual(all.filter((n) => n % 5 === 0));
    expect(await list('bbox=170,30,-170,40')).toEqual(all.filter((n) => n % 5 === 2 || n % 5 === 3));
    expect(await list('bbox=27.05,38,0,27.15,39,100')).toEqual(all.filter((n) => n % 5 === 0));
    const lat = encodeURIComponent('http://www.opengis.net/def/crs/EPSG/0/4326');
    expect(await list(`bbox=38,27.05,39,27.15&bbox-crs=${lat}`)).toEqual(all.filter((n) => n % 5 === 0));
    const mercator = encodeURIComponent('http://www.opengis.net/def/crs/EPSG/0/3857');
    expect(await list(`bbox=3011000,4580000,3022400,4720000&bbox-crs=${mercator}`)).toEqual(
      all.filter((n) => n % 5 === 0),
    );
    expect(await list('datetime=2020-01-01T00:00:00Z/..')).toEqual(all);
    expect(await list('datetime=../2020-01-01')).toEqual([]);
    expect(await list('availableSpotNumber=7')).toEqual([7]);
    expect(await list('category=feeCharged')).toEqual(all.filter((n) => n % 2));
    expect(await list(`name=${encodeURIComponent("Place d'Italie çarşı")}`)).toEqual([2]);
    expect(await list('bbox=27.05,38,27.15,39&category=private')).toEqual([0, 10]);
    const wrong = await see(`/features/collections/${openName}/items?bbox=1,2,3&limit=0&colour=red`);
    expect([wrong.status, isByGateway(wrong)]).toEqual([400, false]);
    for (const said of ['bbox must be', 'limit must be', 'colour is no parameter']) expect(wrong.text).toContain(said);
  });

  test('shows a feature with links to its entity and its model, in each system', async () => {
    const path = `/features/collections/${openName}/items/${encodeURIComponent(idOf(5))}`;
    const answer = await see(path);
    const feature = parse(answer);
    expect(feature).toMatchObject({
      type: 'Feature',
      id: idOf(5),
      geometry: { type: 'Point', coordinates: [27.1, 38.4] },
      properties: { availableSpotNumber: 5, observedAt: '2026-11-28T10:00:00.000Z', modifiedAt: expect.anything() },
    });
    expect(answer.headers['content-crs']).toBe('<http://www.opengis.net/def/crs/OGC/1.3/CRS84>');
    expect(linkOf(feature, 'alternate')).toBe(
      `${open}/open-data/${openName}/ngsi-ld/v1/entities/${encodeURIComponent(idOf(5))}`,
    );
    expect(linkOf(feature, 'describedby')).toBe('https://models.izmir.example/schemas/OffStreetParking.schema.json');
    const own = parse(await ask(path.replace(openName, 'OffStreetParking'), [tenant], { tenant }));
    expect(at(linkOf(own, 'alternate')!)).toBe(`/ngsi-ld/v1/entities/${encodeURIComponent(idOf(5))}`);
    expect((await ask(at(linkOf(own, 'alternate')!), [tenant], { tenant })).status).toBe(200);
    const turned = parse(await see(`${path}?crs=http://www.opengis.net/def/crs/EPSG/0/4258`));
    expect((turned.geometry as Json).coordinates).toEqual([38.4, 27.1]);
    for (const id of [idOf(90), idOf(999), 'urn:ngsi-ld:Other:1', "urn:ngsi-ld:O'Brien"])
      expect((await see(`/features/collections/${openName}/items/${encodeURIComponent(id)}`)).status).toBe(404);
  });

  test('the links lead over all features once, whatever changes between', async () => {
    const entities = Array.from({ length: 60 }, (_, number) => place(number + 100));
    for (let n = 0; n < 60; n += 20) await send('POST', '/entityOperations/upsert', entities.slice(n, n + 20));
    const found: number[] = [];
    const wanted = new Set([...Array.from({ length: 20 }, (_, number) => number), ...entities.map((_, n) => n + 100)]);
    let next: string | undefined = `/features/collections/${openName}/items?limit=16`;
    for (let page = 0; next !== undefined; page++) {
      const answer: Json = parse(await see(next));
      found.push(...idsOf(answer));
      const href = linkOf(answer, 'next');
      next = href && at(href);
      if (page === 0) {
        expect(answer.numberMatched).toBe(80);
        const left = entities.map(({ id }) => id).filter((id) => !found.includes(Number(id.split(':').at(-1))));
        for (const id of left.slice(0, 2)) {
          expect(await send('DELETE', `/entities/${id}`)).toBe(204);
          wanted.delete(Number(id.split(':').at(-1)));
        }
        await send('DELETE', `/entities/${idOf(found[0]!)}`);
        await send('POST', '/entityOperations/upsert', [place(200)]);
        for (const number of [1, 3, 110, 111].filter((n) => !left.slice(0, 2).includes(idOf(n)) && n !== found[0]))
          await send('PATCH', `/entities/${idOf(number)}/attrs`, {
            '@context': [platform.city.registry.contextUrl],
            availableSpotNumber: { type: 'Property', value: 1 },
          });
      }
    }
    expect(new Set(found).size).toBe(found.length);
    expect(sorted(found)).toEqual(sorted([...wanted]));
    const foreign = `/features/collections/${openName}/items?limit=5&availableSpotNumber=1`;
    const first = parse(await see(foreign.replace('limit=5', 'limit=1')));
    const snapshot = /snapshot=([^&]+)/.exec(linkOf(first, 'next') ?? '')?.[1];
    const mixed = await see(`/features/collections/${openName}/items?offset=1&snapshot=${snapshot}`);
    expect([400, 410]).toContain(mixed.status);
  });

  describe('lets in whom the gateway lets in', () => {
    const way = {
      header: (path: string, of: string, call: PublicCall & { tenants?: string[]; role?: string }) =>
        call.tenants
          ? ask(path, call.tenants, { ...call, tenant: of })
          : publicCall(gateway, `${api}${path}`, { ...call, tenant: of }),
      path: (path: string, of: string, call: PublicCall & { tenants?: string[]; role?: string }) =>
        call.tenants
          ? ask(`/tenants/${of}${path}`, call.tenants, call)
          : publicCall(gateway, `${api}/tenants/${of}${path}`, call),
    };
    test.each([
      ['a viewer of the tenant', 'parking', { tenants: ['parking'] }, 200],
      ['one of several tenants', 'parking', { tenants: ['waste', 'parking'] }, 200],
      ['another tenant’s', 'parking', { tenants: ['waste'] }, 403],
      ['nobody’s tenant', 'nowhere', { tenants: ['parking'] }, 403],
      ['one without a role', 'parking', { tenants: ['parking'], role: 'none' }, 403],
      ['one without a token', 'parking', {}, 401],
      ['one who would write', 'parking', { tenants: ['parking'], method: 'POST', json: {} }, 403],
    ])('%s, by the header and by the path alike', async (_who, of, call, status) => {
      for (const path of [
        '/features/collections/OffStreetParking/items',
        // One that the test of the links has not deleted.
        `/history/OffStreetParking/${encodeURIComponent(idOf(90))}/availableSpotNumber`,
      ]) {
        const answers = await Promise.all([way.header(path, of, call), way.path(path, of, call)]);
        expect(answers.map((answer) => answer.status)).toEqual([status, status]);
        if (status !== 200) expect(answers.map(isByGateway)).toEqual([true, true]);
      }
    });

    test('the tenant of the path alone, whatever the header says', async () => {
      const path = '/tenants/waste/features/collections/OffStreetParking/items';
      const mixed = await ask(path, ['parking'], { tenant: 'parking' });
      expect(mixed.status).toBe(403);
      const own = parse(await ask(path, ['parking', 'waste'], { tenant: 'parking' }));
      expect(own.numberMatched).toBe(0);
      for (const odd of [
        '/tenants/parking%2Ffeatures',
        '/tenants/parking;x/features',
        '/tenants/features',
        '/tenants/parking/ngsi-ld/v1/entities',
      ])
        expect([400, 404]).toContain((await ask(odd, ['parking'])).status);
    });

    test('everybody to what is open data, and to nothing else', async () => {
      const { collections } = parse(await see('/features/collections')) as { collections: { id: string }[] };
      expect(collections.map(({ id }) => id).sort()).toEqual(
        platform.city.city.openData.map(({ tenant, type }) => `${tenant}-${type.toLowerCase()}`).sort(),
      );
      for (const name of ['OffStreetParking', 'parking-parkingspot', 'parkingspot'])
        expect((await see(`/features/collections/${name}/items`)).status).toBe(404);
      expect((await see(`/features/collections/${openName}/items`, { tenant: 'waste' })).status).toBe(200);
    });
  });

  test('tells of the past what is right at the ends of each stretch', async () => {
    const id = 'urn:ngsi-ld:OffStreetParking:past';
    // Three an hour, one of them sharp: the broker's own aggregates count that one twice.
    for (let n = 0; n < 12; n++) {
      const observedAt = new Date(Date.UTC(2026, 10, 20, 8, n * 20)).toISOString();
      await send('POST', '/entityOperations/upsert', [
        { ...place(0), id, availableSpotNumber: { type: 'Property', value: 10 * (n + 1), observedAt } },
      ]);
    }
    const path = `/history/${openName}/${encodeURIComponent(id)}/availableSpotNumber`;
    const span = 'from=2026-11-20T08:00:00Z&to=2026-11-20T12:00:00Z';
    const values = async (query: string) => parse(await see(`${path}?${query}`)).values as Json[];
    await until('all is in the history', async () => (await values(span)).length === 12);
    const hours = await values(`${span}&every=PT1H&fn=avg,min,max,sum,count`);
    expect(hours.map(({ avg, min, max, sum, count }) => [avg, min, max, sum, count])).toEqual([
      [20, 10, 30, 60, 3],
      [50, 40, 60, 150, 3],
      [80, 70, 90, 240, 3],
      [110, 100, 120, 330, 3],
    ]);
    expect(hours[0]).toMatchObject({ from: '2026-11-20T11:00:00.000+03:00', to: '2026-11-20T12:00:00.000+03:00' });
    const days = parse(await see(`${path}?from=2026-11-19&to=2026-11-20&every=P1D&fn=count`));
    expect(days).toMatchObject({
      retention: 'P30D',
      timeZone: 'Europe/Istanbul',
      values: [
        { from: '2026-11-19T00:00:00.000+03:00', count: 0 },
        { from: '2026-11-20T00:00:00.000+03:00', count: 12 },
      ],
    });
    const read: unknown[] = [];
    for (let next: string | undefined = `${path}?${span}&limit=5`; next !== undefined; ) {
      const page: Json = parse(await see(next));
      read.push(...(page.values as Json[]).map(({ value }) => value));
      next = linkOf(page, 'next') && at(linkOf(page, 'next')!);
    }
    expect(read).toEqual(Array.from({ length: 12 }, (_, n) => 120 - 10 * n));
    const csv = await see(`${path}?${span}&every=PT2H&fn=avg,count&f=csv`);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.text.split('\r\n').slice(0, 2)).toEqual([
      'from,to,avg,count',
      '2026-11-20T11:00:00.000+03:00,2026-11-20T13:00:00.000+03:00,35,6',
    ]);
    expect((await see(`${path}?every=PT0S&fn=median&from=x`)).status).toBe(400);
    expect((await see(`${path}?every=PT1S&from=2026-01-01`)).status).toBe(400);
    expect((await see(`/history/${openName}/${encodeURIComponent(idOf(999))}/availableSpotNumber`)).status).toBe(404);
    expect((await see(`/history/${openName}/${encodeURIComponent(id)}/keeper`)).status).toBe(404);
    const other = await ask(`/history/OffStreetParking/${encodeURIComponent(id)}/availableSpotNumber`, ['waste'], {
      tenant: 'waste',
    });
    expect(other.status).toBe(404);
  });

  test('a link outlives the program that gave it, and says 503 while the broker is away', async () => {
    const first = parse(await see(`/features/collections/${openName}/items?limit=30`));
    await features.stop('SIGKILL');
    expect((await see('/features')).status).toBe(503);
    features = await platform.start(platform.city.features!.service);
    await until('it is back', async () => (await see('/features')).status === 200);
    const second = parse(await see(at(linkOf(first, 'next')!)));
    expect(idsOf(first).filter((id) => idsOf(second).includes(id))).toEqual([]);
    await broker.stop('SIGKILL');
    const away = await see(`/features/collections/${openName}/items`);
    expect([away.status, away.headers['retry-after']]).toEqual([503, '10']);
    expect(features.log()).toContain('"message":"unavailable"');
    expect(await features.isLive()).toBe(true);
    broker = await platform.start(platform.city.broker.service);
    await until('it answers again', async () => (await see(`/features/collections/${openName}/items`)).status === 200);
    const { text } = await features.call('/metrics', { port: 'metrics' });
    expect(text).toMatch(/citykit_features_requests_total\{kind="features",access="open",outcome="failed"\} [1-9]/);
    expect(features.peakMebibytes()).toBeLessThan(256);
    await features.stop();
    expect(features.exitCode()).toBe(0);
    proof('Features and history', 'kubernetes', 'faulted', 'itself and the broker killed');
  });
});
