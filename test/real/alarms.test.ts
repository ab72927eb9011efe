import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { synthKubernetes } from '../../charts/synth';
import { partOf } from '../../constructs/platform/federation-part';
import { parseCity } from '../../constructs/spec/city';
import { parseFederation } from '../../constructs/spec/federation';
import { Alarm } from '../../constructs/waist/alarm';
import type { Service } from '../../constructs/waist/primitives';
import { metricsOf, seriesOf } from '../../constructs/waist/quantity';
import { samplesOf } from '../../programs/watch/exposition';
import { Readings } from '../../programs/watch/readings';
import { ruleCases, type Series } from './alarms/rule-cases';
import { upstreamMetrics } from './alarms/upstream-metrics';
import { LivePlatform } from './platform/live-platform';
import { type Part, startPart } from './support/part';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { describePart } from './support/skip';
import { until } from './support/wait';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] };
}

const examples = ['istanbul', 'izmir'] as const;
const read = (file: string) => parse(readFileSync(join(__dirname, '../../examples', file), 'utf8'));
const cities = examples.map((example) => parseCity(read(`${example}/city.yaml`)));
const federation = parseFederation(read('turkiye/federation.yaml'), cities);
/** As they are in the federation, of which Izmir is the host. */
const synthesised = cities.map((city) => synthKubernetes(city, [], partOf(federation, city)));
const rendered = Object.fromEntries(examples.map((name, at) => [name, synthesised[at]!.objects as Manifest[]]));
const groupsOf = (objects: readonly Manifest[]) =>
  objects.filter(({ kind }) => kind === 'PrometheusRule').flatMap(({ spec }) => spec.groups);
const rulesOf = (objects: readonly Manifest[]) => groupsOf(objects).flatMap(({ rules }) => rules);
const names = [...new Set(examples.flatMap((name) => rulesOf(rendered[name]!).map(({ alert }) => alert)))].sort();

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'citykit');
const promtool = (...args: string[]) =>
  spawnSync(join(cache, 'parts/prometheus/bin/promtool'), args, { encoding: 'utf8' });

describePart(['prometheus'], 'Alarms on Kubernetes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-alarms-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (example: string) => join(folder, `${example}.yaml`);
  for (const example of examples)
    writeFileSync(fileOf(example), stringify({ groups: groupsOf(rendered[example]!) }, { lineWidth: 0 }));

  test.each(examples)('of %s are rules that promtool finds nothing wrong with', (example) => {
    const { status, stdout, stderr } = promtool('check', 'rules', '--lint=all', '--lint-fatal', fileOf(example));
    expect(`${stdout}${stderr}`).toContain(`SUCCESS: ${rulesOf(rendered[example]!).length} rules found`);
    expect(status).toBe(0);
  });

  test('have each a case in which they go off and one in which they do not', () => {
    expect(Object.keys(ruleCases).sort()).toEqual(names);
  });

  test.each(names)('%s goes off when it should, and only then', (name) => {
    const example = examples.find((one) => rulesOf(rendered[one]!).some(({ alert }) => alert === name))!;
    const job = /job_name=~"([^"|]+)/.exec(
      rulesOf(rendered[example]!).find(({ alert }) => alert === 'CityJobFails')!.expr,
    )!;
    const { fires, quiet, after = 40 } = ruleCases[name]!;
    const testOf = (title: string, series: Series, value: number) => ({
      name: title,
      interval: '1m',
      input_series: Object.entries(series).map(([key, values]) => ({
        series: key.replace('"JOB"', `"${job[1]}"`),
        values,
      })),
      promql_expr_test: [
        {
          expr: `clamp_max(count(ALERTS{alertname="${name}",alertstate="firing"}), 1) or vector(0)`,
          eval_time: `${after}m`,
          exp_samples: [{ labels: '{}', value }],
        },
      ],
    });
    const file = join(folder, `${name}.test.yaml`);
    writeFileSync(
      file,
      stringify(
        {
          rule_files: [fileOf(example)],
          evaluation_interval: '1m',
          tests: [testOf('fires', fires, 1), testOf('quiet', quiet, 0)],
        },
        { lineWidth: 0 },
      ),
    );
    const { status, stdout, stderr } = promtool('test', 'rules', file);
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  test('read numbers of the platform, or of others who say that they show them', () => {
    const own = new Set(
      synthesised.flatMap(({ platform }) =>
        Alarm.all(platform).flatMap(({ props }) =>
          metricsOf(props.quantity).flatMap(({ name }) => [name, `${name}_bucket`]),
        ),
      ),
    );
    const read = new Set(
      examples.flatMap((example) =>
        rulesOf(rendered[example]!).flatMap(({ expr }) => [...expr.matchAll(/[a-z_][a-z0-9_]*(?=\{)/g)].map(String)),
      ),
    );
    const unknown = [...read].filter((name) => !own.has(name) && upstreamMetrics[name] === undefined);
    expect(unknown).toEqual([]);
    // The list has nothing that nobody reads.
    expect(Object.keys(upstreamMetrics).filter((name) => !read.has(name) && !/statefulset/.test(name))).toEqual([]);
  });
});

const parts = ['postgres', 'scorpio', 'java', 'nginx', 'envoy', 'keycloak', 'prometheus'] as const;

describeRendered(parts, 'Numbers that alarms read', () => {
  let platform: LivePlatform;
  let prometheus: Part;
  let gateway: RunningPod;
  let broker: RunningPod;
  let identity: RunningPod;
  const folder = mkdtempSync(join(tmpdir(), 'citykit-prometheus-'));
  const running = new Map<Service, RunningPod>();

  beforeAll(async () => {
    platform = new LivePlatform('izmir');
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.registry.site);
    const started = await platform.startBroker();
    broker = started.broker;
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    gateway = await platform.start(city.gateway.service);
    identity = await platform.start(city.identity.service!);
    const publisher = await platform.start(city.publisher!.service);
    const verification = await platform.start(city.verification!.service);
    for (const [service, pod] of [
      [city.broker.relay, started.relay],
      [city.gateway.service, gateway],
      [city.identity.service!, identity],
      [city.publisher!.service, publisher],
      [city.verification!.service, verification],
    ] as const)
      running.set(service, pod);
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: groupsOf(platform.objects as Manifest[]) }));
    writeFileSync(join(folder, 'prometheus.yaml'), stringify(configuration()));
    prometheus = await startPart('prometheus', { args: [`--config.file=${join(folder, 'prometheus.yaml')}`] });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the operator makes of the rendered ServiceMonitors, with addresses in place of endpoints. */
  function configuration() {
    return {
      global: { scrape_interval: '2s', evaluation_interval: '2s' },
      rule_files: [join(folder, 'rules.yaml')],
      scrape_configs: [...running].map(([{ metrics, node }, pod]) => ({
        job_name: node.path,
        metrics_path: metrics!.path,
        static_configs: [
          {
            targets: [`${pod.address}:${metrics!.port}`],
            labels: { namespace: 'izmir', service: `${pod.pod.name}-replicas` },
          },
        ],
      })),
    };
  }

  async function query(expr: string): Promise<number | undefined> {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    const [first] = data.result;
    return first && Number(first.value[1]);
  }
  const textOf = async (service: Service): Promise<string> => {
    const { port, path } = service.metrics!;
    const [name] = Object.entries(service.ports).find(([, number]) => number === port)!;
    return (await running.get(service)!.call(path, { port: name })).text;
  };
  const signIn = () =>
    identity.call('/realms/master/protocol/openid-connect/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=password&client_id=admin-cli&username=nobody&password=wrong',
    });

  test('are shown by the programs, each under the name and with the labels that the alarm asks for', async () => {
    const { city } = platform;
    await signIn();
    const api = { host: 'api.izmir.example', accept: 'application/json' };
    for (const host of ['models.izmir.example', 'data.izmir.example', 'id.izmir.example'])
      await gateway.call('/', { headers: { host, accept: '*/*' } });
    await gateway.call('/ngsi-ld/v1/types', { headers: api });
    const headers = { 'content-type': 'application/json', 'NGSILD-Tenant': 'parking', accept: 'application/json' };
    const entity = { id: 'urn:ngsi-ld:Thing:1', type: 'Thing', a: { type: 'Property', value: 1 } };
    const { status } = await broker.call('/ngsi-ld/v1/entities', {
      method: 'POST',
      headers,
      body: JSON.stringify(entity),
    });
    expect(status).toBe(201);
    const relay = running.get(city.broker.relay)!;
    await until('the relay sees it', async () =>
      (await textOf(city.broker.relay)).includes('history_behind_seconds{'),
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${relay.log().slice(-2000)}`);
    });
    const missing: string[] = [];
    for (const alarm of Alarm.all(city)) {
      const { quantity } = alarm.props;
      for (const metric of metricsOf(quantity)) {
        const name = metric === quantity.metric ? seriesOf(quantity) : metric.name;
        const text = await textOf(metric.of);
        const readings = new Readings(1);
        readings.take(new Map([['it', samplesOf(text, new Set([name]))]]), 1);
        const shown = readings.values({ name, labels: metric.labels ?? {} }).length > 0;
        // What is only there once something has happened is told beforehand by its type.
        if (!shown && !new RegExp(`^# TYPE ${name.replace(/_(bucket|total)$/, '')}`, 'm').test(text))
          missing.push(`${alarm.name}: ${name} ${JSON.stringify(metric.labels)}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test('are read by a real Prometheus, whose rules are all well', async () => {
    await until('all are read', async () => (await query('count(up == 1)')) === running.size);
    const answer = await fetch(`${prometheus.url}/api/v1/rules`);
    const { data } = (await answer.json()) as {
      data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
    };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(30);
    await until('all are evaluated', async () => {
      const now = (await (await fetch(`${prometheus.url}/api/v1/rules`)).json()) as { data: typeof data };
      return now.data.groups.flatMap((group) => group.rules).every(({ health }) => health === 'ok');
    });
  });

  test('move when somebody tries passwords, asks for what is not there, and is held off', async () => {
    const exprOf = (name: string) =>
      rulesOf(platform.objects as Manifest[])
        .find(({ alert }) => alert === name)!
        .expr.replace(/ > [\d.]+$/, '');
    for (let turn = 0; turn < 5; turn++) {
      await signIn();
      for (const [host, path] of [
        ['api.izmir.example', '/ngsi-ld/v1/types'],
        ['id.izmir.example', '/realms/izmir/protocol/openid-connect/token'],
      ] as const)
        await Promise.all(
          Array.from({ length: 100 }, () => gateway.call(path, { headers: { host } }).catch(() => undefined)),
        );
      await new Promise((resolve) => setTimeout(resolve, 2500));
    }
    for (const name of ['CityLoginsFail', 'CityTokensRefused', 'CityLimitsReached', 'CityGatewaySlow'])
      await until(`${name} has a number`, async () => ((await query(exprOf(name))) ?? 0) > 0);
    expect(await query(exprOf('CityValuesOld'))).toBeLessThan(600);
    expect(await query(exprOf('CityHistoryWaits'))).toBeLessThan(60);
  });
});
