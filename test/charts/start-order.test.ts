import { images } from '../../constructs/waist/images';
import { Cache, EventBus, Job, PostgresDatabase } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { type Manifest, newChart, postgres, Rendered, service, size } from './support';

describe('before each start a workload waits', () => {
  test('for the ports of the services, caches and buses it refers to, in one container', () => {
    const chart = newChart();
    const broker = service(chart, 'Broker');
    const cache = new Cache(chart, 'Cache', { size });
    const bus = new EventBus(chart, 'Bus', { replicas: 1, size, storage: Size.gibibytes(1) });
    service(chart, 'Portal', {
      env: {
        BROKER: broker.endpoint().url(),
        CACHE: cache.url,
        BUS: bus.bootstrapServers,
        HOST: broker.endpoint().host,
      },
    });
    const { initContainers } = new Rendered(chart).pod('Deployment', 'city-portal');
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0]).toMatchObject({
      name: 'wait-for-peers',
      image: 'docker.io/library/busybox:1.37.0',
      args: ['city-broker:8080', 'city-cache:6379', 'city-bus-kafka-bootstrap:9094'],
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
      securityContext: {
        runAsUser: 65534,
        runAsGroup: 65534,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
  });

  test('for a login of each role whose password it holds', () => {
    const chart = newChart();
    const server = postgres(chart);
    const data = new PostgresDatabase(chart, 'Data', { server, name: 'data_store', withReader: true });
    new PostgresDatabase(chart, 'Other', { server, name: 'other' });
    service(chart, 'Portal', {
      env: { HOST: data.host, PASSWORD: data.password, READER_PASSWORD: data.readOnly!.password },
    });
    const { initContainers } = new Rendered(chart).pod('Deployment', 'city-portal');
    expect(initContainers.map(({ name }: { name: string }) => name)).toEqual([
      'wait-for-city-data-store',
      'wait-for-city-data-store-reader',
    ]);
    expect(initContainers[1].image).toBe('docker.io/library/postgres:17.6-alpine');
    expect(initContainers[1].env).toEqual([
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'city-data-reader-password', key: 'password' } } },
      { name: 'PGHOST', value: 'city-database-rw' },
      { name: 'PGPORT', value: '5432' },
      { name: 'PGUSER', value: 'city_data_store_reader' },
      { name: 'PGDATABASE', value: 'city_data_store' },
      { name: 'PGCONNECT_TIMEOUT', value: '5' },
    ]);
  });

  test('for the port of a server none of whose passwords it holds', () => {
    const chart = newChart();
    const server = postgres(chart);
    service(chart, 'Exporter', { env: { HOST: server.endpoint.host } });
    expect(new Rendered(chart).pod('Deployment', 'city-exporter').initContainers[0].args).toEqual([
      'city-database-rw:5432',
    ]);
  });

  test('not at all when it copes with absent peers', () => {
    const chart = newChart();
    const broker = service(chart, 'Broker');
    service(chart, 'Gateway', { waits: false, env: { BROKER: broker.endpoint().url() } });
    expect(new Rendered(chart).pod('Deployment', 'city-gateway').initContainers).toBeUndefined();
  });

  test('not for logins that it is itself to make possible', () => {
    const chart = newChart();
    const server = postgres(chart);
    new PostgresDatabase(chart, 'Data', { server, name: 'data' });
    expect(new Rendered(chart).pod('Job', 'city-database-setup').initContainers).toBeUndefined();
  });

  test('as a job too', () => {
    const chart = newChart();
    const broker = service(chart, 'Broker');
    new Job(chart, 'Tenants', { image: images.node, size, env: { BROKER: broker.endpoint().url() } });
    expect(new Rendered(chart).pod('Job', 'city-tenants').initContainers[0].args).toEqual(['city-broker:8080']);
  });

  test('for the end of the jobs that it comes after, which it may look at and no others', () => {
    const chart = newChart();
    const first = new Job(chart, 'First', { image: images.node, size });
    new Job(chart, 'Other', { image: images.node, size });
    service(chart, 'Portal', { after: [first] });
    const rendered = new Rendered(chart);
    const { name } = rendered.one('Job', 'city-first').metadata;
    const pod = rendered.pod('Deployment', 'city-portal');
    const [wait] = pod.initContainers;
    expect(wait).toMatchObject({ name: 'wait-for-jobs', command: ['node', '/citykit/wait-for-jobs.cjs'] });
    expect(wait.env).toContainEqual({ name: 'JOBS', value: JSON.stringify([name]) });
    expect(rendered.one('Role', 'city-portal').rules).toEqual([
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'], resourceNames: [name] },
    ]);
    const { egress } = rendered.one('NetworkPolicy', 'city-portal').spec;
    expect(egress).toContainEqual({
      ports: [
        { port: 443, protocol: 'TCP' },
        { port: 6443, protocol: 'TCP' },
      ],
    });
  });

  test('with a token for the API server in the container that waits, and in no other', () => {
    const chart = newChart();
    service(chart, 'Portal', { after: [new Job(chart, 'First', { image: images.node, size })] });
    const pod = new Rendered(chart).pod('Deployment', 'city-portal');
    const token = pod.volumes.find(({ projected }: Manifest) =>
      projected?.sources.some((source: Manifest) => source.serviceAccountToken),
    );
    const mounting = [...pod.initContainers, ...pod.containers].filter(({ volumeMounts = [] }) =>
      volumeMounts.some((mount: Manifest) => mount.name === token.name),
    );
    expect(mounting.map((container) => container.name)).toEqual(['wait-for-jobs']);
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('never for a job on a schedule', () => {
    const chart = newChart();
    const nightly = new Job(chart, 'Nightly', { image: images.node, size, schedule: '0 3 * * *' });
    expect(() => service(chart, 'Portal', { after: [nightly] })).toThrow(
      'city/Portal: city/Nightly runs on a schedule, so nothing comes after it',
    );
  });
});
