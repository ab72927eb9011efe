import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nameOf } from '../../constructs/waist/names';
import { MqttDevice } from '../support/mqtt-device';
import { LivePlatform } from './platform/live-platform';
import { exampleWithMqtt, MqttEdge } from './platform/mqtt-edge';
import { environment } from './support/environment';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

// biome-ignore lint/suspicious/noExplicitAny: what servers answer.
type Json = Record<string, any>;
interface Credential {
  readonly name: string;
  readonly credential: string;
  readonly topic: string;
}

const parts = ['postgres', 'scorpio', 'java', 'nginx', 'envoy', 'mosquitto'] as const;
const execute = promisify(execFile);

describeRendered(parts, 'Devices of İzmir', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let devices: RunningPod;
  let second: RunningPod | undefined;
  let edge: MqttEdge;
  let konak: Credential;

  beforeAll(async () => {
    platform = new LivePlatform(exampleWithMqtt('izmir'));
    const { city, rendered } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    devices = await platform.start(city.devices!.service);
    rendered.announce(nameOf(city.gateway.service));
    edge = await MqttEdge.start(platform);
    konak = await issue('konak');
  });
  afterAll(async () => {
    await second?.stop('SIGKILL');
    await edge?.stop();
    await platform.stop();
  });

  async function manage(method: string, path: string, tenant = 'parking') {
    const headers = { 'NGSILD-Tenant': tenant };
    const { status, text } = await devices.call(`/devices/v1${path}`, { port: 'management', method, headers });
    return { status, body: text === '' ? undefined : (JSON.parse(text) as Json) };
  }
  async function issue(id: string, group = 'car-parks', tenant = 'parking'): Promise<Credential> {
    const { status, body } = await manage('PUT', `/groups/${group}/devices/${id}`, tenant);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as Credential;
  }

  interface Sent {
    readonly version?: 'mqttv311' | 'mqttv5';
    readonly topic?: string;
    readonly credential?: string;
  }
  /** Publishes as Mosquitto's client does, over TLS; what it says where it fails. */
  async function publish(as: Credential, message: unknown, sent: Sent = {}): Promise<string | undefined> {
    const payload = typeof message === 'string' ? message : JSON.stringify(message);
    const { version = 'mqttv311', topic = as.topic, credential = as.credential } = sent;
    // The name that the certificate has leads to the edge by way of a name server; here by its address.
    const { pod, port, authority } = edge;
    const args = ['-h', pod.address, '-p', `${port}`, '--cafile', authority, '--insecure', '-V', version, '-q', '1'];
    const login = ['-u', as.name, '-P', credential, '-t', topic, '-m', payload];
    const options = { env: environment(), timeout: 300_000 };
    return execute('mosquitto_pub', [...args, ...login], options).then(
      ({ stderr }) => (stderr.trim() === '' ? undefined : stderr.trim()),
      (error: { stderr: string; code?: number }) => `${error.stderr.trim()} (${error.code})`,
    );
  }

  const link = () =>
    `<${platform.city.registry.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  async function ask(path: string, tenant = 'parking'): Promise<Json> {
    const headers = { accept: 'application/json', link: link(), 'NGSILD-Tenant': tenant };
    return JSON.parse((await broker.call(`/ngsi-ld/v1${path}`, { headers })).text) as Json;
  }
  const idOf = (device: string, type = 'OffStreetParking') => `urn:ngsi-ld:${type}:${device}`;
  const entity = (device: string) => ask(`/entities/${idOf(device)}`);
  /** Times and values of an attribute, in their order. */
  async function history(device: string, attribute: string): Promise<string[]> {
    const found = await ask(`/temporal/entities/${idOf(device)}?attrs=${attribute}&lastN=1000`);
    const values = ([] as Json[]).concat(found[attribute] ?? []);
    return values.map(({ value, observedAt }) => `${observedAt} ${JSON.stringify(value)}`).sort();
  }
  const metrics = async () => (await devices.call('/metrics', { port: 'metrics' })).text;
  const counted = async (name: string, labels: string) => {
    const line = (await metrics()).split('\n').find((one) => one.startsWith(`citykit_devices_${name}{${labels}}`));
    return Number(line?.split(' ')[1] ?? 0);
  };

  test('a device publishes over TLS: the value is current and history, with its own time', async () => {
    expect(await publish(konak, { free: '137', state: ['open'], TimeInstant: '2026-11-28T13:00:00.250+03:00' })).toBe(
      undefined,
    );
    expect(await entity('konak')).toMatchObject({
      type: 'OffStreetParking',
      name: { value: 'Konak' },
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [27.1287, 38.4189] } },
      availableSpotNumber: { type: 'Property', value: 137, observedAt: '2026-11-28T10:00:00.250Z' },
      // Scorpio gives a list of one as its item.
      status: { value: 'open' },
      occupancyModified: { value: '2026-11-28T10:00:00.250Z' },
    });
    // After its start the broker waits for a minute with it.
    await until('it is history', async () => (await history('konak', 'availableSpotNumber')).length === 1);
    expect(await history('konak', 'availableSpotNumber')).toEqual(['2026-11-28T10:00:00.250Z 137']);
    proof('Device gateway', 'kubernetes', 'started');
  });

  test('what comes late is history, and not what is so now', async () => {
    await publish(konak, { free: 90, TimeInstant: '2026-11-28T12:00:00Z' }, { version: 'mqttv5' });
    await publish(konak, { free: 120, TimeInstant: '2026-11-28T11:00:00Z' });
    expect((await entity('konak')).availableSpotNumber).toMatchObject({
      value: 90,
      observedAt: '2026-11-28T12:00:00.000Z',
    });
    await until('all is history', async () => (await history('konak', 'availableSpotNumber')).length === 3);
    expect((await history('konak', 'availableSpotNumber')).map((line) => line.split(' ')[1])).toEqual([
      '137',
      '120',
      '90',
    ]);
  });

  test('Ultralight: a place as people write it lands there, a text that is no number is left out', async () => {
    const bornova = await issue('bornova', 'air-stations', 'air_quality');
    expect(await publish(bornova, 't|1e1|n|broken|pos|38.47, 27.22')).toBe(undefined);
    const found = await ask(`/entities/${idOf('bornova', 'AirQualityObserved')}`, 'air_quality');
    expect(found).toMatchObject({
      temperature: { value: 10, unitCode: 'CEL' },
      location: { value: { coordinates: [27.22, 38.47] } },
      typeofLocation: { value: 'outdoor' },
    });
    expect(found).not.toHaveProperty('no2');
    expect(await counted('values_left_out_total', 'group="air-stations",reason="no-number"')).toBe(1);
    expect(devices.log()).toContain('"reason":"no-number n"');
  });

  test.each([
    ['not-readable', 'free: 5', {}],
    ['nothing-left', '{"height":5}', {}],
    ['no-time', '{"free":5,"TimeInstant":"yesterday"}', {}],
    ['future', `{"free":5,"TimeInstant":"${new Date(Date.now() + 3_600_000).toISOString()}"}`, {}],
    ['too-many', JSON.stringify(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`a${at}`, at]))), {}],
    ['other-topic', '{"free":5}', { topic: '/json/car-parks/alsancak/attrs' }],
    ['other-topic', '{"free":5}', { topic: '/ul/air-stations/bornova/attrs' }],
  ])('%s is refused where it enters, and counted', async (reason, message, sent) => {
    const labels = `group="car-parks",reason="${reason}"`;
    const [before, was] = [await counted('refused_total', labels), await entity('konak')];
    await publish(konak, message, { version: 'mqttv5', ...sent });
    expect(await counted('refused_total', labels)).toBe(before + 1);
    expect(await entity('konak')).toEqual(was);
  });

  test('a wrong credential and an unknown device do not get in', async () => {
    expect(await publish(konak, { free: 1 }, { credential: 'a-guess' })).toMatch(/not authori[sz]ed/i);
    expect(await publish({ ...konak, name: 'car-parks/nowhere' }, { free: 1 })).toMatch(/not authori[sz]ed/i);
    expect(await counted('refused_total', 'group="",reason="wrong-credential"')).toBe(1);
    expect(await counted('refused_total', 'group="",reason="unknown-device"')).toBe(1);
  });

  test('registered at run time it sends over HTTP, and no other tenant sees it', async () => {
    const { name, credential } = await issue('ucyol');
    const authorization = `Basic ${Buffer.from(`${name}:${credential}`).toString('base64')}`;
    const post = (as: string) =>
      devices.call('/iot/json?k=car-parks&i=ucyol', {
        method: 'POST',
        headers: { authorization: as },
        body: '{"free":4}',
      });
    expect((await post(authorization)).status).toBe(204);
    expect((await post('Bearer wrong')).status).toBe(401);
    expect((await entity('ucyol')).availableSpotNumber.value).toBe(4);
    expect((await manage('GET', '/groups/car-parks/devices')).body).toContainEqual({
      group: 'car-parks',
      id: 'ucyol',
      from: 'registered',
      state: 'active',
      hasCredential: true,
    });
    expect((await manage('GET', '/groups/car-parks/devices', 'waste')).status).toBe(404);
  });

  test('by way of the gateway a device shows its own credential, and nobody without a token manages devices', async () => {
    const { name, credential } = await issue('goztepe');
    const gateway = await platform.start(platform.city.gateway.service);
    const authorization = `Basic ${Buffer.from(`${name}:${credential}`).toString('base64')}`;
    const sent = await gateway.call('/iot/json?k=car-parks&i=goztepe', {
      method: 'POST',
      headers: { host: 'iot.izmir.example', authorization },
      body: '{"free":9}',
    });
    expect(sent.status).toBe(204);
    expect((await entity('goztepe')).availableSpotNumber.value).toBe(9);
    const host = 'api.izmir.example';
    expect((await gateway.call('/devices/v1/groups', { headers: { host } })).status).toBe(401);
    const around = { headers: { host: 'iot.izmir.example', 'NGSILD-Tenant': 'parking' } };
    expect((await gateway.call('/devices/v1/groups', around)).status).toBe(404);
    expect((await gateway.call('/iot/../devices/v1/groups', around)).status).toBe(404);
  });

  test('an uplink of The Things Stack, posted by it', async () => {
    const { body } = await manage('POST', '/groups/lora-air/credential', 'air_quality');
    const uplink = {
      end_device_ids: { device_id: 'eui-70b3d57ed0000001' },
      received_at: '2026-11-28T10:05:01Z',
      uplink_message: {
        received_at: '2026-11-28T10:05:00.123456789Z',
        decoded_payload: { temperature: 11.5, air: { pm10: 24 }, gps: { lat: 38.4, lon: 27.1 }, battery: 3.6 },
      },
    };
    const headers = { authorization: `Bearer ${body!.credential}` };
    const { status } = await devices.call('/iot/uplink?k=lora-air', {
      method: 'POST',
      headers,
      body: JSON.stringify(uplink),
    });
    expect(status).toBe(204);
    expect(await ask(`/entities/${idOf('eui-70b3d57ed0000001', 'AirQualityObserved')}`, 'air_quality')).toMatchObject({
      temperature: { value: 11.5, observedAt: '2026-11-28T10:05:00.123Z' },
      pm10: { value: 24, unitCode: 'GQ' },
      location: { value: { coordinates: [27.1, 38.4] } },
    });
  });

  test('revoked, it is dropped at once, on every replica', async () => {
    const device = await issue('buca');
    second = await platform.rendered.start(nameOf(platform.city.devices!.service), { as: 'second' });
    await second.untilReady();
    const { name, credential, topic } = device;
    const sender = new MqttDevice({ host: second.address, port: 1883, name, credential, topic });
    const connected = async () => (await second!.call('/metrics', { port: 'metrics' })).text;
    await until('it is connected', async () => /citykit_devices_connected 1/.test(await connected()));
    expect((await manage('DELETE', '/groups/car-parks/devices/buca')).status).toBe(204);
    await until('it is gone', async () => /citykit_devices_connected 0/.test(await connected()));
    sender.stop();
    expect(await publish(device, { free: 1 })).toMatch(/not authori[sz]ed/i);
    await second.stop();
    expect(second.exitCode()).toBe(0);
  });

  let written = 0;
  /** A device sends while a server is killed and comes back; afterwards broker and history are what was acknowledged. */
  async function killedWhileSending(kill: () => Promise<void>, back: () => Promise<void>): Promise<void> {
    const id = `killed-${++written}`;
    const { name, credential, topic } = await issue(id);
    const began = Date.now() - 3_600_000;
    const device = new MqttDevice({ host: devices.address, port: 1883, name, credential, topic });
    let isSending = true;
    let number = 0;
    const sent: string[] = [];
    const sender = async () => {
      while (isSending) {
        const value = ++number;
        // One in five is older than what was sent before it.
        const time = new Date(began + 1000 * (value % 5 === 0 ? value - 3.5 : value)).toISOString();
        sent.push(`${time} ${value}`);
        await device.publish(JSON.stringify({ free: value, TimeInstant: time }));
      }
    };
    const senders = Promise.all([sender(), sender(), sender()]);
    await until('measures are acknowledged', () => device.acknowledged.length > 20);
    await kill();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await back();
    const before = device.acknowledged.length;
    await until('measures are acknowledged again', () => device.acknowledged.length > before + 20).catch(
      (error: Error) => {
        device.stop();
        throw new Error(`${error.message}\n${devices.log().slice(-3000)}`);
      },
    );
    isSending = false;
    await senders;
    device.stop();
    const newest = [...sent].sort().at(-1)!;
    const shown = async (attribute: string) => [...new Set(await history(id, attribute))];
    const found = (await entity(id)).availableSpotNumber as Json;
    expect(`${new Date(found.observedAt).toISOString()} ${found.value}`).toBe(newest);
    await until(
      'history is all that was sent',
      async () => (await shown('availableSpotNumber')).length >= sent.length,
    ).catch(() => undefined);
    expect(await shown('availableSpotNumber')).toEqual([...sent].sort());
  }

  test('killed itself, it loses nothing', async () => {
    await killedWhileSending(
      () => devices.stop('SIGKILL'),
      async () => {
        devices = await platform.start(platform.city.devices!.service);
      },
    );
  });

  test('the broker killed, nothing is lost', async () => {
    await killedWhileSending(
      () => broker.stop('SIGKILL'),
      async () => {
        broker = await platform.start(platform.city.broker.service);
      },
    );
  });

  test('PostgreSQL killed, nothing is lost', async () => {
    await killedWhileSending(
      () => platform.database.stop('SIGKILL'),
      () => platform.database.start(),
    );
    proof('Device gateway', 'kubernetes', 'faulted', 'itself, the broker and PostgreSQL killed while a device sent');
  });
});
