import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CityInput } from '../../constructs/spec/city';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { ObjectStore } from './platform/object-store';
import { publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { CkanClient, cookieHeader } from './support/ckan-client';
import { environment } from './support/environment';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';

const parts = [
  ...(['postgres', 'scorpio', 'keycloak', 'apicurio', 'envoy', 'nginx', 'java'] as const),
  ...(['redis', 'solr', 'ckan', 'moto', 'restic'] as const),
];
const store = new ObjectStore('s3.town.example', 'backups');

/** Of small-town, on a cluster with an operator and a store for backups. */
const first: Partial<CityInput> = {
  profile: 'pilot',
  domain: 'town.example',
  contact: { email: 'it@town.example' },
  broker: { notifications: [{ host: '*' }] },
  targets: {
    kubernetes: {
      objectStore: { endpoint: `https://${store.host}`, bucket: store.bucket, secretName: 'object-store' },
    },
  },
};

/** A year later: more of everything. */
const grown: Partial<CityInput> = {
  ...first,
  title: 'Greater Small Town',
  languages: ['en', 'fi'],
  tenants: [{ id: 'parking' }, { id: 'air' }],
  dataModels: ['OffStreetParking', 'WeatherObserved', 'AirQualityObserved'],
  load: { messagesPerSecond: 30 },
  history: { retentionDays: 60 },
  identity: { passwordMinLength: 14 },
};

describeRendered(parts, 'A platform with everything in it, on the days after the first', () => {
  let platform: LivePlatform;
  let pods: RunningPod[] = [];
  let gateway: RunningPod;
  let keycloak: RunningPod;
  let registry: RunningPod;
  let portal: CkanClient;
  let file = '';
  let table = '';
  const tenant = 'parking';
  const api = 'https://api.town.example/ngsi-ld/v1';
  const backups = mkdtempSync(join(tmpdir(), 'citykit-backups-'));
  const archive = join(backups, 'wal');
  const archiving = { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` };

  beforeAll(async () => {
    platform = new LivePlatform(exampleCity('small-town', first));
    await store.start(platform.rendered);
    mkdirSync(archive);
    await platform.database.start(archiving);
    await comeUp();
  });
  afterAll(async () => {
    await platform.stop();
    await store.stop();
    rmSync(backups, { recursive: true, force: true });
  });

  /** Everything is applied: each job runs, and each program starts. */
  async function comeUp(): Promise<void> {
    const { city, rendered } = platform;
    const start = async (name: string) => {
      const pod = await rendered.start(name);
      await pod.untilReady();
      pods.push(pod);
    };
    await platform.run(city.database.setup);
    keycloak = await platform.start(city.identity.service!);
    await platform.run(city.identity.realmJob);
    const site = await platform.start(city.registry.site);
    registry = await platform.start(city.registry.registry);
    await platform.run(platform.job('registry', 'Publish'));
    const { broker, relay } = await platform.startBroker();
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
    await start('small-town-portal-cache');
    await start('small-town-portal-search');
    await platform.run(platform.job('portal', 'Setup'));
    const ckan = await platform.start(city.portal!.service);
    portal = new CkanClient(ckan);
    gateway = await platform.start(city.gateway.service);
    pods.push(site, registry, broker, relay, ckan, gateway);
  }

  async function goDown(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all([keycloak, ...pods].map((pod) => pod.stop(signal)));
    pods = [];
  }

  const path = '/apis/registry/v3/groups/own/artifacts';
  const spot = { id: 'urn:ngsi-ld:OffStreetParking:1', type: 'OffStreetParking' };
  const free = (value: number) => ({ availableSpotNumber: { type: 'Property', value } });

  /** Somebody of the realm, through the gateway. */
  async function machine() {
    const users = new RealmUsers(platform, keycloak, gateway);
    const ask = async (call: object, at = '/entities') =>
      publicCall(gateway, `${api}${at}`, {
        ...{ token: await users.token('meter'), tenant },
        ...call,
      });
    return { users, ask };
  }

  /** Somebody who may write in the portal: each time with a session and a token of its own. */
  async function administrator() {
    const { ADMIN_NAME = '', ADMIN_PASSWORD = '' } = platform.rendered.pod('small-town-portal-setup').main.env;
    const authorization = await portal.makeToken(
      ADMIN_NAME,
      cookieHeader(await portal.logIn(ADMIN_NAME, ADMIN_PASSWORD)),
    );
    return { authorization };
  }

  /** What each component has of what was stored on the first day. */
  async function kept() {
    const { users, ask } = await machine();
    await users.find('meter');
    const entity = await ask({}, `/entities/${spot.id}`);
    const subscription = await ask({}, '/subscriptions/urn:ngsi-ld:Subscription:1');
    const schema = await registry.call(`${path}/own/versions/1/content`);
    const rows = await portal.result('datastore_search', { resource_id: table });
    return {
      broker: [entity.status, JSON.parse(entity.text).availableSpotNumber?.value, subscription.status],
      registry: [schema.status, schema.text],
      portal: [
        (await portal.result('package_search', { q: 'parking' })).count,
        rows.records,
        (await portal.get(new URL(file).pathname)).text,
      ],
    };
  }
  const all = (spots: number) => ({
    broker: [200, spots, 200],
    registry: [200, '{"type":"object"}'],
    portal: [1, [{ _id: 1, name: 'Market square' }], 'a plan'],
  });

  /** Each component takes what is new. */
  async function takes(spots: number) {
    const { users, ask } = await machine();
    await users.find('meter');
    const changed = await ask({ method: 'PATCH', json: free(spots) }, `/entities/${spot.id}/attrs`);
    const published = await registry.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ artifactId: `of-${spots}`, artifactType: 'JSON' }),
    });
    const dataset = { name: `of-${spots}`, owner_org: 'traffic' };
    const made = await portal.action('package_create', dataset, await administrator());
    return [changed.status, published.status, made.status];
  }

  const noted = (aspect: 'upgraded' | 'rotated' | 'restored', note: string) => {
    for (const title of ['Identity', 'Context broker', 'Data model registry', 'Open data portal', 'Database'])
      proof(title, 'kubernetes', aspect, note);
  };

  test('each component keeps something, and identity when it was killed', async () => {
    const { users, ask } = await machine();
    await users.add({ id: 'meter', roles: ['editor'], tenants: [tenant] });
    expect((await ask({ method: 'POST', json: { ...spot, ...free(1) } })).status).toBe(201);
    const subscription = {
      ...{ id: 'urn:ngsi-ld:Subscription:1', type: 'Subscription', entities: [{ type: spot.type }] },
      notification: { endpoint: { uri: 'https://receiver.example/', accept: 'application/json' } },
    };
    expect((await ask({ method: 'POST', json: subscription }, '/subscriptions')).status).toBe(201);
    const version = { version: '1', content: { content: '{"type":"object"}', contentType: 'application/json' } };
    const artifact = { artifactId: 'own', artifactType: 'JSON', firstVersion: version };
    const headers = { 'content-type': 'application/json' };
    expect((await registry.call(path, { method: 'POST', headers, body: JSON.stringify(artifact) })).status).toBe(200);
    const by = await administrator();
    await portal.result('organization_create', { name: 'traffic', title: 'Traffic department' }, by);
    await portal.result('package_create', { name: 'parking', owner_org: 'traffic' }, by);
    const places = {
      resource: { package_id: 'parking', name: 'Places', format: 'CSV' },
      fields: [{ id: 'name', type: 'text' }],
      records: [{ name: 'Market square' }],
    };
    table = (await portal.result('datastore_create', places, by)).resource_id ?? '';
    file = await portal.upload('parking', 'plan.txt', 'a plan', by);
    expect(await kept()).toEqual(all(1));
    await keycloak.stop('SIGKILL');
    keycloak = await platform.start(platform.city.identity.service!);
    expect(await kept()).toEqual(all(1));
    proof('Identity', 'kubernetes', 'restarted');
  });

  test('all of it is there when the spec has changed, every job has run again and every program has started from it', async () => {
    await goDown();
    platform.update(exampleCity('small-town', grown));
    await comeUp();
    expect(await kept()).toEqual(all(1));
    expect(await takes(2)).toEqual([204, 200, 200]);
    expect((await portal.result('status_show', {})).site_title).toBe('Greater Small Town');
    const users = new RealmUsers(platform, keycloak, gateway);
    await users.add({ id: 'air-meter', roles: ['editor'], tenants: ['air'] });
    const json = { ...spot, ...free(9) };
    const call = { method: 'POST', tenant: 'air', token: await users.token('air-meter'), json };
    expect((await publicCall(gateway, `${api}/entities`, call)).status).toBe(201);
    noted('upgraded', 'a changed spec over a filled platform; the programs had the same versions');
    proof(
      'Gateway',
      'kubernetes',
      'upgraded',
      'a changed spec over a filled platform; the programs had the same versions',
    );
  });

  test('all of it is there when every password was renewed', async () => {
    await goDown();
    const before = platform.database.url();
    platform.update(exampleCity('small-town', { ...grown, rotation: 1 }));
    // What the operator does when the Secret of its Cluster is another.
    await sql(before, `alter role postgres password '${platform.database.administrator.PGPASSWORD}'`);
    await comeUp();
    expect(await kept()).toEqual(all(2));
    expect(await takes(3)).toEqual([204, 200, 200]);
    noted('rotated', 'every password renewed; that of the database’s administrator is changed by the operator');
    proof('Gateway', 'kubernetes', 'rotated', 'It holds no password.', 'n/a');
  });

  test('all of it is there when database and files were lost, by the archive up to a moment and the last copy of the files', async () => {
    const base = join(backups, 'base');
    const url = platform.database.url();
    execFileSync('pg_basebackup', ['--dbname', url, '--pgdata', base, '--wal-method', 'none', '--checkpoint', 'fast'], {
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    expect(await takes(4)).toEqual([204, 200, 200]);
    const copied = await platform.rendered.run('small-town-portal-files-backup');
    expect(copied).toEqual({ exitCode: 0, log: expect.stringContaining('created restic repository') });
    expect((await platform.rendered.run('small-town-portal-files-backup')).log).toContain('using parent snapshot');

    const moment = await sql(url, 'select clock_timestamp()');
    expect(await takes(5)).toEqual([204, 200, 200]);
    await sql(url, 'select pg_switch_wal()');
    await goDown('SIGKILL');
    await platform.database.stop();
    platform.rendered.loseClaim('small-town-portal-files');
    rmSync(platform.database.dataFolder, { recursive: true });
    cpSync(base, platform.database.dataFolder, { recursive: true });
    writeFileSync(join(platform.database.dataFolder, 'recovery.signal'), '');
    execFileSync('chown', ['-R', 'postgres:', platform.database.dataFolder]);
    renameSync(archive, join(backups, 'before'));
    mkdirSync(archive);
    await platform.database.start({
      ...archiving,
      restore_command: `cp ${join(backups, 'before')}/%f %p`,
      recovery_target_time: moment,
      recovery_target_action: 'promote',
    });

    const targets = {
      kubernetes: { ...first.targets?.kubernetes, restore: { number: 1, until: '2027-03-01T06:30:00Z' } },
    };
    platform.update(exampleCity('small-town', { ...grown, rotation: 2, targets }));
    await sql(url, `alter role postgres password '${platform.database.administrator.PGPASSWORD}'`);
    const back = await platform.rendered.run('small-town-portal-files-restore');
    expect(back).toEqual({ exitCode: 0, log: expect.stringMatching(/Restored \d+ files/) });
    await comeUp();
    expect(await kept()).toEqual(all(4));
    expect(await takes(6)).toEqual([204, 200, 200]);
    noted(
      'restored',
      'PostgreSQL’s base backup and log in the operator’s place; files by the rendered jobs, from moto',
    );
    proof('Gateway', 'kubernetes', 'restored', 'It keeps nothing.', 'n/a');
  });
});
