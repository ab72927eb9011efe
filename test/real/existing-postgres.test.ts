import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Construct, RootConstruct } from 'constructs';
import { tenantDatabaseName } from '../../constructs/components/context-broker/tenant-databases';
import { ExternalPostgres, PostgresDatabase } from '../../constructs/waist/primitives';
import { environment } from './support/environment';
import { type Part, startPart } from './support/part';
import { describePart } from './support/skip';
import { sql } from './support/sql';

/** The databases of a platform on somebody else's server. */
function platform(name: string, tenants: readonly string[]): ExternalPostgres {
  const city = new Construct(new RootConstruct(), name);
  const adminPassword = { name: 'admin', key: 'password' };
  const server = new ExternalPostgres(city, 'Database', { host: '127.0.0.1', adminPassword });
  new PostgresDatabase(city, 'Keycloak', { server, name: 'keycloak', withReader: true });
  new PostgresDatabase(city, 'Broker', {
    server,
    name: 'broker',
    extensions: ['postgis'],
    furtherDatabases: tenants.map(tenantDatabaseName),
    excludedDatabases: tenants.map((tenant) => `ngb${tenant}`),
  });
  return server;
}

describePart(['postgres'], 'a PostgreSQL server of the city', () => {
  let server: Part;
  const folder = mkdtempSync(join(tmpdir(), 'citykit-setup-'));
  const url = (database = 'postgres') => `${server.url}/${database}`;
  const as = (user: string, database: string, statement: string) =>
    sql(`postgresql://${user}:of-${user.replace(/^[a-z]+_/, '')}@127.0.0.1:${server.port}/${database}`, statement);

  /** Runs the setup job's script: its exit code and what it says. */
  function setUp({ setup }: ExternalPostgres, admin = new URL(server.url)): Promise<[code: number, log: string]> {
    const file = join(folder, 'setup.sh');
    writeFileSync(file, setup.files['/setup/setup.sh']?.parts.join('') ?? '');
    const passwords = Object.fromEntries(
      setup.databases
        .flatMap((database) => [database, ...(database.readOnly ? [database.readOnly] : [])])
        .map(({ user, passwordVariable }) => [passwordVariable, `of-${user.replace(/^[a-z]+_/, '')}`]),
    );
    const env = environment({
      PGHOST: '127.0.0.1',
      PGPORT: String(server.port),
      PGUSER: admin.username,
      PGPASSWORD: decodeURIComponent(admin.password),
      PGDATABASE: 'postgres',
      ...passwords,
    });
    return new Promise((done) =>
      execFile('sh', [file], { env, timeout: 300_000 }, (error, stdout, stderr) =>
        done([error ? Number(error.code) : 0, stdout + stderr]),
      ),
    );
  }

  /** Everything of the server that a setup could change. */
  const state = async () =>
    [
      await sql(
        url(),
        "select rolname, rolpassword, rolcreatedb, rolcanlogin, shobj_description(oid, 'pg_authid') from pg_authid order by 1",
      ),
      await sql(url(), 'select datname, pg_get_userbyid(datdba), datacl from pg_database order by 1'),
      await sql(url('template1'), 'select extname from pg_extension order by 1'),
    ].join('\n');

  beforeEach(async () => {
    server = await startPart('postgres');
  });
  afterEach(() => server.stop());
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gets what carries the name of the platform, and everything else stays as it was', async () => {
    await sql(url(), "create role keycloak login password 'theirs'");
    await sql(url(), 'create database keycloak owner keycloak');
    const others = () => sql(url(), "select rolname, rolpassword from pg_authid where rolname !~ '^izmir_' order by 1");
    const [before, template] = [await others(), await sql(url('template1'), 'select extname from pg_extension')];
    const server = platform('izmir', ['air']);
    for (const _ of ['first', 'again']) {
      expect(await setUp(server)).toEqual([0, expect.stringContaining('databases and roles are ready\n')]);
      expect(await others()).toBe(before);
    }
    expect(await sql(url('template1'), 'select extname from pg_extension')).toBe(template);
    expect(await sql(url(), "select datname from pg_database where datname ~ '^(izmir|ngb|keycloak)' order by 1")).toBe(
      ['izmir_broker', 'izmir_keycloak', 'keycloak', tenantDatabaseName('air')].join('\n'),
    );
    expect(await sql(url('keycloak'), "select has_database_privilege('public', 'keycloak', 'connect')")).toBe('t');
  });

  test('has the databases of tenants ready, with PostGIS, closed to others, for a role that makes none', async () => {
    await setUp(platform('izmir', ['air']));
    const database = tenantDatabaseName('air');
    expect(await as('izmir_broker', database, 'create table t (); select st_astext(st_point(1, 2))')).toBe(
      'POINT(1 2)',
    );
    await expect(as('izmir_keycloak', database, 'select 1')).rejects.toThrow('permission denied');
    await expect(as('izmir_broker', 'izmir_broker', 'create database other')).rejects.toThrow('permission denied');
  });

  test('is not touched when the platform did not make what has the names of its roles and databases', async () => {
    await sql(url(), "create role izmir_keycloak login password 'theirs'");
    await sql(url(), 'create database izmir_broker');
    await sql(url(), 'create database ngbair');
    const before = await state();
    const [code, log] = await setUp(platform('izmir', ['air']));
    expect([code, await state()]).toEqual([1, before]);
    expect(log).toContain(`nothing was changed on 127.0.0.1:${server.port}:`);
    expect(log).toContain(
      "the role izmir_keycloak is not of citykit: izmir: rename it, or hand it over with: comment on role izmir_keycloak is 'citykit: izmir'",
    );
    expect(log).toContain('the database izmir_broker belongs to postgres and not to izmir_broker');
    expect(log).toContain('the database ngbair is there');
    await sql(url(), 'drop database izmir_broker');
    await sql(url(), 'drop database ngbair');
    await sql(url(), "comment on role izmir_keycloak is 'citykit: izmir'");
    expect(await setUp(platform('izmir', ['air']))).toEqual([0, expect.any(String)]);
  });

  test('keeps the brokers of two platforms apart, and refuses the tenant that both would keep in one database', async () => {
    expect(await setUp(platform('izmir', ['air']))).toEqual([0, expect.any(String)]);
    expect(await setUp(platform('bursa', ['water']))).toEqual([0, expect.any(String)]);
    await expect(as('bursa_broker', tenantDatabaseName('air'), 'select 1')).rejects.toThrow('permission denied');
    const before = await state();
    const [code, log] = await setUp(platform('bursa', ['water', 'air']));
    expect([code, await state()]).toEqual([1, before]);
    expect(log).toContain(`the database ${tenantDatabaseName('air')} belongs to izmir_broker and not to bursa_broker`);
  });

  test('is told all that its administrator lacks at once, before anything is made', async () => {
    await sql(url(), "create role weak login password 'weak'");
    const before = await state();
    const [code, log] = await setUp(platform('izmir', []), new URL(`postgresql://weak:weak@127.0.0.1:${server.port}`));
    expect([code, await state()]).toEqual([1, before]);
    expect(log).toContain('its administrator weak may not create roles: alter role weak createrole');
    expect(log).toContain('its administrator weak may not create databases: alter role weak createdb');
    expect(log).toContain('its administrator weak may not create extensions: ');
  });

  test('is told that it is too old, of another encoding or without PostGIS, all at once, before anything is made', async () => {
    await sql(url(), "create role owner login createrole createdb superuser password 'owner'");
    // What an older server without PostGIS would say, before what this one says.
    await sql(url(), 'create schema older');
    await sql(
      url(),
      `create function older.current_setting(name text) returns text language sql as
         $$ select case name when 'server_version' then '13.11' when 'server_version_num' then '130011' end $$`,
    );
    await sql(
      url(),
      "create view older.pg_available_extensions as select * from pg_catalog.pg_available_extensions where name <> 'postgis'",
    );
    await sql(url(), 'alter role owner set search_path = older, pg_catalog, public');
    await sql(url(), "update pg_database set encoding = pg_char_to_encoding('LATIN1') where datname = 'template0'");
    const before = await state();
    const [code, log] = await setUp(
      platform('izmir', []),
      new URL(`postgresql://owner:owner@127.0.0.1:${server.port}`),
    );
    expect([code, await state()]).toEqual([1, before]);
    expect(log.trim().split('\n')).toEqual([
      `nothing was changed on 127.0.0.1:${server.port}:`,
      'it is PostgreSQL 13.11, and 14 or newer is needed',
      'its databases are made in LATIN1, and UTF8 is needed: give it a template0 in UTF8',
      'it has no extension postgis to create: install it on the server',
    ]);
  });
});
