import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MqttDevice } from '../support/mqtt-device';
import { DrawnPlatform } from './platform/drawn';
import { LivePlatform } from './platform/live-platform';
import { exampleWithMqtt, MqttEdge } from './platform/mqtt-edge';
import { publicCall } from './platform/public-client';
import { environment } from './support/environment';
import { freePort } from './support/free-port';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { Signer } from './support/tokens';
import { until } from './support/wait';

// biome-ignore lint/suspicious/noExplicitAny: what servers answer.
type Json = Record<string, any>;

const parts = ['postgres', 'redis', 'solr', 'ckan', 'scorpio', 'java', 'nginx', 'envoy', 'mosquitto'] as const;
const execute = promisify(execFile);
const tenant = 'parking';
const dataset = 'parking-offstreetparking';
const id = 'urn:ngsi-ld:OffStreetParking:konak';
const api = 'https://api.izmir.example';
const data = 'https://data.izmir.example';

/** A value with the time at which it was measured, as one text. */
const reading = (value: unknown, observedAt: unknown) => {
  const time = new Date(String(observedAt));
  return `${Number.isNaN(time.getTime()) ? observedAt : time.toISOString()} ${value}`;
};

describeRendered(parts, 'The way of a measurement, from a device of İzmir to the open data', () => {
  let platform: LivePlatform;
  let edge: MqttEdge;
  let drawn: DrawnPlatform;
  let gateway: RunningPod;
  const pods: Record<string, RunningPod> = {};
  const signer = new Signer();
  const keys = createServer((_request, response) => response.end(JSON.stringify(signer.jwks)));
  let konak: { readonly name: string; readonly credential: string; readonly topic: string };

  beforeAll(async () => {
    platform = new LivePlatform(exampleWithMqtt('izmir', { dashboards: { enabled: true, tenants: [tenant] } }));
    drawn = new DrawnPlatform(platform);
    const { city, database, rendered } = platform;
    const port = await freePort();
    await new Promise<void>((resolve) => keys.listen(port, '127.0.0.1', resolve));
    await rendered.network.forward(platform.nameOf(city.identity.service!), 8080, port);
    await database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    pods.broker = (await platform.startBroker()).broker;
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers', 'Shown'])
      await platform.run(platform.job('broker', job));
    for (const part of ['Cache', 'Search']) await platform.start(city.portal!.node.findChild(part) as never);
    await platform.run(platform.job('portal', 'Setup'));
    pods.portal = await platform.start(city.portal!.service);
    await platform.start(city.portal!.catalogue!);
    pods.publisher = await platform.start(city.publisher!.service);
    pods.features = await platform.start(city.features!.service);
    pods.devices = await platform.start(city.devices!.service);
    gateway = await platform.start(city.gateway.service);
    edge = await MqttEdge.start(platform);
    await until('the gateway has its keys', async () => (await asCity('GET', '/devices/v1/groups')).status === 200);
    // As whoever mounts the device asks for it.
    const { status, text } = await asCity('PUT', '/devices/v1/groups/car-parks/devices/konak');
    if (status !== 201) throw new Error(`${status} ${text}`);
    konak = JSON.parse(text) as typeof konak;
  });
  afterAll(async () => {
    keys.close();
    await edge?.stop();
    await platform?.stop();
  });

  /** Asks by way of the gateway as one of the city's staff. */
  function asCity(method: string, path: string) {
    const { issuer, audience } = platform.city.identity;
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const claims = { iss: issuer, aud: audience, sub: 'x', exp, realm_access: { roles: ['operator'] } };
    const token = signer.rs256({ ...claims, tenants: [tenant] });
    const context = platform.city.registry.contextUrl;
    const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    return publicCall(gateway, `${api}${path}`, { method, token, tenant, headers: { link } });
  }
  /** What everybody reads by way of the gateway. */
  async function see(url: string): Promise<string> {
    const { status, text } = await publicCall(gateway, url, { headers: { accept: '*/*' } });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 500)}`);
    return text;
  }
  const seeJson = async (url: string) => JSON.parse(await see(url)) as Json;

  /** Addresses of the dataset's files by their formats, as the catalogue has them. */
  async function distributions(): Promise<Record<string, string>> {
    const graph = (await seeJson(`${data}/catalog.jsonld`))['@graph'] as Json[];
    const linked = (node: Json | undefined, term: string) =>
      ([] as Json[]).concat(node?.[term] ?? []).map((link) => String(link['@id']));
    const files = graph
      .filter((node) => linked(node, 'dcat:distribution').length > 0)
      .map((node) => linked(node, 'dcat:distribution').map((id) => graph.find((one) => one['@id'] === id)))
      .map((all) => all.map((one) => [...linked(one, 'dct:format'), ...linked(one, 'dcat:accessURL')] as const))
      .find((all) => all.some(([, url]) => url === `${data}/open-data/${dataset}.geojson`));
    return Object.fromEntries((files ?? []).map(([format, url]) => [String(format).split('/').at(-1)!, url!]));
  }

  /** The last value that the dashboard of its type draws, to the second. */
  async function dashboard(newest: string): Promise<string> {
    const query = drawn.queryOf('type-OffStreetParking', 'availableSpotNumber');
    const [until] = newest.split(' ');
    const time = Date.parse(until!);
    const { name } = platform.city.broker.shown!.databases.find(({ tenant: one }) => one === tenant)!;
    const rows = await drawn.ask(query, name, new Date(time - 60_000), new Date(time + 60_000), 1, `'${id}'`);
    const [seconds, , , highest] = rows.split('\n').at(-1)!.split('|').map(Number);
    return reading(highest, new Date(1000 * seconds!).toISOString());
  }

  /** The newest value of konak and its time, at each place where it is to be seen. */
  async function everywhere(newest: string): Promise<Record<string, string>> {
    const files = await distributions();
    const entity = JSON.parse((await asCity('GET', `/ngsi-ld/v1/entities/${id}`)).text) as Json;
    const collection = await seeJson(`${data}/features/collections/${dataset}/items/${encodeURIComponent(id)}`);
    const past = await seeJson(`${data}/history/${dataset}/${encodeURIComponent(id)}/availableSpotNumber?limit=1`);
    const geojson = await seeJson(files.GEOJSON!);
    const feature = (geojson.features as Json[]).find((one) => one.id === id)!;
    const graph = (await seeJson(files.JSON_LD!))['@graph'] as Json[];
    const ngsiLd = ((await seeJson(files.JSON!)) as Json[]).find((one) => one.id === id)!;
    const [header = '', ...rows] = (await see(files.CSV!)).trim().split(/\r?\n/);
    const row = rows.find((one) => one.includes(id)) ?? '';
    const column = (name: string) => fieldsOf(row)[fieldsOf(header).indexOf(name)];
    const linked = graph.find((one) => one.id === id)!;
    return {
      broker: reading(entity.availableSpotNumber?.value, entity.availableSpotNumber?.observedAt),
      history: reading(past.values[0]?.value, past.values[0]?.observedAt),
      features: reading(collection.properties.availableSpotNumber, collection.properties.observedAt),
      // It has values alone; its time is that of the measure, which the spec makes an attribute.
      geojson: reading(feature.properties.availableSpotNumber, feature.properties.occupancyModified),
      jsonld: reading(linked.availableSpotNumber?.value, linked.availableSpotNumber?.observedAt),
      ngsiLd: reading(ngsiLd.availableSpotNumber?.value, ngsiLd.availableSpotNumber?.observedAt),
      csv: reading(column('availableSpotNumber'), column('observedAt')),
      dashboard: await dashboard(newest),
    };
  }
  const places = ['broker', 'history', 'features', 'geojson', 'jsonld', 'ngsiLd', 'csv'];
  /** Waits until all of the places show the same. */
  async function shownEverywhere(newest: string): Promise<void> {
    let shown: unknown;
    const toTheSecond = newest.replace(/\.\d+Z/, '.000Z');
    const wanted = { ...Object.fromEntries(places.map((place) => [place, newest])), dashboard: toTheSecond };
    await until('the value is everywhere', async () => {
      shown = await everywhere(newest).catch(String);
      return JSON.stringify(shown) === JSON.stringify(wanted);
    }).catch(() => undefined);
    expect(shown).toEqual(wanted);
  }

  /** All that the history has of konak's free places, oldest first. */
  async function history(from: number): Promise<readonly string[]> {
    const found: string[] = [];
    const query = `from=${new Date(from).toISOString()}&limit=1000`;
    let next: string | undefined = `${data}/history/${dataset}/${encodeURIComponent(id)}/availableSpotNumber?${query}`;
    while (next !== undefined) {
      const page: Json = await seeJson(next);
      found.push(...(page.values as Json[]).map(({ value, observedAt }) => reading(value, observedAt)));
      next = (page.links as Json[]).find(({ rel }) => rel === 'next')?.href;
    }
    return found.reverse();
  }

  test('what a device of the spec publishes over TLS is seen at every place, with its own time', async () => {
    const formats = ['CSV', 'GEOJSON', 'JSON', 'JSON_LD'];
    const isListed = async () => String(Object.keys(await distributions()).sort()) === String(formats);
    await until('the catalogue has the dataset', isListed).catch(async (error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(await distributions())}`);
    });
    // An hour ago: without `from`, the history tells the last day. The device writes the time as its clock in İzmir has it.
    const second = Math.floor(Date.now() / 1000) - 3600;
    const measured = new Date(1000 * second + 250);
    const local = new Date(measured.getTime() + 3 * 3_600_000).toISOString().replace('Z', '+03:00');
    const newest = `${measured.toISOString()} 137`;
    const payload = JSON.stringify({ free: 137, state: ['open'], TimeInstant: local });
    const tls = ['-h', edge.pod.address, '-p', `${edge.port}`, '--cafile', edge.authority, '--insecure'];
    const login = ['-u', konak.name, '-P', konak.credential, '-q', '1', '-t', konak.topic, '-m', payload];
    await execute('mosquitto_pub', [...tls, ...login], { env: environment(), timeout: 300_000 });
    await shownEverywhere(newest);
    expect(await history(1000 * second)).toEqual([newest]);
  });

  test('each server is killed while the device sends, and afterwards every place agrees', async () => {
    const { city } = platform;
    const again = (name: string, service: Parameters<typeof platform.start>[0]) => ({
      kill: () => pods[name]!.stop('SIGKILL'),
      back: async () => {
        pods[name] = await platform.start(service);
      },
    });
    const servers = {
      'device gateway': again('devices', city.devices!.service),
      broker: again('broker', city.broker.service),
      PostgreSQL: { kill: () => platform.database.stop('SIGKILL'), back: () => platform.database.start() },
      portal: again('portal', city.portal!.service),
      publisher: again('publisher', city.publisher!.service),
      features: again('features', city.features!.service),
    };
    const tls = { servername: edge.host, ca: readFileSync(edge.authority, 'utf8') };
    const device = new MqttDevice({ host: edge.pod.address, port: edge.port, ...konak, tls });
    const began = Date.now() - 3_600_000;
    const sent: string[] = [];
    let isSending = true;
    const sender = (async () => {
      for (let number = 1; isSending; number++) {
        const time = new Date(began + 1000 * number).toISOString();
        sent.push(`${time} ${number}`);
        await device.publish(JSON.stringify({ free: number, TimeInstant: time }));
        await sleep(100);
      }
    })();
    try {
      for (const [name, { kill, back }] of Object.entries(servers)) {
        const before = device.acknowledged.length;
        await until(
          `measures are acknowledged before ${name} is killed`,
          () => device.acknowledged.length > before + 10,
        );
        await kill();
        await sleep(3000);
        await back();
        const after = device.acknowledged.length;
        await until(
          `measures are acknowledged after ${name} was killed`,
          () => device.acknowledged.length > after + 10,
        );
      }
      isSending = false;
      await sender;
    } finally {
      device.stop();
    }
    await shownEverywhere(sent.at(-1)!);
    await until(
      'the history has all that was sent',
      async () => new Set(await history(began)).size === sent.length,
    ).catch(async (error: Error) => {
      const has = new Set(await history(began));
      const missing = sent.filter((one) => !has.has(one));
      throw new Error(`${error.message}; missing: ${missing.join(', ')}\n${pods.devices!.log().slice(-5000)}`);
    });
    // A value that was not acknowledged in time may have been written twice, with the same time.
    expect([...new Set(await history(began))]).toEqual(sent);
    proof('Device gateway', 'kubernetes', 'faulted', 'every server of the way killed, from a device to the open data');
  });
});

/** The fields of a line of CSV. */
function fieldsOf(line: string): readonly string[] {
  const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return fields.map(([, quoted, plain]) => (quoted === undefined ? plain! : quoted.replaceAll('""', '"')));
}
