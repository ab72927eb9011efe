import { setTimeout as sleep } from 'node:timers/promises';
import { MqttBroker } from '../support/mqtt-broker';
import { LivePlatform } from './platform/live-platform';
import { Subscriber } from './platform/subscriber';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';
import { until } from './support/wait';

type Json = Record<string, unknown>;

describeRendered(['postgres', 'scorpio', 'java', 'nginx'], 'The broker and its relay of notifications', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let relay: RunningPod;
  let subscriber: Subscriber;
  const mqtt = new MqttBroker();
  let closeMqtt: () => void = () => undefined;
  const tenant = 'parking';
  /** What was answered before the jobs of the platform had run. */
  const early: { readonly status: number }[] = [];

  beforeAll(async () => {
    // A domain that the broker does not take for its own host: it asks nobody for a context whose URL has localhost in it.
    platform = new LivePlatform('izmir');
    const { network } = platform.rendered;
    await platform.database.start();
    await platform.run(platform.city.database.setup);
    await platform.start(platform.city.registry.site);
    ({ broker, relay } = await platform.startBroker());
    subscriber = await Subscriber.start(network);
    for (const one of [tenant, undefined])
      early.push(await ask('/subscriptions', { of: one, json: subscription('type', one) }));
    early.push(await ask('/subscriptions?limit=1', { of: tenant }));
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    await mqtt.start();
    closeMqtt = await network.forward('mqtt', 1883, mqtt.port);
  });
  afterAll(async () => {
    closeMqtt();
    await subscriber?.stop();
    await mqtt.stop();
    await platform.stop();
  });

  /** What the gateway does for a client: subscriptions to the relay, all else to the broker, as somebody. */
  async function ask(
    path: string,
    { of, method, json, as = 'ann' }: { of?: string | undefined; method?: string; json?: unknown; as?: string } = {},
  ) {
    const hasContext = path !== '/jsonldContexts' && Object.hasOwn((json ?? {}) as object, '@context');
    const claims = Buffer.from(JSON.stringify({ sub: as })).toString('base64url');
    const headers = {
      accept: 'application/json',
      authorization: `Bearer e30.${claims}.`,
      ...(of !== undefined && { 'NGSILD-Tenant': of }),
      ...(json !== undefined && { 'content-type': hasContext ? 'application/ld+json' : 'application/json' }),
    };
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const pod = /^\/(subscriptions|csourceSubscriptions)/.test(path) ? relay : broker;
    const call = { method: method ?? (json === undefined ? 'GET' : 'POST'), headers, ...body };
    const { status, text, headers: answered } = await pod.call(`/ngsi-ld/v1${path}`, call);
    return { status, text, location: answered.location };
  }
  const read = async (path: string, of?: string, as?: string) => {
    const { status, text } = await ask(path, { of, ...(as && { as }) });
    return { status, json: JSON.parse(text) as Json };
  };
  const counted = async (name: string) => {
    const { text } = await relay.call('/metrics', { port: 'metrics' });
    return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  const here = { type: 'GeoProperty', value: { type: 'Point', coordinates: [24.9, 60.2] } };
  const around = {
    geometry: 'Point',
    coordinates: [24.9, 60.2],
    georel: 'near;maxDistance==1000',
    geoproperty: 'location',
  };
  /** Each sort of subscription, by what makes it one; every one of them is told of the same entity. */
  const sorts: Readonly<Record<string, { readonly more?: Json; readonly uri?: string }>> = {
    type: {},
    id: { more: { entities: [{ id: 'urn:ngsi-ld:Lamp:1', type: 'Lamp' }] } },
    idPattern: { more: { entities: [{ idPattern: '^urn:ngsi-ld:Lamp:.*', type: 'Lamp' }] } },
    watched: { more: { watchedAttributes: ['brightness'] } },
    q: { more: { q: 'brightness>0' } },
    geo: { more: { geoQ: around } },
    interval: { more: { timeInterval: 2 } },
    context: {},
    mqtt: { uri: 'mqtt://mqtt:1883/lamps/all' },
  };
  const idOf = (sort: string, of: string | undefined) => `urn:ngsi-ld:Subscription:${of ?? 'none'}:${sort}`;
  const ownWords = { brightness: 'https://town.example/brightness', Lamp: 'https://town.example/Lamp' };
  /** URL of the context with them, which the broker hosts. */
  let hosted = '';
  const subscription = (sort: string, of: string | undefined): Json => ({
    ...(sort === 'context' && { '@context': [hosted] }),
    id: idOf(sort, of),
    type: 'Subscription',
    entities: [{ type: 'Lamp' }],
    ...sorts[sort]?.more,
    notification: { endpoint: { uri: sorts[sort]?.uri ?? subscriber.url, accept: 'application/json' } },
  });
  const lamp = (brightness: number, own: object = {}) => ({
    id: 'urn:ngsi-ld:Lamp:1',
    type: 'Lamp',
    brightness: { type: 'Property', value: brightness },
    location: here,
    ...own,
  });

  test('nothing of subscriptions reaches the broker before a tenant is set up', () => {
    expect(early.map(({ status }) => status)).toEqual([503, 503, 503]);
  });

  describe.each([
    { where: 'in a tenant', of: tenant },
    { where: 'outside of tenants', of: undefined },
  ])('what a client stores $where', ({ of }) => {
    const paths = () => [
      '/entities/urn:ngsi-ld:Lamp:1',
      ...Object.keys(sorts).map((sort) => `/subscriptions/${idOf(sort, of)}`),
      `/csourceSubscriptions/${idOf('sources', of)}`,
      `/csourceRegistrations/urn:ngsi-ld:ContextSourceRegistration:${of ?? 'none'}`,
    ];
    const stored = async () => {
      const told = ['lastNotification', 'lastSuccess', 'lastFailure', 'timesSent', 'timesFailed'];
      const answers: Record<string, unknown> = {};
      for (const path of paths()) {
        const { status, json } = await read(path, of);
        answers[path] = {
          status,
          json: Object.fromEntries(Object.entries(json).filter(([name]) => !told.includes(name))),
        };
      }
      return answers;
    };
    let before: Record<string, unknown>;

    test('is taken', async () => {
      const context = await ask('/jsonldContexts', { of, json: { '@context': ownWords } });
      hosted = context.location ?? '';
      const made = [context, await ask('/entities', { of, json: lamp(1) })];
      for (const sort of Object.keys(sorts))
        made.push(await ask('/subscriptions', { of, json: subscription(sort, of) }));
      const sources = { ...subscription('type', of), id: idOf('sources', of) };
      made.push(await ask('/csourceSubscriptions', { of, json: sources }));
      const registration = {
        id: `urn:ngsi-ld:ContextSourceRegistration:${of ?? 'none'}`,
        type: 'ContextSourceRegistration',
        information: [{ entities: [{ type: 'Elsewhere' }] }],
        endpoint: 'http://elsewhere.town.example',
      };
      made.push(await ask('/csourceRegistrations', { of, json: registration }));
      expect(made.map(({ status, text }) => (status === 201 ? 201 : text))).toEqual(made.map(() => 201));
      before = await stored();
      expect(Object.values(before)).toEqual(paths().map(() => expect.objectContaining({ status: 200 })));
    });

    test('is there after the broker was killed, and everybody is notified again', async () => {
      await broker.stop('SIGKILL');
      broker = await platform.start(platform.city.broker.service);
      expect(await stored()).toEqual(before);
      const context = await ask(`/jsonldContexts/${hosted.split('/').at(-1)}`, { of });
      expect(JSON.parse(context.text)).toEqual({ '@context': ownWords });

      subscriber.received.length = 0;
      mqtt.published.length = 0;
      expect((await ask('/entities/urn:ngsi-ld:Lamp:1', { of, method: 'DELETE' })).status).toBe(204);
      expect((await ask('/entities', { of, json: lamp(2) })).status).toBe(201);
      const foreign = { ...lamp(2), id: 'urn:ngsi-ld:Lamp:2', '@context': ownWords };
      expect((await ask('/entities', { of, json: foreign })).status).toBe(201);
      const told = () =>
        Object.keys(sorts).filter((sort) => sort !== 'mqtt' && subscriber.toldBy(idOf(sort, of)).length > 0);
      // Scorpio's scheduler begins some time after a start.
      await until('everybody is told', () => told().length === Object.keys(sorts).length - 1).catch(() => undefined);
      expect(told()).toEqual(Object.keys(sorts).filter((sort) => sort !== 'mqtt'));
      expect(mqtt.published).toEqual([
        { topic: 'lamps/all', qos: 0, payload: expect.stringContaining('urn:ngsi-ld:Lamp:1') },
      ]);
      // The subscription has its own words for things, and receivers are told of no tenant that is none.
      const [own] = subscriber.received.filter(({ subscriptionId }) => subscriptionId === idOf('context', of));
      expect(own?.data[0]).toMatchObject({ id: 'urn:ngsi-ld:Lamp:2', type: 'Lamp', brightness: { value: 2 } });
      expect(new Set(subscriber.headers.slice(-3).map((headers) => headers['ngsild-tenant']))).toEqual(new Set([of]));
      for (const sort of Object.keys(sorts)) {
        expect((await ask(`/subscriptions/${idOf(sort, of)}`, { of, method: 'DELETE' })).status).toBe(204);
      }
      proof(
        'Context broker',
        'kubernetes',
        'restarted',
        'with stored entities, subscriptions of each sort, registrations and contexts',
      );
    });
  });

  test('a context that the broker needs to start cannot be deleted', async () => {
    expect((await ask('/subscriptions', { json: { ...subscription('type', undefined), id: 'urn:kept' } })).status).toBe(
      201,
    );
    const ids = await sql(
      platform.database.url('izmir_broker'),
      "select id from contexts where kind = 'ImplicitlyCreated' or id = ')$%^&'",
    );
    expect(ids.split('\n').length).toBeGreaterThan(1);
    for (const id of ids.split('\n')) {
      expect((await ask(`/jsonldContexts/${encodeURIComponent(id)}`, { method: 'DELETE' })).status).toBe(404);
    }
    await broker.stop('SIGKILL');
    broker = await platform.start(platform.city.broker.service);
    expect((await ask('/subscriptions/urn:kept')).status).toBe(200);
  });

  test('a tenant whose registration was cut short is found again', async () => {
    const known = () =>
      sql(platform.database.url('izmir_broker'), "select tenant_id from tenant where tenant_id = 'parking'");
    await sql(platform.database.url('izmir_broker'), "delete from tenant where tenant_id = 'parking'");
    await platform.run(platform.job('broker', 'TenantDatabases'));
    expect(await known()).toBe(tenant);
  });

  test('a receiver that accepts and never answers stops nobody else, in its tenant and in others', async () => {
    const hung = await Subscriber.start(platform.rendered.network, {
      name: 'hung.town.example',
      answer: () => undefined,
    });
    try {
      const to = (uri: string, id: string, type: string) => ({
        id,
        type: 'Subscription',
        entities: [{ type }],
        notification: { endpoint: { uri, accept: 'application/json', timeout: 2000 } },
      });
      for (const place of [undefined, tenant]) {
        expect(
          (await ask('/subscriptions', { of: place, json: to(hung.url, `urn:hung:${place}`, 'Car') })).status,
        ).toBe(201);
        expect(
          (await ask('/subscriptions', { of: place, json: to(subscriber.url, `urn:well:${place}`, 'Car') })).status,
        ).toBe(201);
      }
      subscriber.received.length = 0;
      const car = (at: number) => ({ id: `urn:ngsi-ld:Car:${at}`, type: 'Car', at: { type: 'Property', value: at } });
      expect((await ask('/entities', { json: car(0) })).status).toBe(201);
      await until('the receiver hangs', () => hung.received.length > 0);
      for (let at = 0; at < 700; at++) expect((await ask('/entities', { of: tenant, json: car(at) })).status).toBe(201);
      await until('all are told', () => subscriber.toldBy(`urn:well:${tenant}`).length >= 700).catch(() => undefined);
      expect(subscriber.toldBy(`urn:well:${tenant}`)).toEqual(Array.from({ length: 700 }, (_, at) => car(at).id));
      expect(subscriber.toldBy('urn:well:undefined')).toEqual([car(0).id]);
      await until(
        'it is counted',
        async () => (await counted(`citykit_notifications_total{tenant="${tenant}",outcome="timeout"}`)) > 1,
      );
      expect(relay.log()).toContain('"receiver":"http://hung.town.example:8080/","outcome":"timeout"');
      // The broker is told with the next notification.
      expect((await ask('/entities', { json: car(701) })).status).toBe(201);
      await until(
        'the subscription says so',
        async () => Number((await read('/subscriptions/urn:hung:undefined')).json.timesFailed) > 0,
      );
      for (const place of [undefined, tenant])
        await ask(`/subscriptions/urn:hung:${place}`, { of: place, method: 'DELETE' });
      proof('Context broker', 'kubernetes', 'faulted', '700 of 700 notifications arrive while another receiver hangs');
    } finally {
      await hung.stop();
    }
  });

  test('a receiver that is away for a while gets what it missed, in order', async () => {
    const { network } = platform.rendered;
    const away = await Subscriber.start(network, { name: 'away.town.example' });
    const json = { ...subscription('type', undefined), id: 'urn:away', entities: [{ type: 'Bus' }] };
    const notification = { endpoint: { uri: away.url, accept: 'application/json' } };
    expect((await ask('/subscriptions', { json: { ...json, notification } })).status).toBe(201);
    await away.stop();
    for (const at of [1, 2, 3])
      expect((await ask('/entities', { json: { id: `urn:ngsi-ld:Bus:${at}`, type: 'Bus' } })).status).toBe(201);
    await sleep(2000);
    const back = await Subscriber.start(network, { name: 'away.town.example' });
    try {
      await until('it has all', () => back.received.length >= 3);
      expect(back.toldBy('urn:away')).toEqual([1, 2, 3].map((at) => `urn:ngsi-ld:Bus:${at}`));
    } finally {
      await back.stop();
    }
  });

  test('receiver headers are sent, and shown to who wrote them alone', async () => {
    const endpoint = {
      uri: `${subscriber.url}?key=k-1`,
      accept: 'application/json',
      receiverInfo: [{ key: 'Authorization', value: 'Bearer of-the-receiver' }],
    };
    const json = { id: 'urn:headers', type: 'Subscription', entities: [{ type: 'Tram' }], notification: { endpoint } };
    expect((await ask('/subscriptions', { of: tenant, json })).status).toBe(201);
    const shown = async (as: string) => [
      (await read('/subscriptions/urn:headers', tenant, as)).json.notification,
      ...((await read('/subscriptions', tenant, as)).json as unknown as Json[])
        .filter(({ id }) => id === 'urn:headers')
        .map(({ notification }) => notification),
    ];
    expect(await shown('ann')).toEqual([{ endpoint }, { endpoint }]);
    const others = { endpoint: { uri: new URL('/', subscriber.url).href, accept: 'application/json' } };
    expect(await shown('bob')).toEqual([others, others]);
    expect((await ask('/entities', { of: tenant, json: { id: 'urn:ngsi-ld:Tram:1', type: 'Tram' } })).status).toBe(201);
    await until('it is told', () => subscriber.toldBy('urn:headers').length > 0);
    expect(subscriber.headers.at(-1)).toMatchObject({
      authorization: 'Bearer of-the-receiver',
      'ngsild-tenant': tenant,
    });
    // A change of something else leaves it as it is.
    expect(
      (
        await ask('/subscriptions/urn:headers', {
          of: tenant,
          method: 'PATCH',
          json: { description: 'Trams' },
          as: 'bob',
        })
      ).status,
    ).toBe(204);
    expect(await shown('ann')).toEqual([{ endpoint }, { endpoint }]);
    expect((await ask('/entities', { of: tenant, json: { id: 'urn:ngsi-ld:Tram:2', type: 'Tram' } })).status).toBe(201);
    await until('it is told after the change', () => subscriber.toldBy('urn:headers').length > 1);
    expect(`${relay.log()}${broker.log()}`).not.toMatch(/of-the-receiver|k-1/);
  });

  test('who the city does not name cannot be notified, nor by a context that only the subscription has', async () => {
    const at = (uri: string) => ({
      ...subscription('type', tenant),
      id: 'urn:refused',
      notification: { endpoint: { uri } },
    });
    for (const uri of ['http://10.1.2.3:9090/x', 'https://subscriber.town.example:8443/x', 'ftp://a.example/']) {
      const { status, text } = await ask('/subscriptions', { of: tenant, json: at(uri) });
      expect({ uri, status, detail: (JSON.parse(text) as Json).detail }).toMatchObject({
        ...{ uri, status: 400 },
        detail: expect.stringContaining('notification.endpoint.uri'),
      });
    }
    const written = { ...at(subscriber.url), '@context': { Lamp: 'https://town.example/Lamp' } };
    const { status, text } = await ask('/subscriptions', { of: tenant, json: written });
    expect([status, (JSON.parse(text) as Json).detail]).toEqual([
      400,
      expect.stringContaining('@context must be one URL'),
    ]);
    // The name is allowed and its address is not: told when it is notified, and counted.
    const forbidden = `citykit_notifications_total{tenant="${tenant}",outcome="forbidden"}`;
    expect(
      (
        await ask('/subscriptions', {
          of: tenant,
          json: { ...at('http://localhost:8080/x'), entities: [{ type: 'Ship' }] },
        })
      ).status,
    ).toBe(201);
    expect((await ask('/entities', { of: tenant, json: { id: 'urn:ngsi-ld:Ship:1', type: 'Ship' } })).status).toBe(201);
    await until('it is counted', async () => (await counted(forbidden)) > 0);
  });
});
