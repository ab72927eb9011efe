import { setTimeout as sleep } from 'node:timers/promises';
import { Component } from '../../constructs/waist/component';
import { workloads } from '../../constructs/waist/graph';
import type { Service } from '../../constructs/waist/primitives';
import { openedPaths, promisedPaths } from './aws/network-paths';
import { grantedSecrets, promisedSecrets } from './aws/readable-secrets';
import { AwsPlatform } from './platform/aws-platform';
import { isByGateway, type PublicCall, publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { Writer } from './platform/writer';
import { CkanClient } from './support/ckan-client';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { standInOf } from './support/rendered/stand-ins';
import { sql } from './support/sql';
import { until } from './support/wait';

const parts = [
  'postgres',
  'redis',
  'scorpio',
  'keycloak',
  'envoy',
  'apicurio',
  'nginx',
  'java',
  'ckan',
  'solr',
] as const;

const examples = ['izmir', 'istanbul'] as const;

/** Services of AWS whose resources are settings: nothing of a platform runs in them. */
const settings = [
  ...[
    'ApplicationAutoScaling',
    'CertificateManager',
    'CloudFormation',
    'CloudWatch',
    'EC2',
    'Events',
    'IAM',
    'KMS',
    'Logs',
    'Route53',
  ],
  ...['S3', 'SNS', 'Scheduler', 'SecretsManager', 'ServiceDiscovery'],
].map((service) => `AWS::${service}`);

/** What AWS runs itself and never runs here, and what stands in its place. */
const neverRun: Readonly<Record<string, string>> = {
  'AWS::EFS': 'Folders of this machine, with the owner and the mode that the access points give.',
  'AWS::ElastiCache': 'The distribution’s Redis, over TLS and with the password of the template.',
  'AWS::ElasticLoadBalancingV2': 'The tests send what it would; its health check of the gateway is asked.',
  'AWS::Lambda':
    'The program of the function that runs tasks is called by the tests; CDK’s own asks MSK for addresses.',
  'AWS::MSK': 'No registry has Scorpio’s build for Kafka: messages stay in memory.',
  'AWS::RDS': 'The distribution’s PostgreSQL with PostGIS, whose administrator is no superuser either.',
  'AWS::WAFv2': 'Rules that AWS keeps and evaluates; nothing of them can be run anywhere else.',
  'Custom::AWS': 'Asks MSK for its addresses.',
};

describe.each(examples)('The tasks of %s', (example) => {
  let platform: AwsPlatform;

  beforeAll(() => {
    platform = new AwsPlatform(example);
  });
  afterAll(() => platform.stop());

  test('pass every gate, and are such as ECS takes and as this suite can start', () => {
    expect(platform.findings).toEqual([]);
    const { names } = platform.pods;
    expect([...names].sort()).toEqual(
      workloads(platform.city)
        .map((workload) => platform.nameOf(workload))
        .sort(),
    );
    for (const name of names) {
      const { main, init } = platform.rendered.pod(name);
      for (const { image } of [main, ...init]) expect([name, image, !!standInOf(image)]).toEqual([name, image, true]);
    }
  });

  test('are all that runs, but for what AWS runs itself, each with a reason', () => {
    const { resources } = platform.pods.assembly;
    const services = new Set(Object.values(resources).map(({ Type }) => Type.split('::').slice(0, 2).join('::')));
    const others = [...services].filter((service) => !settings.includes(service));
    expect(others.sort()).toEqual(['AWS::ECS', 'Custom::TaskRun', ...Object.keys(neverRun)].sort());
  });

  test('reach each other on exactly the ports that references name, whatever groups they are in', () => {
    const opened = openedPaths(platform);
    expect(opened.length).toBeGreaterThan(20);
    expect(opened).toEqual(promisedPaths(platform));
  });

  test('may read exactly the secrets that references name', () => {
    const granted = grantedSecrets(platform);
    expect(granted.length).toBeGreaterThan(20);
    expect(granted).toEqual(promisedSecrets(platform));
    const note = 'security groups and execution roles open exactly what references name';
    for (const { title } of Component.all(platform.city)) proof(title, 'aws', 'secured', note);
    proof('Database', 'aws', 'secured', note);
  });
});

describeRendered(parts, 'The platform of izmir as it is rendered for AWS', () => {
  let platform: AwsPlatform;
  const pods: Record<string, RunningPod> = {};
  let users: RealmUsers;
  let api = '';
  let tenant = '';
  let token = '';

  beforeAll(async () => {
    platform = new AwsPlatform('izmir');
    await platform.startServers();
  });
  afterAll(() => platform.stop());

  const needDatabase = ['broker', 'identity', 'registry', 'portal'];
  const broker = () => pods.broker!;
  const gateway = () => pods.gateway!;
  const services = (): Record<string, Service> => {
    const { broker, identity, registry, gateway, portal, publisher, devices, features, verification, monitoring } =
      platform.city;
    return {
      ...{
        broker: broker.service,
        relay: broker.relay,
        identity: identity.service!,
        registry: registry.registry,
        site: registry.site,
      },
      ...{ gateway: gateway.service, portal: portal!.service },
      ...{ search: platform.portalService('Search'), catalogue: platform.portalService('Catalogue') },
      publisher: publisher!.service,
      devices: devices!.service,
      features: features!.service,
      verification: verification!.service,
      monitoring: monitoring!.service,
    };
  };
  const begin = async (name: string) => {
    pods[name] = await platform.begin(services()[name]!);
  };
  /** Whether ECS would call each task healthy. */
  const health = async () => {
    const entries = Object.entries(pods).map(async ([name, pod]) => [name, await pod.isLive()]);
    return Object.fromEntries(await Promise.all(entries));
  };
  const allOf = (healthy: boolean) => Object.fromEntries(Object.keys(pods).map((name) => [name, healthy]));
  const ask = (path: string, call: PublicCall = {}) =>
    publicCall(gateway(), `${api}${path}`, { token, tenant, ...call });
  const write = (id: string) => ask('/entities', { method: 'POST', json: { id, type: 'Written' } });

  test('the deployment’s first task makes every database, as an administrator that is no superuser', async () => {
    const { setup } = platform.city.database;
    const { databases } = setup;
    const { PGUSER: administrator } = platform.database.administrator;
    const rights = `select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = '${administrator}'`;
    expect(await sql(platform.database.url(), rights)).toBe('f|t|t');
    for (const _ of ['first', 'again']) expect(await platform.run(setup)).toMatch(/databases and roles are ready\n$/);
    const env = platform.rendered.pod(platform.nameOf(setup)).main.env;
    for (const { name, user, passwordVariable } of databases) {
      const role = { user, password: env[passwordVariable] ?? '' };
      const said = await sql(platform.database.url(name, role), 'select current_user, current_database()');
      expect(said).toBe(`${user}|${name}`);
    }
    const why = 'its set-up task ran against a PostgreSQL of the distribution; Aurora itself is not run';
    proof('Database', 'aws', 'started', why);
  });

  test('every service starts from its task definition and gets healthy by its own check', async () => {
    // The gateway is there first. Without a server for names, which a VPC has, it may give up asking for those of others.
    for (const service of Object.values(services())) platform.rendered.announce(platform.nameOf(service));
    for (const name of ['identity', 'search', 'site', 'gateway']) await begin(name);
    for (const name of ['gateway', 'site']) await pods[name]!.untilReady();
    for (const name of ['relay', 'broker', 'registry']) {
      await begin(name);
      await pods[name]!.untilReady();
    }
    await pods.identity!.untilReady();
    await pods.search!.untilReady();
    expect(await platform.run(platform.job('portal', 'Setup'))).toMatch(/the portal is set up\n$/);
    for (const name of ['portal', 'catalogue', 'features']) {
      await begin(name);
      await pods[name]!.untilReady();
    }
    await gateway().untilReady();
    expect(await health()).toEqual(allOf(true));
    // A deployment starts it before the jobs have run.
    await begin('publisher');
    for (const pod of Object.values(pods)) {
      expect(pod.pod.main).toMatchObject({ readOnlyRoot: true, initProcess: true, capabilities: [] });
      expect(pod.log()).not.toMatch(/Read-only file system|Permission denied|OutOfMemory/);
    }
  });

  test('what the deployment runs does its work, and does it again over it', async () => {
    const { realmJob } = platform.city.identity;
    for (const again of [false, true]) {
      expect(await platform.run(realmJob)).toMatch(again ? /realm izmir: unchanged/ : /realm izmir: \d+ changes/);
      const made = await platform.run(platform.job('broker', 'Tenants'));
      for (const one of platform.city.gateway.props.tenants) expect(made).toContain(`tenant ${one}: exists`);
      expect(await platform.run(platform.job('broker', 'TenantDatabases'))).toContain('known to the broker');
      expect(await platform.run(platform.job('broker', 'Triggers'))).toContain('_broker has its triggers');
      expect(await platform.run(platform.job('broker', 'HistoryRetention'))).not.toBe('');
      const published = await platform.run(platform.job('registry', 'Publish'));
      expect(published).toContain(`model OffStreetParking: ${again ? 'unchanged' : 'registered'}`);
    }
    // It subscribes in each tenant, and waits until the tenants are set up.
    await pods.publisher!.untilReady();
    for (const name of ['devices', 'verification', 'monitoring']) {
      await begin(name);
      await pods[name]!.untilReady();
    }
  });

  test('nothing of the template’s tasks is left that was not run', () => {
    expect([...platform.started].sort()).toEqual([...platform.pods.names].sort());
  });

  test('each service stays within its memory', () => {
    for (const { pod, peakMebibytes } of Object.values(pods)) {
      const fits = peakMebibytes() < pod.main.memoryMebibytes;
      expect({ name: pod.name, fits }).toEqual({ name: pod.name, fits: true });
    }
  });

  test('a request with a token passes the gateway to the broker, and none without or for another tenant', async () => {
    [tenant = ''] = platform.city.gateway.props.tenants;
    api = `https://${platform.city.gateway.hostName('api')}/ngsi-ld/v1`;
    users = new RealmUsers(platform, pods.identity!, gateway());
    await users.add({ id: 'editor', roles: ['editor'], tenants: [tenant], lifespan: 3600 });
    token = await users.token('editor');
    const { registry } = platform.city;
    const json = { id: 'urn:ngsi-ld:Lamp:1', type: 'Lamp', '@context': [registry.contextUrl] };
    const made = await ask('/entities', { method: 'POST', json, contentType: 'application/ld+json' });
    expect([made.status, made.headers.location]).toEqual([201, `${api}/entities/urn:ngsi-ld:Lamp:1`]);
    expect((await ask('/entities/urn:ngsi-ld:Lamp:1')).status).toBe(200);
    const nobody = await ask('/entities/urn:ngsi-ld:Lamp:1', { token: undefined });
    expect([nobody.status, isByGateway(nobody)]).toEqual([401, true]);
    const elsewhere = await ask('/entities/urn:ngsi-ld:Lamp:1', { tenant: platform.city.gateway.props.tenants[1] });
    expect([elsewhere.status, isByGateway(elsewhere)]).toEqual([403, true]);
  });

  test('the gateway hands the portal, its catalogue and the data models to everybody', async () => {
    const open = async (host: string, path: string) =>
      (await publicCall(gateway(), `https://${platform.city.gateway.hostName(host)}${path}`)).status;
    const { pathname } = new URL(platform.city.registry.contextUrl);
    const statuses = [
      await open('data', '/api/3/action/status_show'),
      await open('data', '/catalog.ttl'),
      await open('models', pathname),
    ];
    const said = gateway()
      .log()
      .split('\n')
      .filter((line) => line.includes('"status":503'));
    expect({ statuses, said }).toEqual({ statuses: [200, 200, 200], said: [] });
  });

  test('the portal keeps datasets and files, and reaches its cache over TLS with the password', async () => {
    const client = new CkanClient(pods.portal!);
    const setup = platform.rendered.pod(platform.nameOf(platform.job('portal', 'Setup')));
    const cookies = await client.logIn('admin', setup.main.env.ADMIN_PASSWORD ?? '');
    const authorization = await client.makeToken('admin', cookies.map((one) => one.split(';')[0]).join('; '));
    await client.result('organization_create', { name: 'traffic' }, { authorization });
    await client.result('package_create', { name: 'places', owner_org: 'traffic' }, { authorization });
    const url = await client.upload('places', 'plan.txt', 'a'.repeat(300_000), { authorization });
    const file = await publicCall(gateway(), url);
    expect([file.status, file.text.length]).toEqual([200, 300_000]);
    expect((await client.result('package_search', { q: 'name:places' })).count).toBe(1);
    // It asks the cache for the queues, by the URL that a shell put together at the start.
    await client.result('job_list', {}, { authorization });
    expect(await platform.cache.ask('info', 'commandstats')).toMatch(/^cmdstat_smembers:calls=[1-9]/m);
    expect(pods.portal!.log()).not.toMatch(/redis|Redis/);
  });

  test('without the database no task is replaced, and none that is new is taken for healthy; with it all recover', async () => {
    expect(await health()).toEqual(allOf(true));
    await platform.database.stop();
    const ready = { broker: '/q/health/ready', registry: '/health/ready', identity: '/health/ready' };
    const refuses = async ([name, path]: [string, string]) => {
      const { ports } = pods[name]!.pod.main;
      return (await pods[name]!.call(path, { port: '9000' in ports ? '9000' : 'http' })).status === 503;
    };
    await until('the programs miss the database', async () =>
      (await Promise.all(Object.entries(ready).map(refuses))).every(Boolean),
    );
    const late = await platform.begin(services().registry!, { as: 'late' });
    const began = Date.now();
    while (Date.now() - began < 45_000) {
      expect(await health()).toEqual(allOf(true));
      expect(await late.isLive()).toBe(false);
      await sleep(5000);
    }
    // The load balancer goes on sending requests to the gateway.
    expect(await gateway().isReady()).toBe(true);
    await platform.database.start();
    if (late.alive()) await late.untilReady();
    await late.stop();
    await until(
      'the programs are ready again',
      async () => !(await Promise.all(Object.entries(ready).map(refuses))).some(Boolean),
    );
    await until('requests are answered again', async () => (await ask('/types')).status === 200);
    await until(
      'the portal answers again',
      async () => (await pods.portal!.call('/api/3/action/status_show', { headers: {} })).status === 200,
    );
    expect(await health()).toEqual(allOf(true));
    expect(needDatabase.filter((name) => !pods[name]!.alive())).toEqual([]);
    for (const { title } of Component.all(platform.city)) {
      proof(title, 'aws', 'started', 'by its task definition, as a local process; no Fargate is behind it');
      proof(title, 'aws', 'probed');
    }
    proof('Database', 'aws', 'probed', 'Aurora tells its own health; the platform has no check of it to run.', 'n/a');
  });

  test('a broker that is killed loses nothing that it acknowledged, and its task is started again', async () => {
    const writer = new Writer('broker', write);
    let gone = 0;
    try {
      await until('writes are acknowledged', () => writer.acknowledged.length >= 20);
      await broker().stop('SIGKILL');
      gone = Date.now();
      await sleep(3000);
      await begin('broker');
      await broker().untilReady();
      const works = async () => (await write(`urn:ngsi-ld:Probe:${Date.now()}`)).status === 201;
      await until('writes are acknowledged again', works);
      const before = writer.acknowledged.length;
      await until('so are the writer’s', () => writer.acknowledged.length >= before + 10);
    } finally {
      await writer.end();
    }
    const lost: string[] = [];
    for (const id of writer.acknowledged) if ((await ask(`/entities/${id}`)).status !== 200) lost.push(id);
    expect(lost).toEqual([]);
    expect(writer.since(gone).some(({ status }) => status === 503)).toBe(true);
    proof('Context broker', 'aws', 'faulted', 'killed while clients wrote, and started again from its task definition');
    const same =
      'The same program with the same settings as on Kubernetes, where it is shown; that ECS starts a task again cannot be.';
    for (const { title } of Component.all(platform.city)) {
      if (title !== 'Context broker') proof(title, 'aws', 'faulted', same, 'n/a');
    }
    proof('Database', 'aws', 'faulted', 'Failing over to a reader is Aurora’s own.', 'n/a');
    proof('Context broker', 'aws', 'restarted');
    const asThere =
      'The same programs with the same settings as on Kubernetes, where it is shown; what AWS does of it cannot be run.';
    for (const title of [...Component.all(platform.city).map((component) => component.title), 'Database']) {
      if (title !== 'Context broker') proof(title, 'aws', 'restarted', asThere, 'n/a');
      for (const aspect of ['upgraded', 'rotated', 'restored'] as const) proof(title, 'aws', aspect, asThere, 'n/a');
    }
  });
});
