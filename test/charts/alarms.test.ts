import type { KubernetesOptions } from '../../charts/kubernetes-options';
import { Alarm, type AlarmProps } from '../../constructs/waist/alarm';
import { images } from '../../constructs/waist/images';
import { EventBus, Job, Service, Volume } from '../../constructs/waist/primitives';
import type { Quantity } from '../../constructs/waist/quantity';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import { type Manifest, newChart, Rendered } from './support';

const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(64) };
const all = {
  namespace: 'platforms',
  prometheusRules: { labels: { release: 'prometheus' } },
  monitoringNamespace: 'monitoring',
};

function withApi(options: KubernetesOptions, quantity?: (of: Service) => Quantity, more: Partial<AlarmProps> = {}) {
  const chart = newChart();
  const api = new Service(chart, 'Api', {
    image: images.node,
    size,
    ports: { http: 8080, metrics: 9000 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
    metrics: { port: 9000, path: '/numbers' },
  });
  if (quantity)
    new Alarm(api, 'CityTooMuch', {
      description: 'It is too much.',
      severity: 'soon',
      quantity: quantity(api),
      when: 'above',
      threshold: 0.5,
      for: Duration.minutes(10),
      ...more,
    });
  return new Rendered(chart, options);
}

const rules = (rendered: Rendered): Manifest[] =>
  rendered.all('PrometheusRule').flatMap(({ spec }) => spec.groups.flatMap((group: Manifest) => group.rules));
const rule = (rendered: Rendered, name: string): Manifest => rules(rendered).find(({ alert }) => alert === name)!;

describe('alarms on Kubernetes', () => {
  test('are rendered for a cluster with the Prometheus operator alone', () => {
    expect(withApi({ monitoringNamespace: 'monitoring' }).all('PrometheusRule')).toEqual([]);
    expect(withApi({ monitoringNamespace: 'monitoring' }).all('ServiceMonitor')).toEqual([]);
  });

  test('have the labels by which Prometheus chooses them, a severity, and a page', () => {
    const rendered = withApi(all, (of) => ({ kind: 'sum', metric: { of, name: 'waiting' } }));
    const { metadata } = rendered.one('PrometheusRule', 'city-platform');
    expect(metadata.labels).toMatchObject({ release: 'prometheus', 'app.kubernetes.io/part-of': 'city' });
    expect(rule(rendered, 'CityTooMuch')).toEqual({
      alert: 'CityTooMuch',
      expr: 'sum(waiting{namespace="platforms",service="city-api-replicas"}) > 0.5',
      for: '600s',
      labels: { severity: 'warning', platform: 'city' },
      annotations: {
        summary: 'It is too much.',
        description: '{{ $value }} of city.',
        runbook_url: 'docs/runbooks/CityTooMuch.md',
      },
    });
    expect(rule(rendered, 'CityServiceMissing').labels.severity).toBe('critical');
  });

  test('lead to where the city keeps its pages, and an alarm to a page of its own', () => {
    const prometheusRules = { runbooks: 'https://wiki.example/runbooks/' };
    const quantity = (of: Service): Quantity => ({ kind: 'largest', metric: { of, name: 'age' } });
    const pageOf = (rendered: Rendered, name: string) => rule(rendered, name).annotations.runbook_url;
    expect(pageOf(withApi({ ...all, prometheusRules }, quantity), 'CityTooMuch')).toBe(
      'https://wiki.example/runbooks/CityTooMuch.md',
    );
    const runbook = 'https://wiki.example/ours';
    expect(pageOf(withApi({ ...all, prometheusRules }, quantity, { runbook }), 'CityTooMuch')).toBe(runbook);
  });

  const written = (quantity: (of: Service) => Quantity) => rule(withApi(all, quantity), 'CityTooMuch').expr;
  const at = 'namespace="platforms",service="city-api-replicas"';

  test.each<[string, (of: Service) => Quantity, string]>([
    ['the largest value', (of) => ({ kind: 'largest', metric: { of, name: 'age' } }), `max(age{${at}}) > 0.5`],
    ['the smallest value', (of) => ({ kind: 'smallest', metric: { of, name: 'age' } }), `min(age{${at}}) > 0.5`],
    [
      'a rate, of labels with one of several values',
      (of) => ({ kind: 'rate', metric: { of, name: 'n', labels: { how: ['a.b', 'c'], who: 'd' } } }),
      `sum(rate(n{${at},how=~"a\\\\.b|c",who="d"}[300s])) > 0.5`,
    ],
    [
      'a share',
      (of) => ({ kind: 'share', metric: { of, name: 'n', labels: { how: 'bad' } }, within: { of, name: 'n' } }),
      `sum(rate(n{${at},how="bad"}[300s])) / (sum(rate(n{${at}}[300s])) > 0) > 0.5`,
    ],
    [
      'a quantile',
      (of) => ({ kind: 'quantile', metric: { of, name: 't' }, quantile: 0.99 }),
      `histogram_quantile(0.99, sum by (le) (rate(t_bucket{${at}}[300s]))) > 0.5`,
    ],
  ])('write %s as Prometheus does', (_, quantity, expr) => {
    expect(written(quantity)).toBe(expr);
  });

  test('of numbers are rendered only where somebody may read them; those of objects always', () => {
    const { monitoringNamespace: _, ...unread } = all;
    const names = rules(withApi(unread, (of) => ({ kind: 'sum', metric: { of, name: 'waiting' } }))).map(
      ({ alert }) => alert,
    );
    expect(names).not.toContain('CityTooMuch');
    expect(names).toEqual(expect.arrayContaining(['CityServiceMissing', 'CityServiceRestarts', 'CityDiskFills']));
  });

  test('follow from a job and from a schedule, which may run until its deadline', () => {
    const chart = newChart();
    const job = { image: images.node, size, deadline: Duration.minutes(30) };
    new Job(chart, 'Once', job);
    new Job(chart, 'Nightly', { ...job, schedule: '0 3 * * *' });
    const rendered = new Rendered(chart, { prometheusRules: {} });
    expect(rule(rendered, 'CityJobFails').expr).toMatch(
      /^kube_job_status_failed\{job_name=~"city-once-[0-9a-f]{8}"\} > 0 /,
    );
    const { expr, for: duration } = rule(rendered, 'CityScheduledJobFails');
    expect(expr).toContain('kube_cronjob_status_last_successful_time{cronjob="city-nightly"}');
    // Its deadline, half an hour to start and a quarter more.
    expect(duration).toBe(`${(30 + 30 + 15) * 60}s`);
  });

  test('know the claims of servers that operators and StatefulSets make, and no other platform’s', () => {
    const chart = newChart();
    new Volume(chart, 'Files', { size: Size.gibibytes(3) });
    const { expr } = rule(new Rendered(chart, { prometheusRules: {} }), 'CityDiskFills');
    const [, pattern = ''] = /persistentvolumeclaim=~"([^"]+)"/.exec(expr) ?? [];
    // Prometheus anchors what it matches.
    const known = (claim: string) => new RegExp(`^(?:${pattern})$`).test(claim);
    expect(['city-files', 'city-database-1', 'data-city-database-0', 'data-0-city-event-bus-0'].map(known)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['town-files', 'data-town-database-0', 'big-city-files'].map(known)).toEqual([false, false, false]);
  });
});

describe('what Prometheus reads', () => {
  test('is each replica of a service that shows metrics, and nothing of its other ports', () => {
    const rendered = withApi(all);
    const { metadata, spec } = rendered.one('ServiceMonitor', 'city-api');
    expect(metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(spec.endpoints).toEqual([{ port: 'metrics', path: '/numbers', interval: '30s' }]);
    const chosen = (own: object = {}) =>
      rendered
        .all('Service')
        .filter(({ metadata: { labels } }) =>
          Object.entries(spec.selector.matchLabels).every(([key, value]) => ({ ...labels, ...own })[key] === value),
        )
        .map((one) => one.metadata.name);
    expect(chosen()).toEqual(['city-api-replicas']);
    // Argo CD that tracks by label keeps the name of its application there.
    expect(chosen({ 'app.kubernetes.io/instance': 'city' })).toEqual(['city-api-replicas']);
  });

  test('is what waits on the bus, told by an exporter that only it may ask', () => {
    const bus = (options: KubernetesOptions) => {
      const chart = newChart();
      new EventBus(chart, 'Bus', { replicas: 3, size, storage: Size.gibibytes(5) });
      return new Rendered(chart, options);
    };
    expect(bus({}).one('Kafka', 'city-bus').spec.kafkaExporter).toBeUndefined();
    const rendered = bus(all);
    expect(rendered.one('Kafka', 'city-bus').spec.kafkaExporter.template.container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(rendered.one('PodMonitor', 'city-bus').spec.podMetricsEndpoints).toEqual([
      { port: 'tcp-prometheus', interval: '30s' },
    ]);
    expect(rendered.one('NetworkPolicy', 'city-bus').spec.ingress).toContainEqual({
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ protocol: 'TCP', port: 9404 }],
    });
  });
});
