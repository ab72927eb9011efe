import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { synthKubernetes } from '../../charts/synth';
import { synthCompose } from '../../compose/synth';
import type { CityInput } from '../../constructs/spec/city';
import { Alarm } from '../../constructs/waist/alarm';
import { metricsOf } from '../../constructs/waist/quantity';
import { AwsPlatform } from './platform/aws-platform';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { OtlpReceiver } from './platform/otlp-receiver';
import type { Point } from './platform/otlp-request';
import { certificateFor } from './support/certificate';
import { environment } from './support/environment';
import { freePort } from './support/free-port';
import { startNameServer } from './support/name-server';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { callAddress } from './support/rendered/call-pod';
import { describeRendered } from './support/rendered/describe-rendered';
import { otelcol } from './support/rendered/stand-ins/otelcol';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { describePart } from './support/skip';
import { until } from './support/wait';

const host = 'otlp.izmir.example';
const telemetry = { endpoint: `https://${host}/otlp`, headers: { authorization: { name: 'telemetry' } } };
const trial: Partial<CityInput> = {
  profile: 'pilot',
  backups: { enabled: false, reason: 'A trial that is thrown away.' },
  telemetry,
};
const configFile = '/etc/otelcol/config.yaml';

describePart(['otelcol'], 'The collector itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-otelcol-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const validate = (config: string) => {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, config);
    return spawnSync(join(partsFolder('otelcol'), 'bin/otelcol'), ['validate', '--config', file], {
      encoding: 'utf8',
      env: environment({ HEADER_AUTHORIZATION: 'Bearer abc' }),
    });
  };

  test.each(['izmir', 'istanbul', 'small-town'])(
    'takes the configuration of %s on Kubernetes and one machine',
    (example) => {
      const city = exampleCity(example, { telemetry });
      const maps = synthKubernetes(city, []).objects as readonly { data?: Record<string, string> }[];
      const found = maps.flatMap(({ data }) => data?.['etc_otelcol_config.yaml'] ?? []);
      if (city.profile === 'laptop')
        found.push(...[...synthCompose(city, []).files.values()].filter((text) => text.includes('scrape_configs')));
      expect(found).toHaveLength(city.profile === 'laptop' ? 2 : 1);
      for (const config of found) {
        expect(validate(config)).toMatchObject({ status: 0, stderr: '' });
        // It would tell.
        expect(validate(config.replace('num_consumers', 'consumers')).status).toBe(1);
      }
    },
  );
});

describeRendered(['envoy', 'otelcol'], 'Telemetry of a pilot of İzmir', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-telemetry-'));
  const token = 'Bearer 4f3c: # {not} yaml';
  let platform: LivePlatform;
  let receiver: OtlpReceiver;
  let collector: RunningPod;
  let closeReceiver: () => void = () => undefined;
  let closeNames: () => void = () => undefined;
  let nameServer = '';

  beforeAll(async () => {
    platform = new LivePlatform(exampleCity('izmir', trial));
    const { rendered, city } = platform;
    const certificate = certificateFor(host, folder);
    rendered.trust(certificate.authority);
    rendered.secrets.keep('telemetry', 'authorization', token);
    const port = await freePort();
    receiver = new OtlpReceiver(port, certificate);
    await receiver.start();
    closeReceiver = await rendered.network.forward(host, 443, port);
    nameServer = rendered.network.ownAddress;
    const gateways = ['izmir-gateway', 'izmir-gateway-2'].map((name) => rendered.network.addressOf(name));
    const one = (name: string) => [rendered.network.addressOf(name)];
    const names: Record<string, readonly string[]> = {
      'izmir-gateway-replicas': gateways,
      'izmir-publisher-replicas': one('izmir-publisher'),
      'izmir-telemetry-replicas': one('izmir-telemetry'),
    };
    closeNames = await startNameServer(nameServer, (name) => names[name.replace(/\.izmir\.svc\.cluster\.local$/, '')]);
    for (const name of ['izmir-broker', 'izmir-identity', 'izmir-models-site', 'izmir-portal']) rendered.announce(name);
    await platform.start(city.gateway.service);
    await platform.start(city.gateway.service, { as: 'izmir-gateway-2' });
    await platform.start(city.publisher!.service);
    collector = await startCollector();
  });
  afterAll(async () => {
    closeNames();
    closeReceiver();
    await receiver?.stop();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a pod that has the cluster's DNS; with more in its configuration than was rendered. */
  function startCollector(more?: object): Promise<RunningPod> {
    const resolver = `search izmir.svc.cluster.local svc.cluster.local\nnameserver ${nameServer}\noptions ndots:5\n`;
    const standIn = {
      ...otelcol(),
      files: { '/etc/resolv.conf': resolver },
      ...(more && {
        env: { MORE: JSON.stringify(more) },
        cmd: ['--config', configFile, '--config', 'env:MORE'],
      }),
    };
    return platform.start(platform.city.telemetry!.service, { standIn });
  }
  const of = (name: string, metric: string): Point[] =>
    receiver.points.filter((point) => point.resource['service.name'] === name && point.metric === metric);
  const instances = (name: string) => new Set(of(name, 'up').map(({ resource }) => resource['service.instance.id']));
  const shown = async () => (await collector.call('/metrics', { port: 'metrics' })).text;
  const own = async (metric: string) =>
    Number(new RegExp(`^otelcol_${metric}\\{[^}]*\\} (\\S+)$`, 'm').exec(await shown())?.[1] ?? 0);
  /** Longest time between two points that follow each other, in seconds. */
  const gap = (points: readonly Point[]) => {
    const times = points.map(({ time }) => Number(time / 1_000_000n) / 1000).sort((a, b) => a - b);
    return Math.max(0, ...times.slice(1).map((time, at) => time - times[at]!));
  };
  const withLog = (error: Error) => {
    throw new Error(`${error.message}\n${collector.log().slice(-3000)}`, { cause: error.cause });
  };

  test('the numbers of every replica come over TLS, each with the component, the replica and the city', async () => {
    await until(
      'all have been read',
      () => instances('gateway').size === 2 && of('publisher', 'up').length > 0 && of('telemetry', 'up').length > 0,
    ).catch(withLog);
    expect(receiver.last).toMatchObject({
      path: '/otlp/v1/metrics',
      headers: { authorization: token, 'content-type': 'application/x-protobuf' },
    });
    expect(of('gateway', 'envoy_server_live').length).toBeGreaterThan(0);
    expect(of('publisher', 'citykit_open_data_waiting').length).toBeGreaterThan(0);
    const { network } = platform.rendered;
    expect(instances('gateway')).toEqual(
      new Set(['izmir-gateway', 'izmir-gateway-2'].map((name) => `${network.addressOf(name)}:8081`)),
    );
    expect(new Set(receiver.points.map(({ resource }) => resource['service.namespace']))).toEqual(new Set(['izmir']));
    proof('Telemetry', 'kubernetes', 'started');
  });

  test('its probes tell that it runs, and what can wait is what the alarm takes it to be', async () => {
    expect(await collector.isReady()).toBe(true);
    expect(await own('exporter_queue_capacity')).toBe(
      2 * Alarm.all(platform.city.telemetry!).find(({ name }) => name === 'CityTelemetryWaits')!.props.threshold,
    );
    proof('Telemetry', 'kubernetes', 'probed');
  });

  test('nothing is lost while the receiver is away for more than a minute', async () => {
    await receiver.stop();
    const before = receiver.points.length;
    const lastOf = (name: string) => Math.max(...of(name, 'up').map(({ time }) => Number(time / 1_000_000n)));
    const [began, ended] = [Math.min(lastOf('publisher'), lastOf('telemetry')), Date.now()];
    await until('a round waits', async () => (await own('exporter_queue_size')) > 0).catch(withLog);
    await sleep(70_000);
    expect(receiver.points).toHaveLength(before);
    expect(await collector.isReady()).toBe(true);
    await receiver.start();
    const since = ended + 150_000;
    await until('numbers of later have come', () => lastOf('publisher') > since && lastOf('telemetry') > since).catch(
      withLog,
    );
    expect(Date.now() - began).toBeGreaterThan(180_000);
    for (const name of ['publisher', 'telemetry']) {
      expect(of(name, 'up').length).toBeGreaterThanOrEqual(4);
      expect(gap(of(name, 'up'))).toBeLessThan(62);
    }
    expect(await own('exporter_enqueue_failed_metric_points')).toBe(0);
    proof('Telemetry', 'kubernetes', 'faulted', 'its receiver away and back; itself killed');
  });

  test('what is refused is counted where the alarms read it, and the log says why without what is secret', async () => {
    receiver.status = 401;
    await until('it is counted', async () => (await own('exporter_send_failed_metric_points')) > 0).catch(withLog);
    receiver.status = 200;
    const text = await shown();
    const read = Alarm.all(platform.city.telemetry!).flatMap(({ props }) => metricsOf(props.quantity));
    expect(read).toHaveLength(2);
    for (const { name, labels } of read)
      expect(text).toMatch(new RegExp(`^${name}\\{[^}]*exporter="${labels?.exporter}"`, 'm'));
    expect(collector.log()).toContain('401');
    expect(collector.log()).not.toContain('4f3c');
  });

  test('killed while much waits, within its memory, it goes on; what waited is gone', async () => {
    await collector.stop();
    expect(collector.exitCode()).toBe(0);
    collector = await startCollector({
      receivers: { prometheus: { config: { global: { scrape_interval: '1s', scrape_timeout: '1s' } } } },
    });
    await until('it sends', () => of('publisher', 'up').length > 0);
    await receiver.stop();
    await until('there is no more room', async () => (await own('exporter_enqueue_failed_metric_points')) > 0).catch(
      withLog,
    );
    const capacity = await own('exporter_queue_capacity');
    expect(await own('exporter_queue_size')).toBeGreaterThan(capacity * 0.8);
    expect(await own('exporter_queue_size')).toBeLessThanOrEqual(capacity);
    await sleep(20_000);
    const { mebibytes } = platform.city.telemetry!.service.size.memory;
    const peak = collector.peakMebibytes();
    console.info(`the collector took ${Math.round(peak)} of ${mebibytes} MiB with ${capacity} bytes waiting`);
    expect(peak).toBeLessThan(mebibytes);
    expect(await collector.isReady()).toBe(true);
    await collector.stop('SIGKILL');
    await receiver.start();
    const before = of('publisher', 'up').length;
    collector = await startCollector();
    await until('it sends again', () => of('publisher', 'up').length > before).catch(withLog);
  });
});

describeRendered(['otelcol'], 'Telemetry of Istanbul on AWS', () => {
  test('its task starts from its definition, is well, and goes on though it finds nobody', async () => {
    const platform = new AwsPlatform('istanbul');
    try {
      const collector = await platform.begin(platform.city.telemetry!.service);
      await until('it runs', () => collector.log().includes('Everything is ready')).catch((error: Error) => {
        throw new Error(`${error.message}\n${collector.log().slice(-3000)}`);
      });
      expect((await callAddress(collector.address, 13_133, '/', {})).status).toBe(200);
      proof('Telemetry', 'aws', 'started');
    } finally {
      await platform.stop();
    }
  });
});
