import { RootConstruct } from 'constructs';
import { synthKubernetes } from '../../../charts/synth';
import { synthCompose } from '../../../compose/synth';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { Alarm } from '../../../constructs/waist/alarm';
import { connectionsOf, secretsOf } from '../../../constructs/waist/graph';
import type { Lacks } from '../../../constructs/waist/lacks';
import { Service } from '../../../constructs/waist/primitives';

// biome-ignore lint/suspicious/noExplicitAny: the configuration of the collector.
type Json = Record<string, any>;

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  domain: 'town.example',
  contact: { email: 'data@town.example' },
  dataModels: ['OffStreetParking'],
  backups: { enabled: false, reason: 'A trial that is thrown away.' },
  targets: { kubernetes: {} },
};
const telemetry = {
  endpoint: 'https://otlp.town.example:4318/otlp',
  headers: { authorization: { name: 'telemetry' }, 'x-scope-orgid': { name: 'telemetry', key: 'team' } },
};

function platformOf(changes: Partial<CityInput> = {}, lacks: Lacks = {}): CityPlatform {
  const city = parseCity({ ...spec, telemetry, ...changes });
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city, lacks });
}
const services = (platform: CityPlatform) =>
  platform.node.findAll().filter((one): one is Service => one instanceof Service);
const configOf = (service: Service): Json =>
  JSON.parse(
    service.files['/etc/otelcol/config.yaml']!.parts.map((part) =>
      typeof part === 'string' ? part : part.source.node.path,
    ).join(''),
  );

test('it is there where the spec names a receiver, and nowhere else', () => {
  expect(platformOf().telemetry).toBeDefined();
  expect(platformOf({ telemetry: undefined }).telemetry).toBeUndefined();
});

test('it reads every replica of each service that shows metrics, itself too, and what is added later', () => {
  const platform = platformOf();
  new Service(platform.broker, 'Later', {
    image: platform.telemetry!.service.image,
    size: platform.telemetry!.service.size,
    ports: { metrics: 9100 },
    metrics: { port: 9100, path: '/numbers' },
    probes: { ready: { tcp: 9100 }, live: { tcp: 9100 } },
  });
  const jobs: Json[] = configOf(platform.telemetry!.service).receivers.prometheus.config.scrape_configs;
  const shown = services(platform).filter(({ metrics }) => metrics);
  expect(jobs).toHaveLength(shown.length);
  expect(shown.length).toBeGreaterThan(5);
  expect(jobs.map(({ job_name }) => job_name)).toEqual(
    expect.arrayContaining(['gateway', 'broker-notifications', 'identity', 'telemetry']),
  );
  expect(jobs.find(({ job_name }) => job_name === 'broker-later')).toMatchObject({
    job_name: 'broker-later',
    metrics_path: '/numbers',
    dns_sd_configs: [{ names: ['town/Platform/Broker/Later'], type: 'A', port: 9100 }],
  });
  for (const { node, metrics } of shown)
    expect(jobs).toContainEqual(
      expect.objectContaining({
        metrics_path: metrics!.path,
        dns_sd_configs: [{ names: [node.path], type: 'A', port: metrics!.port }],
      }),
    );
});

test('it reaches the ports of metrics and the receiver, and nobody waits for it or it for anybody', () => {
  const platform = platformOf();
  const { service } = platform.telemetry!;
  const reached = connectionsOf(service).map(({ to, port }) => `${to.node.path} ${port}`);
  const shown = services(platform).filter((one) => one.metrics && one !== service);
  expect(reached.sort()).toEqual(
    [
      'town/Platform/Telemetry/Receiver 4318',
      ...shown.map(({ node, metrics }) => `${node.path} ${metrics!.port}`),
    ].sort(),
  );
  expect(service.egress).toEqual([]);
  expect(service.startsAfter).toEqual([]);
  expect(services(platform).filter((one) => one.startsAfter.includes(service))).toEqual([]);
});

test('what it sends carries the name of the city, and headers whose values are in secrets alone', () => {
  const { service } = platformOf().telemetry!;
  const { processors, exporters, service: running } = configOf(service);
  expect(processors.resource.attributes).toEqual([{ key: 'service.namespace', value: 'town', action: 'upsert' }]);
  expect(exporters.otlp_http).toMatchObject({
    endpoint: 'https://town/Platform/Telemetry/Receiver:4318/otlp',
    headers: {
      authorization: `\${env:HEADER_AUTHORIZATION}`,
      'x-scope-orgid': `\${env:HEADER_X_SCOPE_ORGID}`,
    },
  });
  expect(Object.keys(exporters)).toEqual(['otlp_http']);
  expect(running.pipelines).toEqual({
    metrics: { receivers: ['prometheus'], processors: ['memory_limiter', 'resource'], exporters: ['otlp_http'] },
  });
  expect(secretsOf(service).map(({ source }) => (source as never as { existing: object }).existing)).toEqual([
    { name: 'telemetry', key: 'authorization' },
    { name: 'telemetry', key: 'team' },
  ]);
});

test.each(['laptop', 'pilot', 'city'] as const)(
  'of a %s, what waits, and all that it takes, is bounded by the memory of its container',
  (profile) => {
    const { service } = platformOf({ profile }).telemetry!;
    const { mebibytes } = service.size.memory;
    const { processors, exporters } = configOf(service);
    const { limit_mib, spike_limit_mib } = processors.memory_limiter;
    expect(limit_mib).toBeLessThanOrEqual(mebibytes * 0.75);
    expect(spike_limit_mib).toBeLessThan(limit_mib);
    const queue = exporters.otlp_http.sending_queue;
    expect(queue).toMatchObject({ num_consumers: 1, sizer: 'bytes' });
    expect(queue).not.toHaveProperty('storage');
    expect(queue.queue_size * 7).toBeLessThan((limit_mib - spike_limit_mib) * 1024 * 1024);
    const waits = Alarm.all(service.node.scope!).find(({ name }) => name === 'CityTelemetryWaits')!;
    expect(waits.props.threshold * 2).toBe(queue.queue_size);
  },
);

test('on Kubernetes it asks the names of all replicas, and each of them lets it in', () => {
  const { objects } = synthKubernetes(parseCity({ ...spec, telemetry }), []);
  const of = (kind: string, name: string): Json =>
    (objects as Json[]).find((one) => one.kind === kind && one.metadata.name === name)!;
  const config = JSON.parse(of('ConfigMap', 'town-telemetry-files').data['etc_otelcol_config.yaml']);
  const jobs: Json[] = config.receivers.prometheus.config.scrape_configs;
  for (const { dns_sd_configs } of jobs) {
    const [{ names, port }] = dns_sd_configs;
    expect(of('Service', names[0]).spec).toMatchObject({ clusterIP: 'None', ports: [{ port }] });
  }
  const from = { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'town-telemetry' } } };
  expect(of('NetworkPolicy', 'town-gateway').spec.ingress).toContainEqual({
    from: expect.arrayContaining([from]),
    ports: [{ port: 8081, protocol: 'TCP' }],
  });
  expect(of('Deployment', 'town-telemetry').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
});

test('on one machine, which reads no metrics otherwise, they are sent from there', () => {
  const { domain: _, contact: __, targets: ___, ...laptop } = spec;
  const { file, files, findings } = synthCompose(
    parseCity({ ...laptop, profile: 'laptop', telemetry, targets: { compose: {} } }),
    [],
  );
  expect(findings).toEqual([]);
  const { environment, labels } = (file.services as Json).telemetry;
  expect(labels['citykit.reason']).toContain('nothing to ask it with');
  expect(environment).toMatchObject({ HEADER_AUTHORIZATION: expect.stringContaining('TELEMETRY_AUTHORIZATION') });
  const text = [...files.values()].find((content) => content.includes('scrape_configs'))!;
  expect(JSON.parse(text).receivers.prometheus.config.scrape_configs).toContainEqual(
    expect.objectContaining({
      job_name: 'gateway',
      metrics_path: '/stats/prometheus',
      dns_sd_configs: [{ names: ['gateway'], type: 'A', port: 8081 }],
    }),
  );
  expect(JSON.stringify(file)).not.toContain('stats/prometheus');
});
