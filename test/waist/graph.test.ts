import { RootConstruct } from 'constructs';
import { connections, connectionsOf, secretsOf, startOrder } from '../../constructs/waist/graph';
import { images } from '../../constructs/waist/images';
import {
  Job,
  PostgresDatabase,
  PostgresServer,
  Secret,
  Service,
  type ServiceProps,
  text,
} from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';

const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(64) };

function service(scope: RootConstruct, id: string, props: Partial<ServiceProps> = {}): Service {
  return new Service(scope, id, {
    image: images.node,
    size,
    ports: { http: 8080 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
    ...props,
  });
}

function server(scope: RootConstruct): PostgresServer {
  return new PostgresServer(scope, 'Database', {
    replicas: 1,
    size,
    storage: Size.gibibytes(1),
    backups: { enabled: false, reason: 'a test keeps nothing' },
  });
}

test('a reference opens one path, to one port, however often it is read', () => {
  const root = new RootConstruct();
  const upstream = service(root, 'Upstream');
  const client = service(root, 'Client', {
    env: { A: upstream.endpoint().url('/a'), B: upstream.endpoint().host },
    files: { '/etc/x': text`${upstream.endpoint().host}` },
  });
  expect(connectionsOf(client)).toEqual([{ from: client, to: upstream, port: 8080 }]);
  expect(connectionsOf(upstream)).toEqual([]);
});

test('a service needs no path to itself', () => {
  const root = new RootConstruct();
  const self = service(root, 'Self', { env: {} });
  self.addEnv('PROVIDER_URL', () => self.endpoint().url());
  expect(connectionsOf(self)).toEqual([]);
  expect(startOrder(root)).toEqual([self]);
});

test('only the setup job may read the password of the administrator', () => {
  const root = new RootConstruct();
  const database = new PostgresDatabase(root, 'City', { server: server(root), name: 'city' });
  const client = service(root, 'Client', { env: { PASSWORD: database.password, HOST: database.host } });
  expect(secretsOf(client).map(({ source }) => source.node.path)).toEqual(['City/Password']);
  expect(secretsOf(database.server.setup).map(({ source, output }) => `${source.node.path}.${output}`)).toEqual([
    'Database.adminPassword',
    'City/Password.value',
  ]);
});

test('who uses a database starts after its setup', () => {
  const root = new RootConstruct();
  const client = service(root, 'Client');
  const database = new PostgresDatabase(root, 'City', { server: server(root), name: 'city' });
  client.addEnv('HOST', database.host);
  expect(client.startsAfter).toEqual([database.server, database.server.setup]);
  const order = startOrder(root).map((primitive) => primitive.node.path);
  expect(order.indexOf('Database/Setup')).toBeLessThan(order.indexOf('Client'));
});

test('services that wait for each other are refused, with the cycle named', () => {
  const root = new RootConstruct();
  const one = service(root, 'One');
  const two = service(root, 'Two', { env: { ONE: one.endpoint().host } });
  one.addEnv('TWO', two.endpoint().host);
  expect(() => startOrder(root)).toThrow('these wait for each other: One → Two → One');
});

test('a service that does not wait closes no cycle', () => {
  const root = new RootConstruct();
  const one = service(root, 'One', { waits: false });
  const two = service(root, 'Two', { env: { ONE: one.endpoint().host } });
  one.addEnv('TWO', two.endpoint().host);
  expect(startOrder(root)).toHaveLength(2);
  expect(connections(root)).toHaveLength(2);
});

test('a secret in a file is refused: files are readable in the output', () => {
  const root = new RootConstruct();
  const secret = new Secret(root, 'Secret');
  const client = service(root, 'Client', { files: { '/etc/password': text`${secret.value}` } });
  expect(() => client.files).toThrow('Client: the file /etc/password holds a secret; pass it in the environment');
});

test('two writers of one variable, or of one file, are refused', () => {
  const root = new RootConstruct();
  const client = service(root, 'Client', { env: { A: 1 }, files: { '/a': 'x' } });
  expect(() => client.addEnv('A', 2)).toThrow('Client: the environment variable A is set twice');
  expect(() => client.addFile('/a', 'y')).toThrow('Client: the file /a is added twice');
});

test('a program that must run once refuses more replicas, with its reason', () => {
  const root = new RootConstruct();
  expect(() => service(root, 'A', { singleton: 'it keeps state in memory', replicas: { min: 1, max: 2 } })).toThrow(
    'A runs once only: it keeps state in memory',
  );
});

test.each([[{ min: 0, max: 1 }], [{ min: 3, max: 2 }]])('replicas of %o are refused', (replicas) => {
  expect(() => service(new RootConstruct(), 'A', { replicas })).toThrow('replicas must be 1 ≤ min ≤ max');
});

test('a port that is not there is refused, with those that are', () => {
  expect(() => service(new RootConstruct(), 'A').endpoint('mqtt')).toThrow("A has no port 'mqtt': it has http");
});

test('a job in code of one’s own is found again', () => {
  const job = new Job(new RootConstruct(), 'Job', { image: images.node, size });
  expect(job.createdAt).toMatch(/graph\.test\.ts:\d+:\d+$/);
});
