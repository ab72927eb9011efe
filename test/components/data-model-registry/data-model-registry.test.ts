import { RootConstruct } from 'constructs';
import { DataModelRegistry } from '../../../constructs/components/data-model-registry/data-model-registry';
import { Gateway } from '../../../constructs/components/gateway/gateway';
import { PostgresServer } from '../../../constructs/waist/primitives';
import { Cpu, Size } from '../../../constructs/waist/units';

const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(512) };
const replicas = { min: 2, max: 2 };

test('a replica whose start failed starts again, and one whose database is away does not', () => {
  const root = new RootConstruct('city');
  const gateway = new Gateway(root, 'Gateway', { size, replicas, domain: 'izmir.example', tenants: [] });
  const database = new PostgresServer(root, 'Database', {
    replicas: 1,
    size,
    storage: Size.gibibytes(1),
    backups: { enabled: false, reason: 'a test' },
  });
  const site = { size, replicas };
  const props = { ...site, site, database, gateway, connections: 4, title: 'İzmir', models: [] };
  const { registry } = new DataModelRegistry(root, 'Registry', props);
  // Two replicas on an empty database: one of them may fail to make its tables, and listens all the same.
  expect(registry.probes.started).toEqual({ http: '/health/ready', port: 9000 });
  expect(registry.probes.live).toEqual({ tcp: 8080 });
});
