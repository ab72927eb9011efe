import { RootConstruct } from 'constructs';
import { Alarm, type AlarmProps } from '../../constructs/waist/alarm';
import { Dashboard } from '../../constructs/waist/dashboard';
import { images } from '../../constructs/waist/images';
import { Service } from '../../constructs/waist/primitives';
import type { Metric, Quantity } from '../../constructs/waist/quantity';
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

const requests = (of: Service): Metric => ({ of, name: 'http_requests_total' });
const rate = (of: Service): Quantity => ({ kind: 'rate', metric: requests(of) });
const told = (quantity: Quantity): AlarmProps => ({
  description: 'There are many requests.',
  severity: 'soon',
  quantity,
  when: 'above',
  threshold: 5,
  for: Duration.minutes(5),
});

test('alarms and dashboards are found wherever they stand in the tree', () => {
  const root = new RootConstruct();
  const api = service(root, 'Api', true);
  const alarm = new Alarm(api, 'CityManyRequests', told(rate(api)));
  const dashboard = new Dashboard(root, 'Requests', {
    title: 'Requests',
    panels: [{ title: 'Requests', unit: '/s', series: { all: rate(api) } }],
  });
  expect(Alarm.all(root)).toEqual([alarm]);
  expect(alarm).toMatchObject({ name: 'CityManyRequests', service: api, component: undefined });
  expect(Dashboard.all(root)).toEqual([dashboard]);
  expect(Alarm.all(dashboard)).toEqual([]);
});

test('a metric of a service that shows none is refused, in an alarm and in a panel', () => {
  const root = new RootConstruct();
  const quantity = rate(service(root, 'Silent', false));
  const message = 'reads http_requests_total of Silent, which shows no metrics';
  expect(() => new Alarm(root, 'Quiet', told(quantity))).toThrow(`Quiet ${message}`);
  const panels = [{ title: 'Requests', unit: '/s', series: { all: quantity } }];
  expect(() => new Dashboard(root, 'Requests', { title: 'Requests', panels })).toThrow(`Requests ${message}`);
});

test('a share of what two services show is refused, and so is a name that Prometheus would not take', () => {
  const root = new RootConstruct();
  const [one, other] = [service(root, 'One', true), service(root, 'Other', true)];
  const quantity: Quantity = { kind: 'share', metric: requests(one), within: requests(other) };
  expect(() => new Alarm(root, 'CityShare', told(quantity))).toThrow('the parts of a share are of one service');
  expect(() => new Alarm(root, 'many requests', told(rate(one)))).toThrow('an alarm is named by a word');
});
