import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { environment } from './environment';
import type { Part } from './part';

/**
 * What psql prints for a statement: rows in lines, columns split by `|`, no headings.
 *
 * @param url a connection string, its password in it where one is asked
 * @throws Error with psql's message
 */
export async function sql(url: string, statement: string): Promise<string> {
  const args = ['-X', '-q', '-At', '-w', '-v', 'ON_ERROR_STOP=1', '-d', database(url), '-c', statement];
  const { stdout } = await promisify(execFile)('psql', args, { env: environment() });
  return stdout.trim();
}

/** A role that may create databases, and its database of the same name; the password is new and random. */
export async function createDatabase(postgres: Part, name: string): Promise<{ url: string; password: string }> {
  const password = randomBytes(12).toString('hex');
  await sql(postgres.url, `create role "${name}" login createdb password '${password}'`);
  await sql(postgres.url, `create database "${name}" owner "${name}"`);
  return { url: `postgresql://${name}:${password}@127.0.0.1:${postgres.port}/${name}`, password };
}

// Without a database in the URL psql would take the user's name.
const database = (url: string) => (new URL(url).pathname === '' ? `${url}/postgres` : url);
