import { images } from '../../constructs/waist/images';
import { Cache, EventBus, Job, PostgresDatabase } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { newChart, postgres, Rendered, service, size } from './support';

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
      'wait-for-data-store',
      'wait-for-data-store-reader',
    ]);
    expect(initContainers[1].image).toBe('docker.io/library/postgres:17.6-alpine');
    expect(initContainers[1].env).toEqual([
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'city-data-reader-password', key: 'password' } } },
      { name: 'PGHOST', value: 'city-database-rw' },
      { name: 'PGPORT', value: '5432' },
      { name: 'PGUSER', value: 'data_store_reader' },
      { name: 'PGDATABASE', value: 'data_store' },
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
});
