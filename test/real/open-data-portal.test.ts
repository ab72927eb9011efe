import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Parser } from 'n3';
import { parse } from 'yaml';
import { synthKubernetes } from '../../charts/synth';
import { tenantDatabaseName } from '../../constructs/components/context-broker/tenant-databases';
import { parseCity } from '../../constructs/spec/city';
import { Writer } from './platform/writer';
import { CkanClient, cookieHeader, settled } from './support/ckan-client';
import { proof } from './support/proof';
import { Rendered, type RunningPod } from './support/rendered';
import { RenderedDatabase } from './support/rendered/database';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';
import { until } from './support/wait';

const spec = readFileSync(join(__dirname, '../../examples/small-town/city.yaml'), 'utf8');
const databaseSetup = 'small-town-database-setup';
const portalSetup = 'small-town-portal-setup';
const portal = 'small-town-portal';

describeRendered(['postgres', 'redis', 'solr', 'ckan', 'envoy'], 'The open data portal as it is rendered', () => {
  let rendered: Rendered;
  let database: RenderedDatabase;
  let ckan: RunningPod;
  let other: RunningPod;
  let client: CkanClient;
  let session = '';
  let authorization = '';
  let catalogue: RunningPod;
  let cache: RunningPod;
  let search: RunningPod;

  beforeAll(async () => {
    const location = { latitude: 38.42, longitude: 27.14 };
    rendered = new Rendered(synthKubernetes(parseCity({ ...parse(spec), location })).objects);
    database = new RenderedDatabase(rendered, databaseSetup);
    await database.start();
  });

  afterAll(async () => {
    for (const pod of pods.reverse()) await pod.stop();
    await database.remove();
    rendered.close();
  });

  const pods: RunningPod[] = [];

  async function start(...args: Parameters<Rendered['start']>): Promise<RunningPod> {
    const pod = await rendered.start(...args);
    pods.push(pod);
    await pod.untilReady();
    return pod;
  }

  /** Every role of the setup job, its password and the one database that it may reach. */
  const roles = () =>
    Object.entries(rendered.pod(databaseSetup).main.env)
      .filter(([name]) => name.endsWith('_PASSWORD'))
      .map(([name, password]) => {
        const user = `small_town_${name.replace(/_PASSWORD$/, '').toLowerCase()}`;
        const own = user.replace(/_reader$/, '');
        const tenants = user === 'small_town_broker' ? [tenantDatabaseName('parking')] : [];
        return { user, password, own: [...tenants, own] };
      });

  const letsIn = (name: string, role: { readonly user: string; readonly password: string }) =>
    sql(database.url(name, role), 'select 1').then(
      () => true,
      () => false,
    );

  /** What each role reaches, as `role: databases`. */
  async function reached(): Promise<string[]> {
    const names = await sql(database.url(), 'select datname from pg_database where datallowconn order by datname');
    return Promise.all(
      roles().map(async (role) => {
        const open: string[] = [];
        for (const name of names.split('\n')) if (await letsIn(name, role)) open.push(name);
        return `${role.user}: ${open}`;
      }),
    );
  }

  const eachItsOwn = () => roles().map(({ user, own }) => `${user}: ${own}`);

  describe('the databases', () => {
    test('a setup that is killed half-way has let in only the roles that it had finished', async () => {
      const job = await rendered.start(databaseSetup);
      await until(
        'the second database is begun',
        () => job.log().includes('database small_town_broker') || !job.alive(),
      );
      await job.stop('SIGKILL');
      expect(job.log()).not.toContain('databases and roles are ready');
      expect(await letsIn('small_town_keycloak', roles().find(({ user }) => user === 'small_town_keycloak')!)).toBe(
        true,
      );
      expect(await letsIn('small_town_ckan', roles().find(({ user }) => user === 'small_town_ckan')!)).toBe(false);
    });

    test('the next run finishes the work, and each role reaches its own database and no other', async () => {
      expect(await rendered.run(databaseSetup)).toMatchObject({ exitCode: 0 });
      expect(await reached()).toEqual(eachItsOwn());
    });

    test('a run over finished work changes nothing', async () => {
      const rights = () => sql(database.url(), 'select datname, datdba, datacl from pg_database order by 1');
      const before = await rights();
      expect(await rendered.run(databaseSetup)).toMatchObject({ exitCode: 0 });
      expect(await rights()).toBe(before);
      expect(await reached()).toEqual(eachItsOwn());
    });

    test('a changed password counts after the next run, and the old one no more', async () => {
      const old = rendered.rotate(databaseSetup, 'CKAN_PASSWORD');
      expect(await rendered.run(databaseSetup)).toMatchObject({ exitCode: 0 });
      expect(await letsIn('small_town_ckan', { user: 'small_town_ckan', password: old })).toBe(false);
      expect(await reached()).toEqual(eachItsOwn());
    });

    test('its log holds no password', async () => {
      const { log } = await rendered.run(databaseSetup);
      for (const { password } of roles()) expect(log).not.toContain(password);
    });
  });

  describe('the portal', () => {
    beforeAll(async () => {
      [cache, search] = await Promise.all([start('small-town-portal-cache'), start('small-town-portal-search')]);
    });

    test('a setup that is killed half-way is finished by the next, and a third one changes nothing', async () => {
      const job = await rendered.start(portalSetup);
      await until('the tables are there', () => job.log().includes('Upgrading DB: SUCCESS') || !job.alive());
      await job.stop('SIGKILL');
      expect(job.log()).not.toContain('the portal is set up');
      expect((await rendered.run(portalSetup)).log).toMatch(/the portal is set up\n$/);
      const users = () =>
        sql(database.url('small_town_ckan'), 'select name, password, sysadmin, state from "user" order by name');
      const before = await users();
      expect(before).toMatch(/^admin\|/m);
      expect(await rendered.run(portalSetup)).toMatchObject({ exitCode: 0 });
      expect(await users()).toBe(before);
    });

    test('starts from what is rendered, as the public site that it is', async () => {
      ckan = await start(portal);
      client = new CkanClient(ckan);
      const { status, text } = await client.get('/api/3/action/status_show');
      expect(status).toBe(200);
      expect(JSON.parse(text).result).toEqual({
        site_title: 'Small Town',
        site_description: '',
        site_url: 'https://data.small-town.localhost',
        error_emails_to: '',
        locale_default: 'fi',
        extensions: ['datastore', 'text_view', 'image_view', 'datatables_view'],
      });
      expect(ckan.log()).not.toMatch(/CRITICAL|ERROR|Read-only file system|Permission denied/);
    });

    test('has made what its threads share before the first request', async () => {
      const { command = [] } = rendered.pod(portal).main;
      const file = command[command.indexOf('--wsgi-file') + 1];
      const made = `from runpy import run_path; run_path('${file}')
from ckan import authz, logic
print(len(logic._actions) > 100, len(authz._AuthFunctions._functions) > 100)`;
      const [program = '', ...args] = ckan.inside(['python3', '-c', made]);
      expect((await promisify(execFile)(program, args)).stdout.trim().split('\n').at(-1)).toBe('True True');
    });

    test('refuses strangers who want to create something', async () => {
      expect((await client.action('package_create', { name: 'strange' })).status).toBe(403);
      expect((await client.get('/user/register')).status).toBe(403);
    });

    test('lets the administrator in by the form, with cookies for HTTPS alone', async () => {
      const cookies = await client.logIn('admin', rendered.pod(portalSetup).main.env.ADMIN_PASSWORD!);
      expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['ckan']);
      expect(cookies[0]).toMatch(/; Secure; HttpOnly;.* SameSite=Lax/);
      session = cookieHeader(cookies);
      expect((await client.get('/dashboard/datasets', { cookie: session })).status).toBe(200);
      authorization = await client.makeToken('admin', session);
    });

    test('a dataset made with a token, and rows in its datastore, are there for everybody', async () => {
      const headers = { authorization };
      await client.result('organization_create', { name: 'traffic', title: 'Traffic department' }, headers);
      const dataset = {
        name: 'parking-places',
        title: 'Parking places',
        notes: 'Every place to park.',
        owner_org: 'traffic',
        license_id: 'cc-by',
        tags: [{ name: 'parking' }],
      };
      await client.result('package_create', dataset, headers);
      const table = {
        resource: { package_id: 'parking-places', name: 'Places', format: 'CSV' },
        fields: [{ id: 'name', type: 'text' }],
        records: [{ name: 'Market square' }],
      };
      const { resource_id } = await client.result('datastore_create', table, headers);
      const rows = await client.result('datastore_search', { resource_id });
      expect(rows.records).toEqual([{ _id: 1, name: 'Market square' }]);
      expect((await client.result('package_search', { q: 'parking' })).count).toBe(1);
    });

    test('keeps an uploaded file on its volume', async () => {
      const url = await client.upload('parking-places', 'plan.txt', 'a'.repeat(300_000), { authorization });
      expect(url).toMatch(/^https:\/\/data\.small-town\.localhost\/dataset\//);
      await ckan.stop();
      ckan = await start(portal);
      client = new CkanClient(ckan);
      const { status, text } = await client.get(new URL(url).pathname);
      expect([status, text.length]).toEqual([200, 300_000]);
    });

    test('its sessions and tokens count at every replica', async () => {
      other = await start(portal, { as: 'second' });
      const atOther = new CkanClient(other);
      expect((await atOther.get('/dashboard/datasets', { cookie: session })).status).toBe(200);
      expect(await atOther.result('api_token_list', { user_id: 'admin' }, { authorization })).toHaveLength(1);
    });

    test('tells clients that it closes each connection', async () => {
      const { headers } = await client.get('/api/3/action/status_show');
      expect(headers.connection).toBe('close');
    });

    test('answers a request under way before it ends, in good time', async () => {
      const locked = sql(database.url('small_town_ckan'), 'begin; lock table system_info; select pg_sleep(8); commit');
      await until('the table is locked', () => hasLocks('granted', "mode = 'AccessExclusiveLock'"));
      const answer = new CkanClient(other).get('/api/3/action/status_show');
      await until('the request waits for it', () => hasLocks('not granted'));
      const [{ status }] = await Promise.all([answer, other.stop(), locked]);
      expect([status, other.exitCode()]).toEqual([200, 0]);
    });
  });

  describe('the catalogue', () => {
    beforeAll(async () => {
      catalogue = await start('small-town-portal-catalogue');
    });

    const dcat = 'http://www.w3.org/ns/dcat#';
    const title = 'http://purl.org/dc/terms/title';

    test('holds the dataset as a dcat:Dataset with its distributions', async () => {
      const { status, headers, text } = await catalogue.call('/catalog.ttl');
      expect([status, headers['content-type']]).toEqual([200, 'text/turtle; charset=utf-8']);
      const quads = new Parser().parse(text);
      const objects = (predicate: string, subject?: string) =>
        quads.filter(
          (quad) => quad.predicate.value === predicate && (subject ?? quad.subject.value) === quad.subject.value,
        );
      const [dataset] = objects(`${dcat}dataset`);
      expect(dataset?.subject.value).toBe('https://data.small-town.localhost/catalog');
      const iri = dataset!.object.value;
      expect(iri).toMatch(/^https:\/\/data\.small-town\.localhost\/dataset\/[0-9a-f-]{36}$/);
      expect(objects(title, iri).map(({ object }) => object.value)).toEqual(['Parking places']);
      expect(objects(`${dcat}distribution`, iri)).toHaveLength(2);
      expect(objects(`${dcat}keyword`, iri).map(({ object }) => object.value)).toEqual(['parking']);
      const ofCatalogue = (term: string) => objects(`http://purl.org/dc/terms/${term}`, dataset!.subject.value);
      const issued = (subject: string) => objects('http://purl.org/dc/terms/issued', subject)[0]?.object.value;
      // It is the only one, and so the first.
      expect(issued(dataset!.subject.value)).toBe(issued(iri));
      expect(issued(iri)).toMatch(/^20\d\d-/);
      expect(ofCatalogue('spatial').map(({ object }) => object.value)).toEqual([
        'https://data.small-town.localhost/#place',
      ]);
      expect(objects(`${dcat}centroid`)[0]?.object.value).toBe('POINT(27.14 38.42)');
    });

    test('is the same in JSON-LD', async () => {
      const { headers, text } = await catalogue.call('/catalog.jsonld');
      expect(headers['content-type']).toBe('application/ld+json; charset=utf-8');
      const types = (JSON.parse(text)['@graph'] as { '@type'?: string[] }[]).flatMap((node) => node['@type'] ?? []);
      expect(
        types.filter((type) => ['dcat:Catalog', 'dcat:Dataset', 'dcat:Distribution'].includes(type)).sort(),
      ).toEqual(['dcat:Catalog', 'dcat:Dataset', 'dcat:Distribution', 'dcat:Distribution']);
    });

    test('is reached through the gateway, beside the portal', async () => {
      const gateway = await start('small-town-gateway');
      const host = 'data.small-town.localhost';
      const types: Record<string, string | undefined> = {};
      for (const path of [
        '/catalog',
        '/catalog.ttl',
        '/catalog.jsonld',
        '/catalog/dataset/parking-places.ttl',
        '/dataset/',
      ]) {
        const { status, headers, text } = await gateway.call(path, { headers: { host } });
        types[path] = status === 200 ? headers['content-type'] : text;
      }
      expect(types).toEqual({
        '/catalog': 'text/turtle; charset=utf-8',
        '/catalog.ttl': 'text/turtle; charset=utf-8',
        '/catalog.jsonld': 'application/ld+json; charset=utf-8',
        '/catalog/dataset/parking-places.ttl': 'text/turtle; charset=utf-8',
        '/dataset/': 'text/html; charset=utf-8',
      });
      expect((await gateway.call('/catalog.ttl', { method: 'POST', headers: { host } })).status).toBe(401);
    });
  });

  describe('the probes', () => {
    test('tell that the portal and its catalogue cannot serve, and restart neither, while the database is away', async () => {
      expect(await states()).toEqual({ ready: [true, true], live: [true, true] });
      await database.stop();
      await until('both are unready', async () => (await states()).ready.every((ready) => !ready));
      expect((await states()).live).toEqual([true, true]);
      await database.start();
      await until('both are ready', async () => (await states()).ready.every(Boolean));
      expect([ckan.alive(), catalogue.alive()]).toEqual([true, true]);
      expect((await client.get('/api/3/action/package_show?id=parking-places')).status).toBe(200);
      proof('Open data portal', 'kubernetes', 'started');
      proof('Open data portal', 'kubernetes', 'probed');
    });
  });

  describe('while a client creates datasets', () => {
    const create = (id: string) => {
      const name = id.replace(/[^a-z0-9]+/gi, '-').toLowerCase();
      return client.action('package_create', { name, owner_org: 'traffic' }, { authorization });
    };

    /** Of the acknowledged datasets, those that nobody finds any more, by themselves or by a search. */
    async function lost(ids: readonly string[]): Promise<string[]> {
      const names = ids.map((id) => id.replace(/[^a-z0-9]+/gi, '-').toLowerCase());
      const found = new Set<string>();
      for (let start = 0; start === found.size; start += 1000) {
        const { results } = await client.settledResult('package_search', { q: '*:*', rows: 1000, start });
        for (const { name } of results as unknown as { name: string }[]) found.add(name);
      }
      const missing: string[] = [];
      for (const name of names) {
        const { status } = await settled(() => client.get(`/api/3/action/package_show?id=${name}`));
        if (status !== 200 || !found.has(name)) missing.push(`${name} ${status} ${found.has(name)}`);
      }
      return missing;
    }

    test.each<[string, () => Promise<void>]>([
      [
        'CKAN',
        async () => {
          await ckan.stop('SIGKILL');
          ckan = await start(portal);
          client = new CkanClient(ckan);
        },
      ],
      [
        'the search',
        async () => {
          await search.stop('SIGKILL');
          await sleep(2000);
          search = await start('small-town-portal-search');
        },
      ],
      [
        'the cache',
        async () => {
          await cache.stop('SIGKILL');
          await sleep(2000);
          cache = await start('small-town-portal-cache');
        },
      ],
      [
        'PostgreSQL',
        async () => {
          await database.stop('SIGKILL');
          await sleep(2000);
          await database.start();
        },
      ],
    ])('a killed %s loses none that was acknowledged', async (title, fault) => {
      const writer = new Writer(title.replace(/\W/g, ''), create, 2);
      await until('datasets are acknowledged', () => writer.acknowledged.length >= 10);
      await fault();
      const before = writer.acknowledged.length;
      await until('datasets are acknowledged again', () => writer.acknowledged.length >= before + 5);
      await writer.end();
      expect(await lost(writer.acknowledged)).toEqual([]);
    });

    test('the setup puts right what was saved and not indexed, or indexed and not saved', async () => {
      expect((await rendered.run(portalSetup)).exitCode).toBe(0);
      const { count } = await client.settledResult('package_search', { q: '*:*', rows: 0 });
      const saved = await sql(
        database.url('small_town_ckan'),
        "select count(*) from package where state = 'active' and not private",
      );
      expect(Number(count)).toBe(Number(saved));
      proof('Open data portal', 'kubernetes', 'faulted');
      proof('Open data portal', 'kubernetes', 'restarted');
    });
  });

  const states = async () => ({
    ready: await Promise.all([ckan.isReady(), catalogue.isReady()]),
    live: await Promise.all([ckan.isLive(), catalogue.isLive()]),
  });

  const hasLocks = async (...conditions: string[]) => {
    const locks = `select count(*) > 0 from pg_locks join pg_class on oid = relation
      where ${["relname = 'system_info'", ...conditions].join(' and ')}`;
    return (await sql(database.url('small_town_ckan'), locks)) === 't';
  };
});
