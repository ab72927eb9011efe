import { DemoMeasures } from '../../../programs/simulator/demo-measures';
import { SimulatorMetrics } from '../../../programs/simulator/metrics';
import { SimulatedDevice } from '../../../programs/simulator/simulated-device';
import type { SimulatorConfig } from '../../../programs/simulator/simulator-config';
import { MqttBroker } from '../../support/mqtt-broker';
import { type FakeServer, fakeServer } from '../support/fake-server';
import { recordedLog } from '../support/recorded-log';

const group = {
  id: 'demo-weather',
  kind: 'weather',
  tenant: 'air',
  values: ['temperature'],
  devices: [{ id: 'weather-1' }],
} as const;
const plan = { seed: 'town', latitude: 60, timeZone: 'UTC', groups: [group] };

let broker: MqttBroker;
let management: FakeServer;
/** Credentials that are given out, one after the other; for an empty one there is none. */
let credentials: string[];

beforeEach(async () => {
  broker = await new MqttBroker('right').start();
  credentials = ['right'];
  management = await fakeServer(() => {
    const credential = credentials.shift();
    return credential ? { status: 201, body: { name: 'demo-weather/weather-1', credential } } : { status: 503 };
  });
});
afterEach(async () => {
  await broker.stop();
  await management.close();
});

/** Runs a device until it has sent as often; what it has logged. */
async function sent(times: number, changes: Partial<SimulatorConfig> = {}): Promise<{ log: string; metrics: string }> {
  const config: SimulatorConfig = {
    ...{ plan, managementUrl: management.url, inside: { host: '127.0.0.1', port: broker.port } },
    ...{ every: 1000, pause: 10, timeout: 60_000, metricsPort: 0, ...changes },
  };
  const { log, text } = recordedLog();
  const metrics = new SimulatorMetrics();
  const measures = new DemoMeasures(plan, config.every);
  const device = new SimulatedDevice(config, measures, group, group.devices[0], 0, metrics, log);
  const stopping = new AbortController();
  const running = device.run(stopping.signal);
  while (broker.published.length < times) await new Promise((done) => setTimeout(done, 5));
  stopping.abort();
  await running;
  return { log: text(), metrics: metrics.text() };
}

test('it asks for its credential as its tenant, and publishes to its own topic', async () => {
  await sent(2);
  expect(management.lines()).toEqual(['POST /devices/v1/groups/demo-weather/devices/weather-1/credential']);
  expect(management.received[0]!.headers['ngsild-tenant']).toBe('air');
  expect(broker.connected).toEqual([{ version: 4, username: 'demo-weather/weather-1' }]);
  const [first, second] = broker.published;
  expect(first).toMatchObject({ topic: '/json/demo-weather/weather-1/attrs', qos: 1 });
  const [one, other] = [first!, second!].map(({ payload }) => JSON.parse(payload) as Record<string, string>);
  expect(Object.keys(one!)).toEqual(['temperature', 'TimeInstant']);
  expect(Date.parse(other!.TimeInstant!) - Date.parse(one!.TimeInstant!)).toBeGreaterThanOrEqual(1000);
});

test('with a credential that is worth nothing any more it asks for another', async () => {
  credentials = ['revoked', 'right'];
  const { log, metrics } = await sent(1);
  expect(management.received).toHaveLength(2);
  expect(log).toContain('the MQTT broker answered connack with 4');
  expect(log).not.toMatch(/revoked|right/);
  expect(metrics).toContain('citykit_simulator_failures_total 1');
});

test('while nobody gives out credentials it goes on asking', async () => {
  credentials = ['', 'right'];
  const { log } = await sent(1);
  expect(log).toContain('no credential: 503');
});

test('where the way from outside does not lead back in, it sends inside', async () => {
  // What listens there speaks no TLS.
  const { log, metrics } = await sent(1, { outside: { host: 'localhost', port: management.port } });
  expect(log).toContain('not reached from outside');
  expect(metrics).toContain('citykit_simulator_measures_total{group="demo-weather",way="inside"} 1');
});
