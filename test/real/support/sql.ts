import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environment } from './environment';

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

// Without a database in the URL psql would take the user's name.
const database = (url: string) => (new URL(url).pathname === '' ? `${url}/postgres` : url);
