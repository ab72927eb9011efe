import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tenantDatabaseName } from '../../constructs/components/context-broker/tenant-databases';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { environment } from './support/environment';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';

const run = promisify(execFile);
const guide = readFileSync(join(__dirname, '../../docs/guide/restore.md'), 'utf8');
/** The options that the guide gives to a program. */
const options = (program: string) =>
  (new RegExp(`-- ${program} ([^<>\\n]*)[<>]`).exec(guide)?.[1] ?? '')
    .split(' ')
    .filter((option) => option.startsWith('--') && !option.startsWith('--username'));

describeRendered(['postgres'], 'A database that moves to another server, by the lines of the guide', () => {
  let old: LivePlatform;
  let moved: LivePlatform;
  const tenant = tenantDatabaseName('parking');
  const town = (name: string) => `small_town_${name}`;

  beforeAll(async () => {
    const laptop = exampleCity('small-town');
    const { targets: _, ...spec } = laptop;
    old = new LivePlatform(laptop);
    // Another server with other passwords, as on the first day of another profile.
    moved = new LivePlatform(
      exampleCity('small-town', {
        ...spec,
        profile: 'pilot',
        domain: 'town.example',
        broker: { notifications: [] },
        contact: { email: 'it@town.example' },
      }),
    );
    await old.database.start();
    await old.run(old.city.database.setup);
    // What programs keep: tables of their own, and the database of a tenant.
    await as(
      old,
      'keycloak',
      town('keycloak'),
      "create table realm (id text); insert into realm values ('small-town')",
    );
    await as(old, 'broker', tenant, "create table entity (id text); insert into entity values ('urn:ngsi-ld:Spot:1')");
    await as(old, 'ckan_datastore', town('ckan_datastore'), 'create table rows (n int); insert into rows values (7)');
    await moved.database.start();
  });
  afterAll(async () => {
    await old.stop();
    await moved.stop();
  });

  const passwordOf = (platform: LivePlatform, user: string) =>
    platform.rendered.pod(platform.database.setup).main.env[`${user.toUpperCase()}_PASSWORD`] ?? '';
  const as = (platform: LivePlatform, user: string, database: string, statement: string) =>
    sql(platform.database.url(database, { user: town(user), password: passwordOf(platform, user) }), statement);

  test('every role and database is loaded, and nothing fails but what is there or comes with PostGIS', async () => {
    expect(options('pg_dumpall')).toEqual(['--no-role-passwords']);
    const { stdout } = await run(
      'pg_dumpall',
      ['--no-password', ...options('pg_dumpall'), `--dbname=${old.database.url()}`],
      {
        // It takes no password out of an address for the databases after the first.
        env: environment({ PGPASSWORD: old.database.administrator.PGPASSWORD }),
        maxBuffer: 200e6,
      },
    );
    expect(stdout).not.toContain('SCRAM-SHA-256');
    const file = join(old.database.dataFolder, '..', 'dump.sql');
    writeFileSync(file, stdout);
    const { stderr } = await run('psql', ['-X', ...options('psql'), '-f', file, moved.database.url()], {
      env: environment(),
    });
    const errors = stderr.split('\n').filter((line) => line.includes('ERROR'));
    const said = errors.map((line) => line.replace(/^.*ERROR: +/, ''));
    expect(said[0]).toBe('role "postgres" already exists');
    // A table of PostGIS, which comes with the extension; the setup makes that where it is not.
    expect(said.slice(1).filter((error) => !error.includes('spatial_ref_sys'))).toEqual([]);
  });

  test('the setup lets every role in with its new password, and each finds what it had', async () => {
    expect(passwordOf(moved, 'broker')).not.toBe(passwordOf(old, 'broker'));
    await expect(as(moved, 'keycloak', town('keycloak'), 'select 1')).rejects.toThrow('password authentication failed');
    await moved.run(moved.city.database.setup);
    expect(await as(moved, 'keycloak', town('keycloak'), 'select id from realm')).toBe('small-town');
    expect(await as(moved, 'broker', tenant, 'select id from entity')).toBe('urn:ngsi-ld:Spot:1');
    expect(await as(moved, 'ckan_datastore_reader', town('ckan_datastore'), 'select n from rows')).toBe('7');
  });

  test('each role still writes what is its own, and reaches nothing else', async () => {
    await as(moved, 'broker', tenant, "insert into entity values ('urn:ngsi-ld:Spot:2')");
    await expect(as(moved, 'keycloak', town('broker'), 'select 1')).rejects.toThrow('permission denied');
    await expect(
      as(moved, 'ckan_datastore_reader', town('ckan_datastore'), 'insert into rows values (8)'),
    ).rejects.toThrow('permission denied');
  });
});
