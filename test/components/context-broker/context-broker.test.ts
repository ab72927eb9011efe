import { RootConstruct } from 'constructs';
import { ContextBroker } from '../../../constructs/components/context-broker/context-broker';
import { Job, PostgresServer } from '../../../constructs/waist/primitives';
import { Cpu, Size } from '../../../constructs/waist/units';

const compute = { cpu: Cpu.millis(100), memory: Size.mebibytes(512) };

function brokerWith(tenants: readonly string[]): ContextBroker {
  const root = new RootConstruct('city');
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

test('nothing runs by the clock while the broker migrates the database of each tenant, as long as a start may take', () => {
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

test('history is whole with and without tenants', () => {
  expect([[], tenants(2)].map((ids) => jobsWith(ids))).toEqual([
    ['Tenants', 'Triggers'],
    ['Tenants', 'TenantIsolation', 'Triggers'],
  ]);
});
