import { RootConstruct } from 'constructs';
import { Alarm, type Metric } from '../../constructs/waist/alarm';
import { Dashboard } from '../../constructs/waist/dashboard';
import { images } from '../../constructs/waist/images';
import { Service } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';

function service(scope: RootConstruct, id: string, metrics: boolean): Service {
  return new Service(scope, id, {
    image: images.node,
    size: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
    ports: { http: 8080 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
    ...(metrics && { metrics: { port: 8080, path: '/metrics' } }),
  });
}

const reads = (of: Service): Metric => ({ of, name: 'http_requests_total', as: 'rate' });

const told = {
  description: 'Requests are slow.',
  severity: 'soon',
  runbook: 'Look at the database first.',
} as const;

test('alarms and dashboards are found wherever they stand in the tree', () => {
  const root = new RootConstruct();
  const api = service(root, 'Api', true);
  const alarm = new Alarm(api, 'Slow', {
    ...told,
    condition: { kind: 'above', metric: reads(api), threshold: 5, for: Duration.minutes(5) },
  });
  const missing = new Alarm(api, 'Missing', {
    ...told,
    condition: { kind: 'missing', of: api, for: Duration.minutes(5) },
  });
  const dashboard = new Dashboard(root, 'Requests', {
    title: 'Requests',
    panels: [{ title: 'Requests', unit: '/s', series: { all: reads(api) } }],
  });
  expect(Alarm.all(root)).toEqual([alarm, missing]);
  expect(Dashboard.all(root)).toEqual([dashboard]);
  expect(Alarm.all(dashboard)).toEqual([]);
});

test('a metric of a service that shows none is refused, in an alarm and in a panel', () => {
  const root = new RootConstruct();
  const metric = reads(service(root, 'Silent', false));
  const condition = { kind: 'below', metric, threshold: 1, for: Duration.minutes(5) } as const;
  const message = 'reads http_requests_total of Silent, which shows no metrics';
  expect(() => new Alarm(root, 'Quiet', { ...told, condition })).toThrow(`Quiet ${message}`);
  const panels = [{ title: 'Requests', unit: '/s', series: { all: metric } }];
  expect(() => new Dashboard(root, 'Requests', { title: 'Requests', panels })).toThrow(`Requests ${message}`);
});
