import type { Restore } from '../../charts/kubernetes-options';
import { ExternalPostgres, PostgresDatabase } from '../../constructs/waist/primitives';
import { Duration } from '../../constructs/waist/units';
import { newChart, postgres, Rendered, service } from './support';

const backups = { enabled: true, retention: Duration.days(14), schedule: '0 2 * * *' } as const;
const objectStore = { endpoint: 'https://s3.example:9000', bucket: 'backups', secretName: 'object-store' };

describe('a PostgreSQL server run by CloudNativePG', () => {
  test('is a Cluster with the administrator, sizes and settings of the model', () => {
    const chart = newChart();
    postgres(chart, { replicas: 3 });
    const rendered = new Rendered(chart, { storageClass: 'fast', zones: 3 });
    expect(rendered.one('Cluster', 'city-database')).toMatchObject({
      apiVersion: 'postgresql.cnpg.io/v1',
      spec: {
        instances: 3,
        imageName: expect.stringMatching(/^ghcr\.io\/cloudnative-pg\/postgis:17/),
        enableSuperuserAccess: true,
        superuserSecret: { name: 'city-database-admin' },
        // The operator's own default is C, in which nobody called Çelik is found by a small ç.
        bootstrap: { initdb: { encoding: 'UTF8', localeCollate: 'C.UTF-8', localeCType: 'C.UTF-8' } },
        storage: { size: '10Gi', storageClass: 'fast' },
        resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '2Gi' } },
        affinity: {
          nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
          enablePodAntiAffinity: true,
          podAntiAffinityType: 'preferred',
          topologyKey: 'topology.kubernetes.io/zone',
        },
        postgresql: {
          parameters: {
            max_connections: '256',
            shared_buffers: '512MB',
            effective_cache_size: '1228MB',
            max_wal_size: '512MB',
            max_slot_wal_keep_size: '1024MB',
          },
          synchronous: { method: 'any', number: 1, dataDurability: 'preferred' },
        },
        inheritedMetadata: { labels: { 'app.kubernetes.io/part-of': 'city' } },
      },
    });
  });

  test('is reached at its primary, by the setup job with the administrator', () => {
    const chart = newChart();
    const server = postgres(chart);
    new PostgresDatabase(chart, 'Data', { server, name: 'data' });
    const { env } = new Rendered(chart).container('Job', 'city-database-setup');
    expect(env).toContainEqual({ name: 'PGHOST', value: 'city-database-rw' });
    expect(env).toContainEqual({ name: 'PGUSER', value: 'postgres' });
    expect(env).toContainEqual({
      name: 'PGPASSWORD',
      valueFrom: { secretKeyRef: { name: 'city-database-admin', key: 'password' } },
    });
    expect(env).toContainEqual({
      name: 'DATA_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'city-data-password', key: 'password' } },
    });
  });

  test('lets in its clients, the operator and its own instances, and goes out to these and the API server', () => {
    const chart = newChart();
    const server = postgres(chart);
    const data = new PostgresDatabase(chart, 'Data', { server, name: 'data' });
    service(chart, 'Portal', { env: { HOST: data.host } });
    const policy = new Rendered(chart, {
      postgres: { kind: 'cloudnative-pg', operatorNamespace: 'databases' },
      monitoringNamespace: 'monitoring',
    }).one('NetworkPolicy', 'city-database').spec;
    const own = { podSelector: { matchLabels: { 'cnpg.io/cluster': 'city-database' } } };
    const both = [
      { protocol: 'TCP', port: 5432 },
      { protocol: 'TCP', port: 8000 },
    ];
    expect(policy.podSelector).toEqual(own.podSelector);
    expect(policy.ingress).toEqual([
      {
        from: [
          { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-database-setup' } } },
          { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } } },
        ],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
      {
        from: [
          own,
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
          },
        ],
        ports: both,
      },
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ protocol: 'TCP', port: 9187 }],
      },
    ]);
    expect(policy.egress.slice(1)).toEqual([
      { to: [own], ports: both },
      {
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 6443 },
        ],
      },
    ]);
  });

  test('ships its log to the object store and is backed up on schedule', () => {
    const chart = newChart();
    postgres(chart, { backups });
    const rendered = new Rendered(chart, { objectStore });
    expect(rendered.one('Cluster', 'city-database').spec.plugins).toEqual([
      {
        name: 'barman-cloud.cloudnative-pg.io',
        enabled: true,
        isWALArchiver: true,
        parameters: { barmanObjectName: 'city-database' },
      },
    ]);
    expect(rendered.one('ObjectStore', 'city-database').spec).toMatchObject({
      retentionPolicy: '14d',
      configuration: {
        destinationPath: 's3://backups/',
        endpointURL: 'https://s3.example:9000',
        s3Credentials: {
          accessKeyId: { name: 'object-store', key: 'accessKeyId' },
          secretAccessKey: { name: 'object-store', key: 'secretAccessKey' },
        },
      },
    });
    expect(rendered.one('ScheduledBackup', 'city-database').spec).toEqual({
      schedule: '0 0 2 * * *',
      immediate: true,
      backupOwnerReference: 'self',
      method: 'plugin',
      pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      cluster: { name: 'city-database' },
    });
    expect(rendered.one('NetworkPolicy', 'city-database').spec.egress).toContainEqual({
      ports: [{ protocol: 'TCP', port: 9000 }],
    });
  });

  test.each([
    [
      'https://s3.fr-par.scw.cloud',
      'fr-par',
      [
        'AWS_DEFAULT_REGION=fr-par',
        'AWS_REQUEST_CHECKSUM_CALCULATION=when_required',
        'AWS_RESPONSE_CHECKSUM_VALIDATION=when_required',
      ],
    ],
    [
      'https://minio.city.example',
      undefined,
      ['AWS_REQUEST_CHECKSUM_CALCULATION=when_required', 'AWS_RESPONSE_CHECKSUM_VALIDATION=when_required'],
    ],
    ['https://s3.eu-central-1.amazonaws.com', 'eu-central-1', ['AWS_DEFAULT_REGION=eu-central-1']],
    ['https://s3.eu-central-1.amazonaws.com', undefined, []],
  ])('archives to %s, signed for the region %s, with the checksums that it knows', (endpoint, region, variables) => {
    const chart = newChart();
    postgres(chart, { backups });
    const { spec } = new Rendered(chart, { objectStore: { ...objectStore, endpoint, ...(region && { region }) } }).one(
      'ObjectStore',
      'city-database',
    );
    const env: { name: string; value: string }[] = spec.instanceSidecarConfiguration?.env ?? [];
    expect(env.map(({ name, value }) => `${name}=${value}`)).toEqual(variables);
  });

  test('archives to a store whose certificate an authority of the city signed', () => {
    const chart = newChart();
    postgres(chart, { backups });
    const authority = { name: 'city-authority', key: 'ca.crt' };
    const { configuration } = new Rendered(chart, { objectStore: { ...objectStore, authority } }).one(
      'ObjectStore',
      'city-database',
    ).spec;
    expect(configuration.endpointCA).toEqual(authority);
  });

  test('begins from the archive of the one before when it is restored, and has an archive of its own', () => {
    const restored = (restore?: Restore) => {
      const chart = newChart();
      postgres(chart, { backups });
      const { spec } = new Rendered(chart, {
        objectStore,
        postgres: { kind: 'cloudnative-pg', ...(restore && { restore }) },
      }).one('Cluster', 'city-database');
      const { bootstrap, externalClusters, plugins } = spec;
      return {
        bootstrap,
        from: externalClusters?.[0].plugin.parameters,
        to: plugins[0].parameters,
      };
    };
    const barmanObjectName = 'city-database';
    expect(restored()).toEqual({ bootstrap: { initdb: expect.anything() }, from: undefined, to: { barmanObjectName } });
    expect(restored({ number: 1 })).toEqual({
      bootstrap: { recovery: { source: 'archive' } },
      from: { barmanObjectName, serverName: 'city-database' },
      to: { barmanObjectName, serverName: 'city-database-1' },
    });
    expect(restored({ number: 2, until: '2027-03-01T06:30:00Z' })).toEqual({
      bootstrap: { recovery: { source: 'archive', recoveryTarget: { targetTime: '2027-03-01 06:30:00.000+00' } } },
      from: { barmanObjectName, serverName: 'city-database-1' },
      to: { barmanObjectName, serverName: 'city-database-2' },
    });
  });

  test('lets go of a node that is drained when it is alone', () => {
    const budget = (replicas: number) => {
      const chart = newChart();
      postgres(chart, { replicas });
      return new Rendered(chart).one('Cluster', 'city-database').spec.enablePDB;
    };
    expect([budget(1), budget(3)]).toEqual([false, true]);
  });

  test('is not backed up when the model opts out, whatever store there is', () => {
    const chart = newChart();
    postgres(chart);
    const rendered = new Rendered(chart, { objectStore });
    expect([...rendered.all('ObjectStore'), ...rendered.all('ScheduledBackup')]).toEqual([]);
    expect(rendered.one('Cluster', 'city-database').spec.plugins).toBeUndefined();
  });

  test('is refused with backups and nowhere to put them', () => {
    const chart = newChart();
    postgres(chart, { backups });
    expect(() => new Rendered(chart)).toThrow(
      'city/Database: backups are enabled but the Kubernetes target has no object store',
    );
  });
});

describe('a PostgreSQL server without an operator', () => {
  const options = { postgres: { kind: 'statefulset' } } as const;

  test('is one restricted StatefulSet behind a headless Service', () => {
    const chart = newChart();
    postgres(chart);
    const rendered = new Rendered(chart, options);
    const { spec } = rendered.one('StatefulSet', 'city-database');
    expect(spec).toMatchObject({ serviceName: 'city-database', replicas: 1 });
    expect(spec.volumeClaimTemplates[0]).toMatchObject({
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
    });
    expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999 });
    const container = spec.template.spec.containers[0];
    expect(container.args.slice(0, 3)).toEqual(['postgres', '-c', 'max_connections=256']);
    expect(container.args).toContain('password_encryption=scram-sha-256');
    expect(container.env).toEqual([
      { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'city-database-admin', key: 'password' } } },
      { name: 'POSTGRES_INITDB_ARGS', value: '--auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8' },
      { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
    ]);
    expect(container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
      '/tmp',
      '/var/run/postgresql',
      '/var/lib/postgresql/data',
      '/dev/shm',
    ]);
    expect(container.readinessProbe.exec.command).toEqual(['pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres']);
    expect(rendered.one('Service', 'city-database').spec).toMatchObject({
      clusterIP: 'None',
      ports: [{ name: 'postgresql', port: 5432 }],
    });
    expect(rendered.container('Job', 'city-database-setup').env).toContainEqual({
      name: 'PGHOST',
      value: 'city-database',
    });
  });

  test('lets in its clients and goes nowhere', () => {
    const chart = newChart();
    postgres(chart);
    const { ingress, egress } = new Rendered(chart, options).one('NetworkPolicy', 'city-database').spec;
    expect(ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-database-setup' } } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ]);
    expect(egress).toHaveLength(1);
  });

  test.each([
    ['standbys', { replicas: 2 }, 'city/Database: 2 servers need the CloudNativePG operator'],
    ['backups', { backups }, 'city/Database: backups need the CloudNativePG operator'],
  ])('is refused with %s', (_, props, message) => {
    const chart = newChart();
    postgres(chart, props);
    expect(() => new Rendered(chart, options)).toThrow(message);
  });
});

describe('a PostgreSQL server that exists', () => {
  test('gets databases only, from a setup job that may go out to its port', () => {
    const chart = newChart();
    new ExternalPostgres(chart, 'Database', {
      host: 'db.example',
      port: 6432,
      adminUser: 'root',
      adminPassword: { name: 'db-admin' },
    });
    const rendered = new Rendered(chart);
    expect(rendered.names).toEqual([
      'ConfigMap/city-database-setup-files',
      expect.stringMatching(/^Job\/city-database-setup-/),
      'NetworkPolicy/city-database-setup',
      'NetworkPolicy/city-default-deny',
      'ServiceAccount/city-database-setup',
    ]);
    const { env } = rendered.container('Job', 'city-database-setup');
    expect(env).toContainEqual({ name: 'PGHOST', value: 'db.example' });
    expect(env).toContainEqual({ name: 'PGPORT', value: '6432' });
    expect(env).toContainEqual({ name: 'PGUSER', value: 'root' });
    expect(env).toContainEqual({
      name: 'PGPASSWORD',
      valueFrom: { secretKeyRef: { name: 'db-admin', key: 'password' } },
    });
    expect(rendered.one('NetworkPolicy', 'city-database-setup').spec.egress[1]).toEqual({
      ports: [{ protocol: 'TCP', port: 6432 }],
    });
  });
});

describe('extensions of a database', () => {
  test('that the server’s image does not have are refused, all at once, with those that it has', () => {
    const chart = newChart();
    const server = postgres(chart);
    new PostgresDatabase(chart, 'History', { server, name: 'history', extensions: ['postgis', 'timescaledb'] });
    new PostgresDatabase(chart, 'Search', { server, name: 'search', extensions: ['vector'] });
    expect(() => new Rendered(chart)).toThrow(
      /^city\/History: the server has no extension 'timescaledb'\ncity\/Search: .* 'vector'\nIt has .*, postgis, /,
    );
  });

  test('of an existing server are its owner’s to have', () => {
    const chart = newChart();
    const server = new ExternalPostgres(chart, 'Database', { host: 'db.example', adminPassword: { name: 'admin' } });
    new PostgresDatabase(chart, 'History', { server, name: 'history', extensions: ['timescaledb'] });
    expect(() => new Rendered(chart)).not.toThrow();
  });
});
