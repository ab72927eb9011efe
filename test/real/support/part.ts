import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment';
import { freePort } from './free-port';
import { missingPart, type PartName } from './require-part';
import { type Running, run } from './running';
import { healthy, listening, until } from './wait';

export interface PartOptions {
  /** Where it listens on 127.0.0.1. @default a free port */
  readonly port?: number;
  /** Environment of the program, over the defaults of its part file. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the program. @default [] */
  readonly args?: readonly string[];
  /** Its name in errors and in the names of its files. @default the part's name */
  readonly as?: string;
  /** A folder whose data outlive this run, to start again on them. @default a temporary folder, removed at stop */
  readonly folder?: string;
  /** False returns once the program runs, ready or not. @default true */
  readonly ready?: boolean;
}

/** A real server on loopback. */
export interface Part extends Running {
  /** Its base URL; PostgreSQL's and Redis's are connection strings. */
  readonly url: string;
  readonly port: number;
  /** Holds its data and log. */
  readonly folder: string;
}

const script = join(__dirname, '..', 'parts', 'run.sh');

/**
 * Starts an installed part and waits until it is ready.
 *
 * @throws Error with the end of its log when it ends or does not get ready.
 */
export async function startPart(name: PartName, options: PartOptions = {}): Promise<Part> {
  const why = missingPart(name);
  if (why !== undefined) throw new Error(why);
  const { as = name, port = await freePort(), args = [], ready = true } = options;
  if (await listening(port)) throw new Error(`${as}: port ${port} is in use`);
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), `citykit-${as}-`));
  const serving = join(folder, 'serving');
  rmSync(serving, { force: true });
  const server = run(script, [name, folder, String(port), ...args], {
    env: environment(options.env),
    logFile: join(folder, 'log'),
    signal: () => (read(serving).signal ?? 'SIGTERM') as NodeJS.Signals,
    stopped: () => options.folder ?? rmSync(folder, { recursive: true, force: true }),
  });
  const answers = () => {
    const { check } = read(serving);
    if (!server.alive()) return true;
    if (check === undefined) return false;
    if (!ready) return true;
    // One that was killed listens before it takes anybody.
    if (check.startsWith('postgres:')) return acceptsSql(port);
    return check.startsWith('tcp:') ? listening(port) : healthy(check);
  };
  try {
    await until(`${as} gets ready`, answers);
    if (!server.alive()) throw new Error(`${as} ended before it was ready`);
  } catch (error) {
    await server.stop();
    throw new Error(`${(error as Error).message}\n${server.log().slice(-3000)}`, { cause: error });
  }
  return { ...server, url: read(serving).url ?? '', port, folder };
}

const acceptsSql = (port: number) =>
  promisify(execFile)('pg_isready', ['-q', '-h', '127.0.0.1', '-p', `${port}`], { env: environment() }).then(
    () => true,
    () => false,
  );

/** What run.sh says when it becomes the program. */
function read(serving: string): { url?: string | undefined; check?: string | undefined; signal?: string | undefined } {
  if (!existsSync(serving)) return {};
  const [url, check, signal] = readFileSync(serving, 'utf8').trim().split('\n');
  return { url, check, signal };
}
