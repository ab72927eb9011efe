import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityModels } from '../../constructs/platform/city-models';
import type { Report } from '../../verify/report';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { TlsEdge } from './platform/tls-edge';
import { environment } from './support/environment';
import { freePort } from './support/free-port';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

const parts = ['postgres', 'redis', 'solr', 'ckan', 'scorpio', 'keycloak', 'java', 'nginx', 'envoy'] as const;
const program = join(__dirname, '../../dist/cli/citykit.js');
const spec = join(__dirname, '../../examples/izmir/city.yaml');

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

describeRendered(parts, 'citykit verify of the platform of izmir as it is rendered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-real-verify-'));
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
    gateway = await platform.start(city.gateway.service);
    keycloak = await starting;
    await keycloak.untilReady();
    await platform.run(city.identity.realmJob);
    verification = await platform.start(city.verification!.service);
    const { network } = platform.rendered;
    edge = await TlsEdge.start(network, gateway, city.gateway.domain, city.gateway.hosts);
    receiverPort = await freePort();
    await network.forward('verifier.izmir.example', 8080, receiverPort);
    users = new RealmUsers(platform, keycloak, gateway);
    await users.add({ id: 'verify', roles: ['editor'], tenants: ['parking', 'traffic'] });
    await users.add({ id: 'reader', roles: ['viewer'], tenants: ['parking'] });
    await store();
    // The publisher makes its datasets one after the other.
    const shown = async () => {
      const { text } = await publicCall(gateway, 'https://data.izmir.example/api/3/action/package_list');
      return (JSON.parse(text) as { result: string[] }).result.length === city.city.openData.length;
    };
    await until('every dataset is published', () => shown().catch(() => false), 240);
  }, 900_000);
  afterAll(async () => {
    await edge?.stop();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  /** An example of each model, as a client sends it. */
  async function store(): Promise<void> {
    for (const { type } of cityModels(platform.city.city)) {
      const { text } = await site.call(`/examples/${type}.jsonld`);
      const { status, text: says } = await send('POST', '/entities', 'parking', JSON.parse(text));
      if (status !== 201) throw new Error(`${type}: ${status} ${says}`);
    }
  }

  async function send(method: string, path: string, tenant: string, body?: unknown) {
    return broker.call(`/ngsi-ld/v1${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenant },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** The command as a user calls it, where the platform's public names lead to its edge. */
  function verify(...args: readonly string[]): Promise<Outcome> {
    const began = Date.now();
    const hosts = 'mount --bind "$0" /etc/hosts && exec "$@"';
    const command = ['--mount', '--propagation', 'private', 'sh', '-c', hosts, platform.rendered.network.hostsFile];
    const call = [process.execPath, program, 'verify', spec, '--ca', edge.authority, ...args];
    const child = spawn('unshare', [...command, ...call], {
      env: environment({ CITYKIT_CLIENT_ID: 'verify', CITYKIT_CLIENT_SECRET: users.secretOf('verify') }),
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
      });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, ...said, seconds: (Date.now() - began) / 1000 }));
    });
  }
  const reported = (outcome: Outcome): Report => {
    const { report } = JSON.parse(outcome.stdout) as { report: Report | null };
    if (!report) throw new Error(JSON.stringify(outcome));
    return report;
  };
  const statuses = ({ results }: Report) =>
    Object.fromEntries(
      results.map(({ id, status, evidence }) => [id, status === 'pass' ? 'pass' : `${status}: ${evidence.says}`]),
    );
  const receiver = () => ['--receiver', 'http://verifier.izmir.example:8080', '--listen', `127.0.0.1:${receiverPort}`];

  test('the report is right, item by item, within a minute', async () => {
    const outcome = await verify('--write', ...receiver(), '--json', '--html', join(folder, 'report.html'));
    const report = reported(outcome);
    expect(statuses(report)).toEqual({});
    expect([outcome.code, outcome.stderr, report.left]).toEqual([0, '', []]);
    expect(outcome.seconds).toBeLessThan(60);
  }, 120_000);
});
