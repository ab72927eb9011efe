import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deviationOf } from './deviations';
import { type SuiteCase, type SuiteCommand, SuiteError, type SuiteResults, type SuiteRun } from './suite';
import type { SuiteId } from './suite-ids';
import { suites } from './suites';

/** Longest results that are read, in bytes. */
const longest = 64 * 1024 * 1024;

/** How a suite is run. */
export interface RunSuiteOptions extends Pick<SuiteRun, 'platform' | 'client' | 'ca' | 'context' | 'host'> {
  /** Ends the suite. */
  readonly signal: AbortSignal;
  /** For the whole suite, in milliseconds. @default an hour */
  readonly timeout?: number;
}

/**
 * Runs a suite that is installed here.
 *
 * @param path where it is, as the person says who runs it.
 * @throws SuiteError where it does not run, or leaves no results
 */
export async function runSuite(id: SuiteId, path: string, options: RunSuiteOptions): Promise<SuiteResults> {
  const suite = suites[id];
  const folder = await mkdtemp(join(tmpdir(), 'citykit-suite-'));
  try {
    const { signal: _signal, timeout: _timeout, ...asked } = options;
    // It runs in a folder of its own.
    const ca = asked.ca === undefined ? {} : { ca: resolve(asked.ca) };
    const command = await suite.command({ ...asked, ...ca, path: resolve(path), folder });
    const output = await outputOf({ directory: folder, ...command }, options).catch((error: Error) => {
      throw new SuiteError(`${suite.title}: ${error.message} It takes ${suite.needs}; see ${suite.source}.`);
    });
    const results =
      command.results === undefined
        ? output
        : await found(folder, command.results, `${suite.title}: ${output.slice(-500)}`);
    try {
      return suiteResults(id, suite.read(results));
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      throw new SuiteError(`${suite.title}: ${error.message} It wrote: ${output.trim().slice(-500) || 'nothing'}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Results that a suite has left earlier, perhaps elsewhere.
 *
 * @throws SuiteError where the file has none
 */
export async function importSuite(id: SuiteId, file: string): Promise<SuiteResults> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new SuiteError(`${file} cannot be read.`);
  });
  return suiteResults(id, suites[id].read(text));
}

/** Counts, with what is known set apart. */
export function suiteResults(id: SuiteId, read: readonly SuiteCase[]): SuiteResults {
  if (read.length === 0) throw new SuiteError(`${suites[id].title}: no case was run.`);
  const cases = read.map((one): SuiteCase => {
    const deviation = one.status === 'fail' ? deviationOf(id, one) : undefined;
    return deviation ? { ...one, deviation } : one;
  });
  const count = (is: (one: SuiteCase) => boolean) => cases.filter(is).length;
  return {
    suite: id,
    title: suites[id].title,
    passed: count(({ status }) => status === 'pass'),
    failed: count(({ status, deviation }) => status === 'fail' && !deviation),
    known: count(({ deviation }) => deviation !== undefined),
    skipped: count(({ status }) => status === 'skip'),
    cases,
  };
}

/** What the program writes; that it ends with an error is said by its results. */
function outputOf(
  { program, args, directory, env: own }: SuiteCommand,
  { signal, timeout = 3_600_000 }: RunSuiteOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Nothing of this process's environment but what a program needs to be found and to run: no secret of the platform.
    const {
      PATH = '',
      HOME = '',
      LANG = 'C.UTF-8',
      JAVA_HOME,
      PYTHONPATH,
      SSL_CERT_FILE,
      REQUESTS_CA_BUNDLE,
    } = process.env;
    const env = { PATH, HOME, LANG, JAVA_HOME, PYTHONPATH, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, ...own };
    // Not `timeout` of spawn: its timer goes on for a program that could not be started, and the process with it.
    const late = AbortSignal.timeout(timeout);
    const tooLong = new Error(`${program} was ended: it took too long, or wrote too much.`);
    const child = spawn(program, args, {
      ...(directory !== undefined && { cwd: directory }),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([signal, late]),
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > longest) child.kill();
      else chunks.push(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunks.length === 0) take(chunk);
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`${program} is not installed.`) : late.aborted ? tooLong : error),
    );
    child.on('close', (_, ended) => {
      if (ended) reject(tooLong);
      else resolve(Buffer.concat(chunks).toString());
    });
  });
}

async function found(folder: string, name: string, otherwise: string): Promise<string> {
  // OGC's runner makes a folder of its own for each run.
  const files = await readdir(folder, { recursive: true });
  const file = files.find((one) => one === name || one.endsWith(`/${name}`));
  if (file === undefined) throw new SuiteError(`It left no results. ${otherwise}`);
  return readFile(join(folder, file), 'utf8');
}
