import { LivePlatform } from './platform/live-platform';
import { CkanClient } from './support/ckan-client';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

type Json = Record<string, unknown>;

const parts = ['postgres', 'redis', 'solr', 'ckan', 'scorpio', 'java', 'nginx', 'envoy'] as const;

describeRendered(parts, 'The publisher between broker and portal', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let ckan: RunningPod;
  let publisher: RunningPod;
  let gateway: RunningPod;
  let portal: CkanClient;
  const tenant = 'parking';
  const name = 'parking-offstreetparking';

  beforeAll(async () => {
    platform = new LivePlatform('izmir');
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    for (const id of ['Cache', 'Search']) await platform.start(city.portal!.node.findChild(id) as never);
    await platform.run(platform.job('portal', 'Setup'));
    ckan = await platform.start(city.portal!.service);
    portal = new CkanClient(ckan);
    publisher = await platform.start(city.publisher!.service);
    gateway = await platform.start(city.gateway.service);
  });
  afterAll(async () => platform.stop());

  const idOf = (number: number) => `urn:ngsi-ld:OffStreetParking:${number}`;
  const place = (number: number, free: number) => ({
    id: idOf(number),
    type: 'OffStreetParking',
    '@context': [platform.city.registry.contextUrl],
    name: { type: 'Property', value: `Place "${number}", Konak` },
    category: { type: 'Property', value: ['public', 'feeCharged'] },
    availableSpotNumber: { type: 'Property', value: free, observedAt: '2026-11-28T10:00:00.250Z' },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [(27_100 + number) / 1000, 38.4] } },
    // Of no model: it is not published.
    keeper: { type: 'Property', value: 'somebody' },
  });

  async function send(method: string, path: string, body?: unknown): Promise<number> {
    const { status } = await broker.call(`/ngsi-ld/v1${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenant },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return status;
  }
  const upsert = (entities: readonly object[]) => send('POST', '/entityOperations/upsert', entities);

  async function dataset(): Promise<Json> {
    return (await portal.settledResult('package_show', { id: name })) as Json;
  }
  const resource = async (part: string) =>
    ((await dataset()).resources as Json[]).find((one) => one.citykit_part === part) as Json;
  async function rows(): Promise<Record<string, Json>> {
    const table = await resource('csv').catch(() => undefined);
    if (!table?.datastore_active) return {};
    const query = { resource_id: table.id, limit: 32_000 };
    const { records } = (await portal.settledResult('datastore_search', query)) as unknown as { records: Json[] };
    return Object.fromEntries(records.map((row) => [String(row.id), row]));
  }
  /** What the table should say of each entity, from what the broker has. */
  async function expected(): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    for (let offset = 0; ; offset += 1000) {
      const { text } = await broker.call(
        `/ngsi-ld/v1/entities?type=OffStreetParking&options=sysAttrs&limit=1000&offset=${offset}`,
        { headers: { accept: 'application/json', 'NGSILD-Tenant': tenant, link: link() } },
      );
      const page = JSON.parse(text) as Record<string, Json>[];
      for (const { id, availableSpotNumber, modifiedAt } of page)
        found[String(id)] = [availableSpotNumber?.value, modifiedAt];
      if (page.length < 1000) return found;
    }
  }
  const link = () =>
    `<${platform.city.registry.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  async function published(): Promise<Record<string, unknown>> {
    const all = Object.entries(await rows());
    return Object.fromEntries(all.map(([id, row]) => [id, [Number(row.availableSpotNumber), row.modifiedAt]]));
  }
  async function agree(): Promise<void> {
    let difference: unknown;
    await until('portal and broker agree', async () => {
      const [here, there] = await Promise.all([published(), expected()]);
      const ids = new Set([...Object.keys(here), ...Object.keys(there)]);
      difference = [...ids].filter((id) => JSON.stringify(here[id]) !== JSON.stringify(there[id])).slice(0, 5);
      return (difference as string[]).length === 0 && ids.size > 0;
    }).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(difference)}\n${publisher.log().slice(-3000)}`);
    });
  }
  const overGateway = (path: string) => gateway.call(path, { headers: { host: 'data.izmir.example', accept: '*/*' } });

  test('makes a dataset of each published type, with its metadata', async () => {
    await until('the dataset is there', async () => (await dataset().catch(() => undefined)) !== undefined);
    await until('its table is there', async () => (await resource('csv')).datastore_active === true);
    const { title, license_id, organization, extras, resources } = await dataset();
    const extra = Object.fromEntries(
      (extras as { key: string; value: string }[]).map(({ key, value }) => [key, value]),
    );
    const models = 'https://models.izmir.example';
    expect({ title, license_id, organization: (organization as Json).title }).toEqual({
      title: 'Car park',
      license_id: 'CC-BY-4.0',
      organization: 'İzmir open data',
    });
    expect(extra).toMatchObject({
      managed_by: 'citykit:izmir',
      contact_email: 'data@izmir.example',
      conforms_to: JSON.stringify([`${models}/schemas/OffStreetParking.schema.json`]),
      theme: JSON.stringify(['http://publications.europa.eu/resource/authority/data-theme/TRAN']),
      frequency: 'http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT',
    });
    const at = 'https://data.izmir.example/open-data/parking-offstreetparking';
    expect((resources as Json[]).map(({ format, url }) => `${format} ${url}`)).toEqual([
      expect.stringMatching(/^CSV https:\/\/data\.izmir\.example\/datastore\/dump\//),
      `GeoJSON ${at}.geojson`,
      `JSON-LD ${at}.jsonld`,
      `JSON ${at}/ngsi-ld/v1/entities`,
    ]);
    const id = (resources as Json[])[0]?.id;
    const views = async () => (await portal.result('resource_view_list', { id })) as unknown as Json[];
    await until('it has a preview', async () => (await views())[0]?.view_type === 'datatables_view');
    proof('Publisher', 'kubernetes', 'started');
  });

  test('an entity becomes a row, a change of it changes the row within five seconds, and its end removes it', async () => {
    await until('all datasets are made', async () => !/comparisons_total\{.*\} 0$/m.test(await metrics()));
    const free = async () => (await rows())[idOf(1)]?.availableSpotNumber;
    expect(await upsert([place(1, 7)])).toBe(201);
    await until('the row is there', async () => Number(await free()) === 7);
    await send('PATCH', `/entities/${idOf(1)}/attrs`, {
      '@context': [platform.city.registry.contextUrl],
      availableSpotNumber: { type: 'Property', value: 6 },
    });
    await until('the row is changed', async () => Number(await free()) === 6);
    const row = (await rows())[idOf(1)]!;
    expect(row).toMatchObject({
      name: 'Place "1", Konak',
      category: '["public","feeCharged"]',
      location: { type: 'Point', coordinates: [27.101, 38.4] },
      longitude: expect.anything(),
    });
    expect(Object.keys(row)).not.toContain('keeper');
    await send('DELETE', `/entities/${idOf(1)}`);
    await until('the row is gone', async () => (await free()) === undefined);
  });

  test('everybody may read it by way of the gateway, in each of its forms', async () => {
    await upsert([place(1, 5), { ...place(2, 9), location: undefined }]);
    await agree();
    const geojson = await overGateway(`/open-data/${name}.geojson`);
    expect([geojson.status, geojson.headers['content-type']]).toEqual([200, 'application/geo+json']);
    const { type, features } = JSON.parse(geojson.text) as { type: string; features: Json[] };
    expect(type).toBe('FeatureCollection');
    expect(features.find(({ id }) => id === idOf(1))).toEqual({
      type: 'Feature',
      id: idOf(1),
      geometry: { type: 'Point', coordinates: [27.101, 38.4] },
      properties: {
        type: 'OffStreetParking',
        name: 'Place "1", Konak',
        category: ['public', 'feeCharged'],
        availableSpotNumber: 5,
      },
    });
    expect(features.find(({ id }) => id === idOf(2))?.geometry).toBeNull();
    const jsonld = JSON.parse((await overGateway(`/open-data/${name}.jsonld`)).text) as { '@graph': Json[] };
    expect(jsonld['@graph'].map(({ id }) => id).sort()).toEqual([idOf(1), idOf(2)]);
    const api = await overGateway(`/open-data/${name}/ngsi-ld/v1/entities?limit=1&count=true`);
    expect(api.headers['ngsild-results-count']).toBe('2');
    expect(api.headers.link).toMatch(/<https:\/\/data\.izmir\.example\/open-data\/[^>]+offset=1>; rel="next"/);
    expect(JSON.parse(api.text)).toHaveLength(1);
    expect(JSON.stringify([features, jsonld, api.text])).not.toContain('somebody');
    const csv = await overGateway(new URL(String((await resource('csv')).url)).pathname);
    expect(csv.text).toContain('"Place ""1"", Konak"');
    expect(csv.text).toContain('2026-11-28T10:00:00.250');
    for (const path of ['/open-data/parkingspot.geojson', '/open-data/x/ngsi-ld/v1/types', '/open-data/'])
      expect((await overGateway(path)).status).toBe(404);
    expect((await overGateway(`/open-data/${name}/ngsi-ld/v1/entities?q=keeper`)).status).toBe(400);
  });

  /** Writes while the server is away, or as soon as it is back, and waits until all is equal. */
  async function killedWhileWriting(kill: () => Promise<void>, back: () => Promise<void>): Promise<void> {
    let number = 10;
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await upsert(Array.from({ length: 20 }, () => place(number++ % 200, number % 300))).catch(() => undefined);
        if (number % 100 === 0) await send('DELETE', `/entities/${idOf(number % 150)}`).catch(() => undefined);
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await kill();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await back();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    writing = false;
    await writer;
    await agree();
  }

  test('loses nothing when it is killed itself', async () => {
    await killedWhileWriting(
      () => publisher.stop('SIGKILL'),
      async () => {
        publisher = await platform.start(platform.city.publisher!.service);
      },
    );
  });

  test('loses nothing when the portal is killed', async () => {
    await killedWhileWriting(
      () => ckan.stop('SIGKILL'),
      async () => {
        ckan = await platform.start(platform.city.portal!.service);
        portal = new CkanClient(ckan);
      },
    );
  });

  test('loses nothing when the broker is killed', async () => {
    await killedWhileWriting(
      () => broker.stop('SIGKILL'),
      async () => {
        broker = await platform.start(platform.city.broker.service);
      },
    );
    proof('Publisher', 'kubernetes', 'faulted', 'itself, the portal and the broker killed while entities were written');
  });

  test('a notification of what is not so changes nothing', async () => {
    const before = await published();
    const headers = { 'content-type': 'application/json' };
    const lie = { id: idOf(999), type: 'OffStreetParking', availableSpotNumber: 1 };
    const body = JSON.stringify({ subscriptionId: 'urn:none', data: [lie] });
    const { status } = await publisher.call(`/${name}`, { port: 'notify', method: 'POST', headers, body });
    expect(status).toBe(204);
    await until('it is looked at', async () => /waiting\{[^}]*parking-off[^}]*\} 0/.test(await metrics()));
    expect(await published()).toEqual(before);
  });

  const metrics = async () => (await publisher.call('/metrics', { port: 'metrics' })).text;

  test('what somebody added to the dataset stays, and what it says itself is put right', async () => {
    const authorization = await admin();
    const patch = {
      id: name,
      title: 'Something else',
      extras: [...((await dataset()).extras as Json[]), { key: 'note', value: 'kept' }],
    };
    await portal.result('package_patch', patch, { authorization });
    // A comparison is due when it starts.
    await publisher.stop();
    expect(publisher.exitCode()).toBe(0);
    publisher = await platform.start(platform.city.publisher!.service);
    await until('the title is put right', async () => (await dataset()).title === 'Car park');
    expect((await dataset()).extras).toContainEqual({ key: 'note', value: 'kept' });
  });

  async function admin(): Promise<string> {
    const { ADMIN_PASSWORD } = platform.rendered.pod('izmir-portal-setup').main.env;
    const cookies = await portal.logIn('admin', ADMIN_PASSWORD!);
    return portal.makeToken('admin', cookies.map((cookie) => cookie.split(';')[0]).join('; '));
  }
});
