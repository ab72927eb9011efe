import { kubernetesKinds } from '../../charts/kubernetes-kinds';
import { images } from '../../constructs/waist/images';
import {
  Cache,
  Edge,
  EventBus,
  ExternalEndpoint,
  Job,
  PostgresDatabase,
  PostgresServer,
  type PrimitiveKind,
  Secret,
  Service,
  Volume,
} from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { awsKinds } from '../../stacks/aws-kinds';
import { problemsOf, type Sample, size } from './contract';

/** One of each kind, used as a service uses it. */
const samples: Readonly<Record<PrimitiveKind, Sample>> = {
  Service: (scope) => ({ env: { API: web(scope).endpoint().url() } }),
  Job: (scope) => ({ after: [new Job(scope, 'First', { image: images.node, size })] }),
  PostgresServer(scope) {
    const server = new PostgresServer(scope, 'Server', {
      replicas: 1,
      size,
      storage: Size.gibibytes(1),
      backups: { enabled: false, reason: 'a test keeps nothing' },
    });
    const database = new PostgresDatabase(scope, 'Data', { server, name: 'data' });
    return { env: { HOST: database.host, PASSWORD: database.password } };
  },
  Cache: (scope) => ({ env: { URL: new Cache(scope, 'Cache', { size }).url } }),
  EventBus(scope) {
    const bus = new EventBus(scope, 'Bus', { replicas: 3, size, storage: Size.gibibytes(1) });
    return { env: { BUS: bus.bootstrapServers } };
  },
  Volume: (scope) => ({ volumes: { '/data': new Volume(scope, 'Files', { size: Size.gibibytes(1) }) } }),
  Secret: (scope) => ({ env: { TOKEN: new Secret(scope, 'Token').value } }),
  Edge(scope) {
    const health = { path: '/', port: 8080 };
    const https = { target: web(scope).endpoint(), health, hosts: [], maxBody: Size.mebibytes(2) };
    new Edge(scope, 'Edge', { domain: 'city.example', https });
    return {};
  },
  ExternalEndpoint(scope) {
    const portal = { host: 'portal.example', port: 443, scheme: 'https', title: 'Portal of the region' };
    return { env: { PORTAL: new ExternalEndpoint(scope, 'Portal', portal).endpoint.url() } };
  },
};

function web(scope: Parameters<Sample>[0]): Service {
  return new Service(scope, 'Web', {
    image: images.nginx,
    size,
    ports: { http: 8080 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
  });
}

test('every kind that a target knows has a sample here', () => {
  const kinds = Object.keys(samples).sort();
  expect(Object.keys(kubernetesKinds).sort()).toEqual(kinds);
  expect(Object.keys(awsKinds).sort()).toEqual(kinds);
});

test.each(Object.entries(samples))(
  '%s: what holds data is kept, what is used is waited for, and all of it is told, on every target',
  async (_, sample) => {
    expect(await problemsOf(sample)).toEqual([]);
  },
);
