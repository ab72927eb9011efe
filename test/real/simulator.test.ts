import { hasDeviceGateway } from '../../constructs/spec/has-device-gateway';
import { LivePlatform } from './platform/live-platform';
import { exampleWithMqtt, MqttEdge } from './platform/mqtt-edge';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { node } from './support/rendered/stand-ins/node';
import { sql } from './support/sql';
import { until } from './support/wait';

// biome-ignore lint/suspicious/noExplicitAny: what servers answer.
type Json = Record<string, any>;

const parts = ['postgres', 'scorpio', 'java', 'nginx', 'envoy'] as const;
const trial = { profile: 'pilot', backups: { enabled: false, reason: 'A trial that is thrown away.' } } as const;
/** Of each type, where the demo data of İzmir is and how many devices send it. */
const shown = [
  ['OffStreetParking', 'parking', 6],
  ['AirQualityObserved', 'air_quality', 6],
  ['WeatherObserved', 'weather', 3],
  ['TrafficFlowObserved', 'traffic', 8],
] as const;

describeRendered(parts, 'Demo data of a pilot of İzmir', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let devices: RunningPod;
  let simulator: RunningPod;
  let edge: MqttEdge;
  let closeInside: () => void = () => undefined;

  beforeAll(async () => {
    platform = new LivePlatform(exampleWithMqtt('izmir', { ...trial, demoData: true }));
    const { city, rendered } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    devices = await platform.start(city.devices!.service);
    rendered.announce(platform.nameOf(city.gateway.service));
    edge = await MqttEdge.start(platform);
    closeInside = await edge.answerInside(platform);
    rendered.trust(edge.authority);
    simulator = await startSimulator();
  });
  afterAll(async () => {
    closeInside();
    await edge?.stop();
    await platform?.stop();
  });

  /** As one that trusts the authority of the test. */
  async function startSimulator(): Promise<RunningPod> {
    const standIn = node();
    const env = { ...standIn.env, NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt' };
    return platform.start(platform.city.simulator!.service, { standIn: { ...standIn, env } });
  }
  const link = () =>
    `<${platform.city.registry.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  async function ask(path: string, tenant: string): Promise<{ status: number; body: Json }> {
    const headers = { accept: 'application/json', link: link(), 'NGSILD-Tenant': tenant };
    const { status, text } = await broker.call(`/ngsi-ld/v1${path}`, { headers });
    return { status, body: JSON.parse(text || '{}') as Json };
  }
  const demoOf = async (type: string, tenant: string): Promise<readonly Json[]> => {
    const { body } = await ask(`/entities?type=${type}&limit=100`, tenant);
    return (body as Json[]).filter(({ id }) => String(id).includes(':demo:'));
  };
  const counts = async () => Promise.all(shown.map(async ([type, tenant]) => (await demoOf(type, tenant)).length));
  const sent = async (way: string) => {
    const { text } = await simulator.call('/metrics', { port: 'metrics' });
    const lines = [...text.matchAll(new RegExp(`measures_total\\{group="[^"]+",way="${way}"\\} (\\d+)`, 'g'))];
    return lines.reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const manage = (method: string, path: string, tenant = 'parking') =>
    devices.call(`/devices/v1${path}`, { port: 'management', method, headers: { 'NGSILD-Tenant': tenant } });
  async function measureForReal(id: string, free: number): Promise<number> {
    const { text } = await manage('POST', `/groups/car-parks/devices/${id}/credential`);
    const { name, credential } = JSON.parse(text) as { name: string; credential: string };
    const authorization = `Basic ${Buffer.from(`${name}:${credential}`).toString('base64')}`;
    const body = JSON.stringify({ free });
    const { status } = await devices.call(`/iot/json?k=car-parks&i=${id}`, {
      method: 'POST',
      headers: { authorization },
      body,
    });
    return status;
  }
  const stored = (table: string, where: string) =>
    sql(platform.database.url('izmir_devices'), `select count(*) from ${table} where ${where}`);

  test('its devices come in over TLS, and their values are entities of their own, with the time of the measure', async () => {
    await until('every device has sent', async () => (await sent('outside')) === 23).catch((error: Error) => {
      throw new Error(`${error.message}\n${simulator.log().slice(-3000)}`);
    });
    expect(await sent('inside')).toBe(0);
    expect(await counts()).toEqual(shown.map(([, , count]) => count));
    const [park] = await demoOf('OffStreetParking', 'parking');
    expect(park).toMatchObject({
      name: { value: expect.stringMatching(/^Demo car park \d$/) },
      location: { value: { type: 'Point' } },
      availableSpotNumber: { value: expect.any(Number), observedAt: expect.any(String) },
    });
    expect(park!.occupancyModified.value).toBe(park!.availableSpotNumber.observedAt);
    expect(park!.availableSpotNumber.value + park!.occupiedSpotNumber.value).toBe(park!.totalSpotNumber.value);
    proof('Demo data', 'kubernetes', 'started');
  });

  test('killed, it goes on with credentials anew, and from the same values', async () => {
    const before = await demoOf('OffStreetParking', 'parking');
    await simulator.stop('SIGKILL');
    simulator = await startSimulator();
    await until('every device has sent again', async () => (await sent('outside')) >= 23);
    const now = await demoOf('OffStreetParking', 'parking');
    const same = now.filter(({ id, availableSpotNumber: { observedAt } }) =>
      before.some((one) => one.id === id && one.availableSpotNumber.observedAt === observedAt),
    );
    // The interval of a device may have ended meanwhile; not that of all.
    expect(same.length).toBeGreaterThan(0);
    for (const one of same)
      expect(before.find(({ id }) => id === one.id)!.availableSpotNumber.value).toBe(one.availableSpotNumber.value);
    await simulator.stop();
    expect(simulator.exitCode()).toBe(0);
    proof('Demo data', 'kubernetes', 'faulted', 'itself killed; its devices are given other credentials');
  });

  test('switched off, nothing is left of it, and real measures stay', async () => {
    expect(await measureForReal('konak', 5)).toBe(204);
    const history = async (id: string, tenant: string) =>
      (await ask(`/temporal/entities/${id}?lastN=100`, tenant)).status;
    const id = 'urn:ngsi-ld:OffStreetParking:demo:parking-1';
    await until('it is history', async () => (await history(id, 'parking')) === 200);
    const city = exampleWithMqtt('izmir', { ...trial, demoData: false });
    expect(hasDeviceGateway({ devices: [], demoData: city.demoData })).toBe(true);
    platform.update(city);
    await devices.stop();
    devices = await platform.start(platform.city.devices!.service);
    await until('no entity is left', async () => (await counts()).every((count) => count === 0)).catch(
      (error: Error) => {
        throw new Error(`${error.message}\n${devices.log().slice(-3000)}`);
      },
    );
    expect((await manage('GET', '/groups/demo-parking/devices')).status).toBe(404);
    // It is looked at again and again for five minutes, until which nothing of before writes any more.
    expect(await stored('simulated', 'gone_at is not null')).toBe('23');
    await sql(platform.database.url('izmir_devices'), "update simulated set gone_at = gone_at - interval '6 minutes'");
    await until('it is forgotten', async () => (await stored('simulated', 'true')) === '0');
    expect(await counts()).toEqual([0, 0, 0, 0]);
    for (const [type, tenant, count] of shown)
      for (let number = 1; number <= count; number++) {
        const kind = { OffStreetParking: 'parking', AirQualityObserved: 'air-quality' } as Record<string, string>;
        const name = kind[type] ?? type.replace('FlowObserved', '').replace('Observed', '').toLowerCase();
        expect(await history(`urn:ngsi-ld:${type}:demo:${name}-${number}`, tenant)).toBe(404);
      }
    expect(await stored('device', "group_id like 'demo-%'")).toBe('0');
    expect(await stored('latest', "entity like '%:demo:%'")).toBe('0');
    expect(await stored('journal', "entity ->> 'id' like '%:demo:%'")).toBe('0');
    const konak = await ask('/entities/urn:ngsi-ld:OffStreetParking:konak', 'parking');
    expect(konak.body.availableSpotNumber.value).toBe(5);
    expect(devices.log()).toContain('"message":"demo data removed","entities":23');
  });
});
