import { randomBytes } from 'node:crypto';
import type { PostgresDatabase } from '../../../constructs/waist/primitives';
import type { RenderedDatabase } from '../support/rendered/database';
import { sql } from '../support/sql';

/**
 * Makes of the administrator what Aurora gives: a role that may make roles and databases and is no superuser.
 *
 * @param withPostgis databases, each of its user, that are made with PostGIS beforehand: Aurora lets its administrator
 * create that extension by a rule of its own, and PostgreSQL lets a superuser alone
 * @param platform that these databases are marked for
 */
export async function manageAdministrator(
  database: RenderedDatabase,
  withPostgis: readonly Pick<PostgresDatabase, 'name' | 'user' | 'furtherDatabases'>[],
  platform: string,
): Promise<void> {
  const { PGUSER: administrator, PGPASSWORD: password } = database.administrator;
  const helper = { user: 'helper', password: randomBytes(12).toString('hex') };
  await sql(database.url(), `create role helper superuser login password '${helper.password}'`);
  const asHelper = (statement: string, name?: string) => sql(database.url(name, helper), statement);
  // The first role of a server is a superuser for ever, under whatever name.
  await asHelper(`alter role "${administrator}" rename to rdsadmin`);
  await asHelper(
    `create role "${administrator}" login createdb createrole password '${password.replaceAll("'", "''")}'`,
  );
  await asHelper(`grant pg_monitor, pg_signal_backend to "${administrator}" with admin option`);
  for (const name of ['postgres', 'template1']) await asHelper(`alter database ${name} owner to "${administrator}"`);
  for (const { name, user, furtherDatabases } of withPostgis) {
    await sql(database.url(), `create role "${user}" nologin`);
    await sql(database.url(), `comment on role "${user}" is 'citykit: ${platform}'`);
    for (const each of [name, ...furtherDatabases]) {
      await asHelper(`create database "${each}" owner "${user}" template template0`);
      await asHelper('create extension postgis', each);
    }
  }
}
