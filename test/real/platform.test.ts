import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tenantDatabaseName } from '../../constructs/components/context-broker/tenant-databases';
import { cityModels } from '../../constructs/platform/city-models';
import { nameOf } from '../../constructs/waist/names';
import type { Service } from '../../constructs/waist/primitives';
import { AdminApi } from '../../programs/apply-realm/admin-api';
import { fencesOf } from '../package/support/fences';
import { askAll, type Bearer } from './platform/gateway-matrix';
import { LivePlatform } from './platform/live-platform';
import { isByGateway, type PublicCall, publicCall } from './platform/public-client';
import { claimsOf, RealmUsers } from './platform/realm-users';
import { Subscriber } from './platform/subscriber';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { standInOf } from './support/rendered/stand-ins';
import { sql } from './support/sql';
import { Signer } from './support/tokens';
import { until } from './support/wait';

const parts = ['postgres', 'scorpio', 'keycloak', 'envoy', 'apicurio', 'nginx', 'java'] as const;

/** What is rendered and never runs here, and why. */
const neverRun: Readonly<Record<string, string>> = {
  'docker.io/library/busybox': 'Its one script waits for ports, and starts in the order of the tests find them open.',
  'docker.io/postgis/postgis': 'The distribution’s PostgreSQL with PostGIS runs in its place, on a port of its own.',
  'Cluster postgresql.cnpg.io':
    'An operator runs it, which needs a cluster: the distribution’s PostgreSQL in its place.',
  'Kafka kafka.strimzi.io': 'No registry has Kafka as an image or Scorpio’s build for it: messages stay in memory.',
};

test.each(['small-town', 'izmir', 'istanbul'])(
  'every program of %s has a stand-in for its image, or a reason',
  (example) => {
    const platform = new LivePlatform(example);
    expect(platform.images().filter((image) => !standInOf(image) && !(image.split(':')[0]! in neverRun))).toEqual([]);
    expect(platform.operated().filter((kind) => !(kind in neverRun))).toEqual([]);
  },
);

test.each(['small-town', 'izmir', 'istanbul'])(
  'every connection that %s may open has its place on the server',
  (example) => {
    const { city, rendered, objects } = new LivePlatform(example);
    const copies = ({ replicas, replacesBeforeStart }: Service) => replicas.max + (replacesBeforeStart ? 0 : 1);
    const pool = (service: Service, variable: string) =>
      Number(rendered.pod(nameOf(service)).main.env[variable]) * copies(service);
    const uwsgi = rendered.pod(nameOf(city.portal!.service)).main.command ?? [];
    const number = (option: string) => Number(uwsgi[uwsgi.indexOf(option) + 1]);
    const [, most] = /max_connections(?:=|":")(\d+)/.exec(JSON.stringify(objects)) ?? [];
    const tenants = city.gateway.props.tenants.length;
    const opened = {
      // And those of another pool, which moves the tables of a tenant on.
      broker:
        pool(city.broker.service, 'QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE') * (tenants + 1) +
        pool(city.broker.service, 'POOL_MAXSIZE'),
      identity: pool(city.identity.service!, 'KC_DB_POOL_MAX_SIZE'),
      registry: pool(city.registry.registry, 'APICURIO_DATASOURCE_JDBC_MAX_SIZE'),
      // Each thread asks the database, and writes to and reads from the datastore.
      portal: number('--processes') * number('--threads') * 3 * copies(city.portal!.service),
    };
    // Jobs and the administrator need some too.
    const all = Object.values(opened).reduce((sum, count) => sum + count, 15);
    expect({ ...opened, enough: Number(most) >= all }).toEqual({ ...opened, enough: true });
  },
);

describeRendered(parts, 'The platform of small-town as it is rendered', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let registry: RunningPod;
  let site: RunningPod;
  let keycloak: RunningPod;
  let gateway: RunningPod;

  beforeAll(() => {
    platform = new LivePlatform('small-town');
    return platform.database.start();
  });
  afterAll(() => platform.stop());

  const setup = () => platform.city.database.setup;
  const admin = (statement: string, database?: string) => sql(platform.database.url(database), statement);
  const role = (user: string) => {
    const variable = `${user.replace('small_town_', '').toUpperCase()}_PASSWORD`;
    const password = platform.rendered.pod(nameOf(setup())).main.env[variable];
    if (password === undefined) throw new Error(`the setup job has no password of ${user}`);
    return { user, password };
  };
  const as = (user: string, database: string, statement: string) =>
    sql(platform.database.url(database, role(user)), statement);
  const databases = async () =>
    (await admin('select datname from pg_database where datallowconn order by 1')).split('\n');
  const users = ['broker', 'ckan', 'ckan_datastore', 'ckan_datastore_reader', 'keycloak', 'registry'].map(
    (name) => `small_town_${name}`,
  );
  const reached = async () => {
    const found: Record<string, string[]> = {};
    for (const user of users) {
      found[user] = [];
      for (const database of await databases()) {
        await as(user, database, 'select 1').then(
          () => found[user]?.push(database),
          () => undefined,
        );
      }
    }
    return found;
  };
  const eachItsOwn = {
    small_town_ckan: ['small_town_ckan'],
    small_town_ckan_datastore: ['small_town_ckan_datastore'],
    small_town_ckan_datastore_reader: ['small_town_ckan_datastore'],
    small_town_keycloak: ['small_town_keycloak'],
    small_town_broker: [tenantDatabaseName('parking'), 'small_town_broker'],
    small_town_registry: ['small_town_registry'],
  };

  describe('the databases', () => {
    test('a setup killed at any point is completed by the next run', async () => {
      const killed: string[] = [];
      for (const name of ['', 'keycloak', 'broker', 'registry', 'ckan_datastore']) {
        const line = name && `database small_town_${name}`;
        const job = await platform.rendered.start(nameOf(setup()));
        await until(`the setup says '${line}'`, () => job.log().includes(line) || !job.alive());
        await job.stop('SIGKILL');
        killed.push(job.log().includes('databases and roles are ready') ? 'finished' : 'killed');
      }
      expect(killed).toEqual(['killed', 'killed', 'killed', 'killed', 'killed']);
      expect(await platform.run(setup())).toMatch(/databases and roles are ready\n$/);
      expect(await reached()).toEqual(eachItsOwn);
    });

    test('no role is more than it must be, and none makes databases', async () => {
      const all = 'rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls';
      expect(
        await admin(`select rolname, ${all} from pg_roles where rolname in ('${users.join("','")}') order by 1`),
      ).toBe(users.map((user) => `${user}|f|f|f|f|f`).join('\n'));
      expect(
        await as(
          'small_town_broker',
          tenantDatabaseName('parking'),
          "select st_astext(st_point(1, 2)) || ', ' || usesuper from pg_user where usename = current_user",
        ),
      ).toBe('POINT(1 2), false');
      const make = as('small_town_broker', 'small_town_broker', 'create database probe');
      await expect(make).rejects.toThrow('permission denied');
    });

    test('the reader reads what its owner makes later, and writes nothing', async () => {
      const datastore = 'small_town_ckan_datastore';
      await as(datastore, datastore, 'create table rows (id int); insert into rows values (7)');
      const reader = (statement: string) => as(`${datastore}_reader`, datastore, statement);
      expect(await reader('select id from rows')).toBe('7');
      for (const statement of [
        'insert into rows values (8)',
        'delete from rows',
        'drop table rows',
        'create table mine ()',
      ]) {
        await expect(reader(statement)).rejects.toThrow(/permission denied|must be owner/);
      }
      await as(datastore, datastore, 'drop table rows');
    });

    test('a second run changes nothing, and a changed password counts after it', async () => {
      const state = () => admin('select datname, datdba, datacl from pg_database order by 1');
      const before = await state();
      const user = 'small_town_registry';
      const old = { user, password: platform.rendered.rotate(nameOf(setup()), 'REGISTRY_PASSWORD') };
      await platform.run(setup());
      expect(await state()).toBe(before);
      expect(await reached()).toEqual(eachItsOwn);
      await expect(sql(platform.database.url(user, old), 'select 1')).rejects.toThrow('password authentication');
      const own =
        'its setup, on a PostgreSQL with PostGIS of the test’s own; the server is the operator’s or the city’s';
      proof('Database', 'kubernetes', 'started', own);
      proof('Database', 'kubernetes', 'secured', 'each role reaches its own database and no other');
      proof('Database', 'kubernetes', 'probed', 'The operator of the database asks it; nothing is rendered.', 'n/a');
    });
  });

  describe('the start', () => {
    test('every program starts from its image’s entrypoint, its environment and files, as a user of its own', async () => {
      const { registry: models, identity, gateway: entry } = platform.city;
      // The Keycloak of the image builds itself at each start, half a minute of work.
      const keycloakStarts = platform.begin(identity.service!, { unbuilt: true });
      site = await platform.start(models.site);
      broker = (await platform.startBroker()).broker;
      registry = await platform.start(models.registry);
      gateway = await platform.start(entry.service);
      keycloak = await keycloakStarts;
      await keycloak.untilReady();
      for (const pod of [site, broker, registry, gateway, keycloak]) {
        expect(pod.pod.main).toMatchObject({ readOnlyRoot: true, user: { uid: expect.any(Number) } });
        expect(pod.log()).not.toMatch(/Read-only file system|Permission denied|OutOfMemory/);
      }
    });

    test('each stays within its memory', () => {
      const used = [site, broker, registry, gateway, keycloak].map((pod) => ({
        name: pod.pod.name,
        peak: Math.round(pod.peakMebibytes()),
        limit: pod.pod.main.memoryMebibytes,
      }));
      for (const { name, peak, limit } of used) {
        expect({ name, fits: peak < limit }).toEqual({ name, fits: true });
      }
    });

    test('Scorpio answers a probe without an Accept header, which its API refuses', async () => {
      expect((await broker.call('/ngsi-ld/v1/types', { headers: {} })).status).toBe(406);
      expect((await broker.call('/q/health/ready', { headers: {} })).status).toBe(200);
    });

    test('the jobs do their work, and again over it', async () => {
      const tenants = platform.job('broker', 'Tenants');
      for (const again of [false, true]) {
        expect(await platform.run(platform.city.identity.realmJob)).toMatch(
          again ? /realm small-town: unchanged/ : /realm small-town: \d+ changes/,
        );
        expect(await platform.run(tenants)).toContain('tenant parking: exists');
        expect(await platform.run(platform.job('registry', 'Publish'))).toContain(
          `model OffStreetParking: ${again ? 'unchanged' : 'registered'}`,
        );
      }
    });

    test('the first person is made with the lines of the guide, and has to choose a password', async () => {
      const guide = readFileSync(join(__dirname, '../../docs/guide/people.md'), 'utf8');
      const script = /<<'ADD'\n([\s\S]*?)\nADD\n/.exec(guide)?.[1] ?? '';
      const [program = '', ...args] = keycloak.inside([
        'bash',
        '-s',
        'small-town',
        'aino',
        'aino@town.example',
        'editor',
        'parking',
      ]);
      // Not awaited synchronously: Keycloak's way to its database leads through this process.
      const said = await new Promise<string>((resolve, reject) => {
        const shell = execFile(program, args, (error, output) => (error ? reject(error) : resolve(output)));
        shell.stdin?.end(script);
      });
      expect(said).toMatch(/aino signs in once with \S{24}1aA\n$/);
      const url = `http://${keycloak.address}:${keycloak.pod.main.ports.http}`;
      const { KC_BOOTSTRAP_ADMIN_USERNAME: username = '', KC_BOOTSTRAP_ADMIN_PASSWORD: password = '' } =
        keycloak.pod.main.env;
      const api = new AdminApi({ url, adminRealm: 'master', credentials: { username, password } });
      const [person] = await api.get<{ id: string; requiredActions: string[] }[]>('/small-town/users?username=aino');
      expect(person).toMatchObject({ enabled: true, requiredActions: ['UPDATE_PASSWORD'] });
      const of = (what: string) => api.get<object[]>(`/small-town/users/${person?.id}/${what}`);
      expect(await of('groups')).toMatchObject([{ path: '/tenants/parking' }]);
      expect(await of('role-mappings/realm')).toEqual(
        expect.arrayContaining([expect.objectContaining({ name: 'editor' })]),
      );
    });

    test('the broker runs on what the setup made, and its tenants are closed to everybody else', async () => {
      await platform.run(platform.job('broker', 'TenantDatabases'));
      await platform.run(platform.job('broker', 'Triggers'));
      const tenants = (await databases()).filter((name) => /^ngb.+/.test(name));
      expect(tenants).toHaveLength(1);
      expect(await reached()).toEqual(eachItsOwn);
      // Scorpio closes connections that nobody uses for a while.
      const headers = { accept: 'application/json', 'NGSILD-Tenant': 'parking' };
      expect((await broker.call('/ngsi-ld/v1/types', { headers })).status).toBe(200);
      expect(
        await admin(
          `select count(*) from pg_stat_activity where usename = 'small_town_broker' and datname = '${tenants[0]}'`,
        ),
      ).not.toBe('0');
    });
  });

  describe('the context site', () => {
    test('serves the models, their contexts for ever, and nothing else', async () => {
      const { pathname } = new URL(platform.city.registry.contextUrl);
      const context = await site.call(pathname);
      expect([context.status, context.headers['content-type'], context.headers['cache-control']]).toEqual([
        200,
        'application/ld+json; charset=utf-8',
        'public, max-age=31536000, immutable',
      ]);
      expect(Object.keys(JSON.parse(context.text))).toEqual(['@context']);
      const wanted = ['/', '/context.jsonld', '/nginx/nginx.conf', '/../nginx/nginx.conf', '/context/v1/'];
      const statuses = await Promise.all(wanted.map(async (path) => (await site.call(path)).status));
      expect(statuses).toEqual([200, 200, 404, 400, 404]);
    });

    test('says what each file is, and that it may be compressed', async () => {
      const types = { '/schemas/OffStreetParking.schema.json': 'application/schema+json; charset=utf-8' };
      for (const [path, type] of Object.entries({ ...types, '/openapi.json': 'application/json' })) {
        const { headers } = await site.call(path, { headers: { 'accept-encoding': 'gzip' } });
        expect([path, headers['content-type'], headers['content-encoding'], headers.vary]).toEqual([
          path,
          type,
          'gzip',
          'Accept-Encoding',
        ]);
      }
    });

    test('the registry holds the schemas that the site serves', async () => {
      const held = await registry.call(
        '/apis/registry/v3/groups/data-models/artifacts/OffStreetParking/versions/branch=latest/content',
      );
      expect(held.status).toBe(200);
      const id = (JSON.parse(held.text) as { $id: string }).$id;
      expect(JSON.parse((await site.call(new URL(id).pathname)).text)).toEqual(JSON.parse(held.text));
    });
  });

  gatewayTests(() => ({ platform, gateway, keycloak, broker, site }), { contexts: 'unreachable' });

  describe('the probes', () => {
    test('without the database nobody is ready who needs it, and nobody is restarted; with it all recover', async () => {
      const pods = { broker, keycloak, registry, gateway, site };
      const states = async () => {
        const entries = Object.entries(pods).map(async ([name, pod]) => [
          name,
          await pod.isReady(),
          await pod.isLive(),
        ]);
        return Object.fromEntries((await Promise.all(entries)).map(([name, ready, live]) => [name, { ready, live }]));
      };
      const well = { ready: true, live: true };
      const all = { broker: well, keycloak: well, registry: well, gateway: well, site: well };
      expect(await states()).toEqual(all);
      await platform.database.stop();
      const waiting = { ready: false, live: true };
      const without = { ...all, broker: waiting, keycloak: waiting, registry: waiting };
      await until(
        'the three are unready',
        async () => JSON.stringify(await states()) === JSON.stringify(without),
      ).catch(async () => expect(await states()).toEqual(without));
      await platform.database.start();
      await until('all are ready', async () => JSON.stringify(await states()) === JSON.stringify(all)).catch(async () =>
        expect(await states()).toEqual(all),
      );
      for (const title of ['Context broker', 'Identity', 'Data model registry', 'Gateway']) {
        proof(title, 'kubernetes', 'started');
        proof(title, 'kubernetes', 'probed');
      }
    });
  });
});

for (const example of ['izmir', 'istanbul']) {
  describeRendered(parts, `The platform of ${example} as it is rendered`, () => {
    let platform: LivePlatform;
    let pods: { site: RunningPod; broker: RunningPod; gateway: RunningPod; keycloak: RunningPod };

    beforeAll(async () => {
      platform = new LivePlatform(example);
      const { database, registry, gateway, identity } = platform.city;
      await platform.database.start();
      await platform.run(database.setup);
      const keycloak = await platform.begin(identity.service!);
      pods = {
        keycloak,
        site: await platform.start(registry.site),
        broker: (await platform.startBroker()).broker,
        gateway: await platform.start(gateway.service),
      };
      for (const job of ['Tenants', 'TenantDatabases', 'Triggers']) await platform.run(platform.job('broker', job));
      await keycloak.untilReady();
      await platform.run(identity.realmJob);
    });
    afterAll(() => platform.stop());

    gatewayTests(() => ({ platform, ...pods }), { contexts: 'resolved' });

    if (example === 'izmir') {
      test('a person, a machine, a token and the first entity are made with the lines of the first day', async () => {
        const { gateway, keycloak } = pods;
        const { KC_BOOTSTRAP_ADMIN_PASSWORD: password = '' } = keycloak.pod.main.env;
        const lines = fencesOf(join(__dirname, '../../docs/guide/first-day.md')).filter(({ mark }) =>
          /^(keycloak|api)$/.test(mark),
        );
        expect(lines.map(({ mark }) => mark)).toEqual(['api', 'keycloak', 'keycloak', 'keycloak', 'api', 'api', 'api']);
        const script = ['set -euo pipefail', publicCurl, ...lines.map(({ code }) => code)].join('\n');
        const folder = mkdtempSync(join(tmpdir(), 'citykit-first-day-'));
        // Not awaited synchronously: Keycloak's way to its database leads through this process.
        const said = await new Promise<string>((resolve, reject) => {
          const env = {
            ...process.env,
            GATEWAY: `${gateway.address}:${gateway.pod.main.ports.http}`,
            KEYCLOAK: `http://${keycloak.address}:${keycloak.pod.main.ports.http}`,
            ADMIN_PASSWORD: password,
          };
          const shell = execFile('bash', { cwd: folder, env }, (error, output, errors) =>
            error ? reject(new Error(`${error.message}\n${output}${errors}`)) : resolve(output),
          );
          shell.stdin?.end(script);
        }).finally(() => rmSync(folder, { recursive: true }));
        expect(said).toContain(platform.city.identity.issuer);
        expect(said).toMatch(/^ayse signs in once with \S{24}1aA$/m);
        expect(said).toMatch(/^https:\/\/id\.izmir\.example\/realms\/izmir\/device\?user_code=/m);
        expect(said).toContain('"value": "Konak"');
      });
    }

    test('the broker takes every example of the data models with the city’s own contexts, offline', async () => {
      const types = cityModels(platform.city.city).map(({ type }) => type);
      const answers: Record<string, unknown> = {};
      for (const type of types) {
        const example = JSON.parse((await pods.site.call(`/examples/${type}.jsonld`)).text) as { '@context': string[] };
        const { status, text } = await pods.broker.call('/ngsi-ld/v1/entities', {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/ld+json' },
          body: JSON.stringify(example),
        });
        answers[type] = status === 201 ? 201 : `${status} ${text}`;
      }
      expect(answers).toEqual(Object.fromEntries(types.map((type) => [type, 201])));
    });
  });
}

/** `curl` as it is outside: the public addresses lead to the gateway, behind what ends TLS. */
const publicCurl = `curl() {
  local args=() one
  for one in "$@"; do
    case "$one" in
      https://*) args+=(--connect-to "::$GATEWAY" --header 'X-Forwarded-Proto: https' "http://\${one#https://}") ;;
      *) args+=("$one") ;;
    esac
  done
  command curl "\${args[@]}"
}`;

interface GatewayTests {
  readonly platform: LivePlatform;
  readonly gateway: RunningPod;
  readonly keycloak: RunningPod;
  readonly broker: RunningPod;
  readonly site: RunningPod;
}

/** What holds of every example. */
function gatewayTests(live: () => GatewayTests, { contexts }: { readonly contexts: 'resolved' | 'unreachable' }): void {
  describe('the gateway', () => {
    let users: RealmUsers;
    let api = '';
    let own = '';
    let other: string | undefined;
    let expiring = '';
    const tokens: Record<string, string> = {};

    const ask = (path: string, call: PublicCall = {}) => publicCall(live().gateway, `${api}${path}`, call);
    const entity = (id: string, more: object = {}) => ({
      id: `urn:ngsi-ld:Lamp:${id}`,
      type: 'Lamp',
      brightness: { type: 'Property', value: 1 },
      ...more,
    });

    beforeAll(async () => {
      const { platform, keycloak, gateway } = live();
      api = `https://${platform.city.gateway.hostName('api')}/ngsi-ld/v1`;
      [own = '', other] = platform.city.gateway.props.tenants;
      users = new RealmUsers(platform, keycloak, gateway);
      await users.add({ id: 'expiring', roles: ['operator'], tenants: [own], lifespan: 1 });
      expiring = await users.token('expiring');
      for (const role of ['viewer', 'editor', 'operator']) await users.add({ id: role, roles: [role], tenants: [own] });
      await users.add({ id: 'nobody', roles: [], tenants: [own] });
      await users.add({ id: 'elsewhere', roles: ['operator'], tenants: other === undefined ? [] : [other] });
      await users.add({ id: 'foreign', roles: ['operator'], tenants: [own], foreign: true });
      for (const id of ['viewer', 'editor', 'operator', 'nobody', 'elsewhere', 'foreign'])
        tokens[id] = await users.token(id);
    });

    test('the realm’s tokens name their issuer, audience, roles and tenants in public', () => {
      const { identity } = live().platform.city;
      expect(claimsOf(tokens.editor ?? '')).toMatchObject({
        iss: identity.issuer,
        aud: identity.audience,
        realm_access: { roles: ['editor'] },
        tenants: [own],
      });
      expect(claimsOf(tokens.foreign ?? '')).not.toHaveProperty('tenants');
    });

    test('keeps the administration of Keycloak, and everything that has no route, to the inside', async () => {
      const { gateway } = live().platform.city;
      const urls = ['/admin/', '/realms/master/protocol/openid-connect/token', '/metrics', '/health'].map(
        (path) => `https://${gateway.hostName('id')}${path}`,
      );
      urls.push(
        `https://${gateway.hostName('api')}/q/health`,
        `https://${gateway.hostName('models')}/ngsi-ld/v1/jsonldContexts/createcache/x`,
      );
      const answers = await Promise.all(urls.map(async (url) => (await publicCall(live().gateway, url)).status));
      expect(answers).toEqual([404, 404, 404, 404, 404, 404]);
    });

    test('an entity is made, read, changed, queried and deleted within its tenant, and unknown to the others', async () => {
      const editor = { token: tokens.editor, tenant: own };
      const url = '/entities/urn:ngsi-ld:Lamp:1';
      // Scorpio answers 500 to a request with a Via header.
      const made = await ask('/entities', {
        ...editor,
        method: 'POST',
        json: entity('1'),
        headers: { via: '1.1 edge' },
      });
      expect([made.status, made.headers.location]).toEqual([201, `${api}/entities/urn:ngsi-ld:Lamp:1`]);
      const patched = await ask(`${url}/attrs`, {
        ...editor,
        method: 'PATCH',
        json: { brightness: { type: 'Property', value: 2 } },
      });
      expect(patched.status).toBe(204);
      const read = await ask(url, { token: tokens.viewer, tenant: own });
      expect([read.status, JSON.parse(read.text)]).toEqual([
        200,
        entity('1', { brightness: { type: 'Property', value: 2 } }),
      ]);
      // Who has tenants has to name one.
      expect((await ask(url, { token: tokens.viewer })).status).toBe(403);
      if (other !== undefined) {
        expect((await ask(url, { token: tokens.elsewhere, tenant: other })).status).toBe(404);
        expect(JSON.parse((await ask('/entities?type=Lamp', { token: tokens.elsewhere, tenant: other })).text)).toEqual(
          [],
        );
      }
      const queried = await ask('/entityOperations/query', {
        token: tokens.viewer,
        tenant: own,
        method: 'POST',
        json: { type: 'Query', entities: [{ type: 'Lamp' }] },
      });
      expect((JSON.parse(queried.text) as { id: string }[]).map(({ id }) => id)).toEqual(['urn:ngsi-ld:Lamp:1']);
      const recorded = async () => {
        const { text } = await ask(`/temporal${url}`, { token: tokens.viewer, tenant: own });
        const { brightness } = JSON.parse(text) as { brightness?: { value: number }[] };
        return JSON.stringify(brightness?.map(({ value }) => value).sort()) === '[1,2]';
      };
      // The broker begins with it some time after its start.
      await until('the history has both values', recorded);
      expect((await ask(url, { ...editor, method: 'DELETE' })).status).toBe(204);
      expect((await ask(url, editor)).status).toBe(404);
    });

    test('a subscription in a tenant notifies of its entities alone', async () => {
      const subscriber = await Subscriber.start(live().platform.rendered.network);
      try {
        const editor = { token: tokens.editor, tenant: own, method: 'POST' };
        const subscription = {
          id: 'urn:ngsi-ld:Subscription:lamps',
          type: 'Subscription',
          entities: [{ type: 'Lamp' }],
          notification: { endpoint: { uri: subscriber.url, accept: 'application/json' } },
        };
        expect((await ask('/subscriptions', { ...editor, json: subscription })).status).toBe(201);
        if (other !== undefined) {
          await ask('/entities', { ...editor, token: tokens.elsewhere, tenant: other, json: entity('other') });
        }
        expect((await ask('/entities', { ...editor, json: entity('told') })).status).toBe(201);
        await until('a notification arrives', () => subscriber.received.length > 0);
        expect(subscriber.received.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(['urn:ngsi-ld:Lamp:told']);
        expect(
          (await ask('/subscriptions/urn:ngsi-ld:Subscription:lamps', { ...editor, method: 'DELETE' })).status,
        ).toBe(204);
      } finally {
        await subscriber.stop();
      }
    });

    test('an apostrophe where no name has one stops at the gateway, however it is spelt', async () => {
      const viewer = { token: tokens.viewer, tenant: own };
      const queries = ["scopeQ=%2Fx'zzz", 'scopeQ=/x%27zzz', 'geometry=Point%27x&georel=within&coordinates=[0,0]'];
      queries.push('q=brightness==1;scopeQ=%2Fx%27zzz', 'scopeQ=/x%2527zzz', 'g%65ometry=Point%27x');
      for (const query of queries) {
        const answer = await ask(`/entities?type=Lamp&${query}`, viewer);
        expect([query, answer.status, isByGateway(answer)]).toEqual([query, 400, true]);
      }
      for (const name of ['x', 'o%27x']) {
        expect((await ask(`/entities?type=Lamp&q=name==%22${name}%22`, viewer)).status).toBe(200);
      }
    });

    test(
      contexts === 'resolved'
        ? 'an entity with the city’s own context by its public URL is taken without leaving the platform'
        : 'below .localhost a context by URL is out of the broker’s reach, and one within the request is not',
      async () => {
        const { registry } = live().platform.city;
        const editor = { token: tokens.editor, tenant: own, method: 'POST', contentType: 'application/ld+json' };
        const made = await ask('/entities', { ...editor, json: entity('ctx', { '@context': registry.contextUrl }) });
        if (contexts === 'unreachable') {
          expect([made.status, JSON.parse(made.text).title]).toEqual([503, 'LD context not available.']);
          const inline = { Lamp: 'https://example.org/Lamp', brightness: 'https://example.org/brightness' };
          expect((await ask('/entities', { ...editor, json: entity('ctx', { '@context': inline }) })).status).toBe(201);
          return;
        }
        expect(made.status).toBe(201);
        const [model] = cityModels(live().platform.city.city);
        const type = model?.type ?? '';
        const typed = { id: 'urn:ngsi-ld:City:1', type, '@context': [registry.contextUrl] };
        expect((await ask('/entities', { ...editor, json: typed })).status).toBe(201);
        const link = `<${registry.contextUrl}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
        const headers: OutgoingHttpHeaders = { link };
        const read = (more: OutgoingHttpHeaders) =>
          ask('/entities/urn:ngsi-ld:City:1', { token: tokens.viewer, tenant: own, headers: more });
        expect(JSON.parse((await read(headers)).text).type).toBe(type);
        expect(JSON.parse((await read({})).text).type).toMatch(/^https:\/\//);
      },
    );

    test('a context that the broker hosts can be named by its public URL', async () => {
      const { platform } = live();
      if (contexts === 'unreachable') {
        expect(platform.city.gateway.domain).toMatch(/localhost$/);
        return;
      }
      const hosted = await ask('/jsonldContexts', {
        token: tokens.operator,
        method: 'POST',
        json: { '@context': { Mast: 'https://example.org/Mast' } },
      });
      expect(hosted.status).toBe(201);
      const url = new URL(hosted.headers.location ?? '', api).href;
      const mast = { id: 'urn:ngsi-ld:Mast:1', type: 'Mast', '@context': [url] };
      const editor = { token: tokens.editor, tenant: own, method: 'POST', contentType: 'application/ld+json' };
      const made = await ask('/entities', { ...editor, json: mast });
      expect([url, made.status, made.text]).toEqual([url, 201, '']);
    });

    test('its audit trail tells who did what for which tenant, and holds no token', async () => {
      const { gateway } = live();
      await ask('/entities?type=Lamp&secret=of-a-query', { token: tokens.viewer, tenant: own });
      const lines = () =>
        gateway
          .log()
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      const mine = () =>
        lines().filter(
          ({ client, path, status }) => client === 'viewer' && path === '/ngsi-ld/v1/entities' && status === 200,
        );
      await until('the line is written', () => mine().length > 0);
      expect(mine().at(-1)).toMatchObject({ tenant: own, method: 'GET', subject: claimsOf(tokens.viewer ?? '').sub });
      expect(gateway.log()).not.toContain('of-a-query');
      for (const token of Object.values(tokens)) expect(gateway.log()).not.toContain(token.split('.')[2]);
    });

    test('answers every route, method, token and tenant as the model says', async () => {
      const claims = claimsOf(tokens.operator ?? '');
      const signer = new Signer();
      const now = () => Date.now() / 1000;
      const { exp } = claimsOf(expiring) as { exp: number };
      // Last of all: Envoy forgives a clock half a minute.
      await sleep(Math.max(0, (exp + 32 - now()) * 1000));
      const bad = (name: string, token: string): Bearer => ({ name, token, is: 'bad' });
      const good = (id: string, roles: string[], tenants: string[]): Bearer => ({
        name: id,
        token: tokens[id] ?? '',
        is: { roles, tenants },
      });
      const bearers: Bearer[] = [
        { name: 'nobody at all', is: undefined },
        bad('an expired token', expiring),
        bad('a token for somebody else', tokens.foreign ?? ''),
        bad('a token of another realm', signer.rs256({ ...claims, iss: `${claims.iss}x` })),
        bad('an unsigned token', signer.unsigned(claims)),
        bad('a forged token', signer.forged(claims)),
        { ...good('nobody', [], [own]), tenant: own },
        good('viewer', ['viewer'], [own]),
        { ...good('editor', ['editor'], [own]), tenant: own },
        { ...good('operator', ['operator'], [own]), tenant: own },
        good('elsewhere', ['operator'], other === undefined ? [] : [other]),
      ];
      const tenants = [undefined, own, ...(other === undefined ? [] : [other]), 'unknown'];
      const { asked, wrong } = await askAll(live().gateway, live().platform.city.gateway, bearers, tenants);
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(500);
      proof('Gateway', 'kubernetes', 'secured');
      proof('Identity', 'kubernetes', 'secured');
      proof('Context broker', 'kubernetes', 'secured');
    });
  });
}
