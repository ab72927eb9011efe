import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { tryReport } from '../../verify/report-schema';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { storeExamples } from './platform/stored-examples';
import { TlsEdge } from './platform/tls-edge';
import {
  callVerify,
  reportIn as reported,
  sortedResults as sorted,
  type VerifyOutcome,
} from './platform/verify-command';
import { freePort } from './support/free-port';
import { proof } from './support/proof';
import { dcatApShapes, pyshacl } from './support/pyshacl';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

const parts = [
  'pyshacl',
  'postgres',
  'redis',
  'solr',
  'ckan',
  'scorpio',
  'keycloak',
  'java',
  'nginx',
  'envoy',
] as const;
const example = join(__dirname, '../../examples/izmir/city.yaml');

describeRendered(parts, 'citykit verify of the platform of izmir as it is rendered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-real-verify-'));
  /** The example for Kubernetes alone, whose Ingress carries no MQTT. */
  const spec = join(folder, 'city.yaml');
  let platform: LivePlatform;
  let broker: RunningPod;
  let site: RunningPod;
  let gateway: RunningPod;
  let keycloak: RunningPod;
  let verification: RunningPod;
  let edge: TlsEdge;
  let users: RealmUsers;
  let receiverPort: number;

  beforeAll(async () => {
    const { targets, ...said } = parse(readFileSync(example, 'utf8'));
    writeFileSync(spec, stringify({ ...said, targets: { kubernetes: targets.kubernetes } }));
    platform = new LivePlatform(exampleCity('izmir'));
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    const starting = platform.begin(city.identity.service!);
    site = await platform.start(city.registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    for (const id of ['Cache', 'Search']) await platform.start(city.portal!.node.findChild(id) as never);
    await platform.run(platform.job('portal', 'Setup'));
    await platform.start(city.portal!.service);
    await platform.start(city.portal!.catalogue!);
    await platform.start(city.publisher!.service);
    await platform.start(city.features!.service);
    gateway = await platform.start(city.gateway.service);
    keycloak = await starting;
    await keycloak.untilReady();
    await platform.run(city.identity.realmJob);
    verification = await platform.start(city.verification!.service);
    const { network } = platform.rendered;
    edge = await TlsEdge.start(network, () => gateway, city.gateway.domain, city.gateway.hosts);
    receiverPort = await freePort();
    await network.forward('verifier.izmir.example', 8080, receiverPort);
    users = new RealmUsers(platform, keycloak, gateway);
    await users.add({ id: 'verify', roles: ['editor'], tenants: ['parking', 'traffic'] });
    await users.add({ id: 'reader', roles: ['viewer'], tenants: ['parking'] });
    await storeExamples(platform, { site, broker }, () => 'parking');
    // The publisher makes its datasets one after the other.
    const shown = async () => {
      const { text } = await publicCall(gateway, 'https://data.izmir.example/api/3/action/package_list');
      return (JSON.parse(text) as { result: string[] }).result.length === city.city.openData.length;
    };
    await until('every dataset is published', () => shown().catch(() => false));
  });
  afterAll(async () => {
    await edge?.remove();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function send(method: string, path: string, tenant: string, body?: unknown) {
    return broker.call(`/ngsi-ld/v1${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenant },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  function verify(...args: readonly string[]): Promise<VerifyOutcome> {
    const client = { id: 'verify', secret: users.secretOf('verify') };
    const call = { network: platform.rendered.network, authority: edge.authority, client, programs: pyshacl };
    return callVerify(call, [spec, ...args]);
  }
  const receiver = () => ['--receiver', 'http://verifier.izmir.example:8080', '--listen', `127.0.0.1:${receiverPort}`];

  const own = ['4.1', '5.1'] as const;
  /** What is to be found of a platform that declares no documents; all else passes. */
  const expected = {
    '1.9': 'na: The platform answers for no other city.',
    '3.3': 'fail: The spec declares no rulebook, or no terms of use.',
    '3.4': 'na: Nothing that is published is restricted.',
    ...Object.fromEntries(own.map((id) => [id, expect.stringMatching(/^na: Declared: no /)])),
    '6.5': expect.stringMatching(/^na: The platform has no MQTT: /),
    ...Object.fromEntries(['6.6', '6.7', '6.8'].map((id) => [id, expect.stringMatching(/^skip: .*--cluster/)])),
  };

  test('the report is right, item by item, within a minute', async () => {
    const file = join(folder, 'report.html');
    const outcome = await verify('--write', ...receiver(), '--json', '--timeout', '30', '--html', file);
    const report = reported(outcome);
    const { passed, others } = sorted(report);
    expect(others).toEqual(expected);
    expect(passed).toEqual(
      expect.arrayContaining(['0.1', '0.6', '0.7', '1.7', '2.3', '3.1', '6.1', '6.2', '6.4', '7.1', '8.1']),
    );
    expect([outcome.code, report.left]).toEqual([0, []]);
    expect(outcome.seconds).toBeLessThan(60);
    const everything = outcome.stdout + outcome.stderr + readFileSync(file, 'utf8');
    expect(everything).not.toContain(users.secretOf('verify'));
    expect(everything).not.toMatch(/eyJ[\w-]{20}/);
    const left = await send('GET', '/entities?type=CitykitVerification', 'parking');
    expect(JSON.parse(left.text)).toEqual([]);
  });

  test('its catalogue violates no shape of DCAT-AP but one that every address violates', async () => {
    const outcome = await verify('--json', '--only', '3.1', '--suite', `dcat-ap=${dcatApShapes()}`);
    const [found] = reported(outcome).suites ?? [];
    expect(found).toMatchObject({ suite: 'dcat-ap', failed: 0 });
    expect(found!.known).toBeGreaterThan(0);
    expect(outcome.code).toBe(0);
  });

  test('of the edition 2015, one measurement goes all the way to the open data and is removed', async () => {
    const report = reported(
      await verify('--write', '--edition', '2015', '--json', '--timeout', '40', '--only', 'probe', '3.5'),
    );
    expect(sorted(report)).toEqual({ passed: ['probe', '3.5'], others: {} });
    const { text } = await send('GET', '/types', 'parking');
    expect(text).not.toContain('CitykitVerification');
  });

  test('the platform verifies itself: its last report is behind the gateway, and among the metrics', async () => {
    const url = 'https://api.izmir.example/verify/report.json';
    const token = await users.token('reader');
    await until('the first report is there', async () => (await publicCall(gateway, url, { token })).status === 200);
    expect((await publicCall(gateway, url)).status).toBe(401);
    const report = tryReport(JSON.parse((await publicCall(gateway, url, { token })).text));
    const failed = report?.results.filter(({ status }) => status === 'fail').map(({ id }) => id);
    // The example of a place of interest names one that nobody has.
    expect(failed).toEqual(['1.6', '3.3']);
    const page = await publicCall(gateway, url.replace('.json', '.html'), { token });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const { text } = await verification.call('/metrics', { port: 'metrics' });
    expect(text).toContain('citykit_verify_musts_failed 1\n');
    expect(verification.log()).not.toMatch(/eyJ[\w-]{20}/);
    expect(verification.peakMebibytes()).toBeLessThan(verification.pod.main.memoryMebibytes);
    proof('Verification', 'kubernetes', 'started');
    proof('Verification', 'kubernetes', 'secured', 'its report is for who has a role; it reads as a viewer');
  });

  test('a type without a model fails exactly the two checks that look for it', async () => {
    const stray = { id: 'urn:ngsi-ld:Stray:1', type: 'Stray', mood: { type: 'Property', value: 1 } };
    await send('POST', '/entities', 'parking', { ...stray, '@context': [] });
    const before = ['2.1', '2.3', '2.4', '3.1', '0.2'];
    const { passed, others } = sorted(reported(await verify('--json', '--timeout', '40', '--only', ...before)));
    await send('DELETE', '/entities/urn:ngsi-ld:Stray:1', 'parking');
    expect(Object.keys(others).sort()).toEqual(['2.1', '2.4']);
    expect(passed.sort()).toEqual(['0.2', '2.3', '3.1']);
  });

  test('without the broker the run comes to its end, and what does not need it passes', async () => {
    await broker.stop('SIGKILL');
    const outcome = await verify('--json', '--timeout', '30');
    expect(outcome.code).toBe(2);
    const { passed, others } = sorted(reported(outcome));
    expect(passed).toEqual(expect.arrayContaining(['0.9', '3.1', '3.2', '6.1', '6.3', '6.4']));
    expect(Object.keys(others)).toEqual(expect.arrayContaining(['0.2', '2.1', '2.3', '2.4']));
    proof('Verification', 'kubernetes', 'faulted', 'the broker killed: what needs it fails, all else is told');
  });

  test('of a platform that is gone, the first line says so within half a minute', async () => {
    await edge.stop();
    const outcome = await verify();
    expect(outcome.stderr.split('\n')[0]).toMatch(/^The platform does not answer: GET https:\/\/api\.izmir\.example/);
    expect([outcome.code, outcome.stdout]).toEqual([1, '']);
    expect(outcome.seconds).toBeLessThan(30);
  });
});
