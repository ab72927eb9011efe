import { RootConstruct } from 'constructs';
import { ContextBroker, type ContextBrokerProps } from '../../../constructs/components/context-broker/context-broker';
import { optOuts } from '../../../constructs/waist/opt-out';
import { EventBus, Job, PostgresServer } from '../../../constructs/waist/primitives';
import { Cpu, Size } from '../../../constructs/waist/units';
import { waitsOf } from '../../../constructs/waist/waits';

const compute = { cpu: Cpu.millis(100), memory: Size.mebibytes(512) };

function brokerWith(
  tenants: readonly string[],
  more: Partial<ContextBrokerProps> = {},
  root = new RootConstruct('city'),
): ContextBroker {
  const database = new PostgresServer(root, 'Database', {
    replicas: 1,
    size: compute,
    storage: Size.gibibytes(1),
    backups: { enabled: false, reason: 'a test' },
  });
  return new ContextBroker(root, 'Broker', {
    size: compute,
    replicas: { min: 1, max: 1 },
    database,
    tenants,
    ...more,
  });
}

function jobsWith(tenants: readonly string[]): string[] {
  return brokerWith(tenants).node.children.flatMap((child) => (child instanceof Job ? [child.node.id] : []));
}

/** What the broker is told as plain values. */
function toldWith(tenants: readonly string[]): Record<string, string> {
  const { service } = brokerWith(tenants);
  const plain = Object.entries(service.env).filter(([, { parts }]) => parts.every((part) => typeof part === 'string'));
  return Object.fromEntries(plain.map(([name, { parts }]) => [name, parts.join('')]));
}

const tenants = (count: number) => Array.from({ length: count }, (_, at) => `tenant${at}`);

test('Scorpio’s scheduler waits while the broker migrates the database of each tenant, as long as a start may take', () => {
  const delay = (count: number) => toldWith(tenants(count)).SCORPIO_STARTUPDELAY;
  expect([0, 1, 8, 100].map(delay)).toEqual(['35s', '40s', '75s', '300s']);
});

test('changes become history without waiting for a pause', () => {
  expect(toldWith([])).toMatchObject({ SCORPIO_HISTORY_AUTORECORDINGBUFFERSIZE: '1' });
});

test('a replica keeps to the connections it is given, and to two while it brings a database up to date', () => {
  expect(toldWith([])).toMatchObject({
    QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE: '4',
    POOL_MINSIZE: '0',
    POOL_INITIALSIZE: '1',
    POOL_MAXSIZE: '2',
  });
});

test('one replica knows every subscription; of several on Kafka it is said that they do not', () => {
  const measures = (max: number) => {
    const root = new RootConstruct('city');
    const bus = new EventBus(root, 'EventBus', { replicas: 3, size: compute, storage: Size.gibibytes(10) });
    return optOuts(brokerWith([], { bus, replicas: { min: 1, max } }, root).service).map(({ measure }) => measure);
  };
  expect(measures(1)).toEqual([]);
  expect(measures(2)).toEqual(['every notification of a new or changed subscription']);
});

test('history is whole with and without tenants', () => {
  expect([[], tenants(2)].map((ids) => jobsWith(ids))).toEqual([
    ['Tenants', 'Triggers'],
    ['Tenants', 'TenantDatabases', 'Triggers'],
  ]);
});

test('the broker itself goes out for nothing but the contexts of hosts that the city lists', () => {
  const waysOut = (contextHosts: readonly string[]) =>
    brokerWith([], { contextHosts }).service.egress.map(({ to, ports }) => ({ to, ports }));
  expect(waysOut([])).toEqual([]);
  expect(waysOut(['smart-data-models.github.io'])).toEqual([{ to: 'internet', ports: [443] }]);
});

test('the relay goes out to where receivers may be, and to each place once', () => {
  const waysOut = (receivers?: ContextBrokerProps['receivers']) =>
    brokerWith([], { ...(receivers && { receivers }) }).relay.egress.map(({ to, ports }) => ({ to, ports }));
  expect(waysOut()).toEqual([{ to: 'internet', ports: [443] }]);
  expect(waysOut([])).toEqual([]);
  expect(
    waysOut([
      { host: 'a.example', schemes: ['https'], ports: [8443, 443] },
      { host: '*.b.example', schemes: ['https'], ports: [443] },
      { host: 'mqtt.izmir.example', network: '10.20.0.0/16', schemes: ['mqtts'], ports: [8883] },
      { network: '10.20.0.0/16', schemes: ['http'], ports: [8080] },
      { namespace: 'apps', schemes: ['http'], ports: [80] },
    ]),
  ).toEqual([
    { to: 'internet', ports: [443, 8443] },
    { to: { network: '10.20.0.0/16' }, ports: [8080, 8883] },
    { to: { namespace: 'apps' }, ports: [80] },
  ]);
});

test('the broker starts after the relay, which keeps the contexts of its subscriptions, and neither waits for the other for ever', () => {
  const { service, relay } = brokerWith([]);
  expect(service.env.QUARKUS_REST_CLIENT_ATCONTEXT_SERVICE_URL?.references.map(({ source }) => source)).toEqual([
    relay,
  ]);
  expect(waitsOf(service).tcp).toContainEqual(expect.objectContaining({ peer: relay, port: 8081 }));
  expect(relay.waits).toBe(false);
});

test('each tenant is known under the database that the broker looks for', () => {
  const isolation = brokerWith(['alpha', 'beta', 'parking']).node.findChild('TenantDatabases') as Job;
  const [script] = Object.values(isolation.files);
  // What Scorpio 5.0.3 has named them, read from its table of tenants.
  expect(script?.parts.join('')).toContain(
    "(values ('alpha', 'ngb92909918'), ('beta', 'ngb3020272'), ('parking', 'ngb-793201736'))",
  );
});
