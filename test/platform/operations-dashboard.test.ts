import { RootConstruct } from 'constructs';
import { synthKubernetes } from '../../charts/synth';
import { refusalReasons } from '../../constructs/components/device-gateway/refusal-reason';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../constructs/spec/city';
import { Dashboard } from '../../constructs/waist/dashboard';
import type { Service } from '../../constructs/waist/primitives';
import { type Metric, metricsOf } from '../../constructs/waist/quantity';
import { IntakeMetrics } from '../../programs/device-gateway/metrics';
import { featuresMetrics } from '../../programs/features/metrics';
import { metrics as relayMetrics } from '../../programs/notify/metrics';
import { publisherMetrics } from '../../programs/publisher/metrics';
import { samplesOf } from '../../programs/watch/exposition';

const spec: CityInput = {
  name: 'town',
  title: 'Town',
  country: 'FI',
  population: 8200,
  domain: 'town.example',
  contact: { email: 'data@town.example' },
  tenants: [{ id: 'parking' }],
  dataModels: ['OffStreetParking'],
  openData: [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }],
  devices: [
    {
      id: 'car-parks',
      tenant: 'parking',
      type: 'OffStreetParking',
      devices: ['a'],
      attributes: { free: 'availableSpotNumber' },
    },
  ],
  dashboards: { enabled: true },
  targets: {
    kubernetes: {
      operatorNamespaces: { monitoring: 'monitoring' },
      prometheusRules: {},
      objectStore: { endpoint: 'https://objects.town.example', bucket: 'town', secretName: 'store' },
      edge: {
        kind: 'ingress',
        className: 'nginx',
        clusterIssuer: 'letsencrypt',
        callers: { kind: 'pods', namespace: 'ingress-nginx' },
      },
    },
  },
};
const platformOf = (lacks: object = {}, changes: Partial<CityInput> = {}) =>
  new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }), lacks });

/** What each program of the kit shows when it has something of everything to show. */
function shownBy(platform: CityPlatform): ReadonlyMap<Service, string> {
  const intake = new IntakeMetrics();
  intake.stored('car-parks', 1000, 40);
  intake.leftOut('car-parks', 'empty');
  for (const reason of refusalReasons) intake.refused('car-parks', reason);
  const counts = { current: 1, late: 1, failures: 1, mended: 1 };
  const outcomes = { answered: 1, refused: 1, failed: 1 };
  return new Map([
    [platform.devices!.service, intake.text({ counts, waiting: 1, connected: 1, left: 0 }, 2000)],
    [
      platform.features!.service,
      featuresMetrics({ counts: [{ kind: 'items', access: 'open', ...outcomes }], busy: 0 } as never),
    ],
    [
      platform.broker.relay,
      relayMetrics(
        { ended: new Map([['parking', { delivered: 3, refused: 1 }]]), waiting: 2 } as never,
        [{ tenant: 'parking', broker: 1000, history: 1000 }] as never,
        5000,
      ),
    ],
    [
      platform.publisher!.service,
      publisherMetrics({
        datasets: [
          {
            type: { name: 'parking-offstreetparking', tenant: 'parking' },
            entities: 1,
            counts: { written: 1, removed: 1, refused: 1, scans: 1 },
            failures: 1,
            pending: 1,
            equalAt: 1000,
            newest: 1000,
          },
        ],
      } as never),
    ],
  ]);
}

function shows(text: string, { name, labels = {} }: Metric): boolean {
  return samplesOf(text, new Set([name, `${name}_bucket`])).some((sample) =>
    Object.entries(labels).every(([label, value]) => [value].flat().includes(sample.labels[label] ?? '')),
  );
}

test('each line is a number that the program shows under this name, with these labels', () => {
  const platform = platformOf();
  const texts = shownBy(platform);
  const [dashboard] = Dashboard.all(platform);
  const lines = dashboard!.props.panels.flatMap(({ series }) => Object.values(series));
  const metrics = lines.flatMap(metricsOf);
  const own = metrics.filter(({ name }) => name.startsWith('citykit_'));
  expect(own.length).toBeGreaterThan(25);
  expect(own.filter((metric) => !shows(texts.get(metric.of)!, metric)).map(({ name }) => name)).toEqual([]);
  // Of Envoy and Keycloak: those that alarms read, which the real tests find.
  const others = new Set(metrics.filter(({ name }) => !name.startsWith('citykit_')).map(({ name }) => name));
  expect([...others].sort()).toEqual([
    'envoy_http_downstream_rq_time',
    'envoy_http_downstream_rq_xx',
    'envoy_http_jwt_authn_denied',
    'envoy_http_local_rate_limit_rate_limited',
    'envoy_http_rbac_denied',
    'keycloak_user_events_total',
  ]);
});

test('a component that is not there has no charts', () => {
  const titles = (platform: CityPlatform) => Dashboard.all(platform)[0]!.props.panels.map(({ title }) => title);
  const gone = titles(platformOf({}, { devices: [], openData: [] }));
  expect(gone).not.toContain('Refused, by reason');
  expect(gone).not.toContain('Rows of the portal');
  expect(titles(platformOf())).toEqual(expect.arrayContaining(['Refused, by reason', 'Rows of the portal', ...gone]));
});

test('there is none where nobody reads numbers, or the spec has it off', () => {
  expect(Dashboard.all(platformOf({ dashboards: 'for a reason' }))).toEqual([]);
  expect(Dashboard.all(platformOf({}, { dashboards: {} }))).toEqual([]);
});

interface ConfigMap {
  readonly kind: string;
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly data: Readonly<Record<string, string>>;
}
const found = (objects: readonly object[]) =>
  (objects as readonly ConfigMap[]).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels.grafana_dashboard === '1',
  );

test('on Kubernetes it is a ConfigMap that the Grafana of the Prometheus operator finds', () => {
  const { objects, findings } = synthKubernetes(parseCity(spec));
  expect(findings).toEqual([]);
  const maps = found(objects);
  expect(maps).toHaveLength(1);
  const drawn = JSON.parse(maps[0]!.data['town-operations.json']!);
  expect(drawn).toMatchObject({ title: 'Town: operations', editable: false });
  expect(drawn.uid).toMatch(/^[0-9a-f]{32}$/);
  expect(drawn.panels[0]).toMatchObject({
    title: 'Age of the newest value',
    fieldConfig: { defaults: { unit: 's' } },
    targets: [
      {
        legendFormat: 'measure',
        expr: 'min(citykit_devices_newest_age_seconds{namespace="town",service="town-devices-replicas"})',
      },
      { legendFormat: 'broker' },
      { legendFormat: 'history' },
      {
        legendFormat: 'portal',
        expr: 'min(citykit_newest_value_age_seconds{namespace="town",service="town-publisher-replicas",step="portal"})',
      },
    ],
  });
});

test('on Kubernetes without anybody who reads numbers there is no ConfigMap of it', () => {
  const { prometheusRules: _, ...kubernetes } = spec.targets!.kubernetes!;
  const { objects } = synthKubernetes(parseCity({ ...spec, targets: { kubernetes } }));
  expect(found(objects)).toEqual([]);
});
