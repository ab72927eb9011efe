import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type SuiteCommand, SuiteError, type SuiteRun } from './suite';

const marker = join('resources', 'variables.py');
const terms = join('resources', 'jsonld-contexts', 'ngsi-ld-test-suite.jsonld');

/**
 * ETSI's suite, or the part of it in the folder that is named. It names its `@context` by an address on the internet, which a
 * platform does not fetch: the broker is given the context itself, and a copy of the suite its address there, in the variable
 * and in each payload.
 *
 * @throws SuiteError where the folder is not of the suite, or the broker does not take the context
 */
export async function ngsiLdSuite({
  path,
  folder,
  platform: { api },
  context: given,
}: SuiteRun): Promise<SuiteCommand> {
  const root = rootOf(resolve(path));
  const context = given ?? (await keptContext(api, await readFile(join(root, terms), 'utf8')));
  const suite = await copyWith(context, root, join(folder, 'suite'));
  const variables = { url: api, temporal_api_url: api, ngsild_test_suite_context: context };
  return {
    program: 'robot',
    args: [
      ...['--output', 'NONE', '--log', 'NONE', '--report', 'NONE', '--outputdir', folder, '--xunit', 'xunit.xml'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}:${value}`]),
      join(suite, relative(root, resolve(path))),
    ],
    // Its files name each other from there.
    directory: suite,
    results: 'xunit.xml',
  };
}

function rootOf(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(join(at, marker))) return at;
    if (at === dirname(at)) throw new SuiteError(`${path} is no part of the suite: no folder above it has ${marker}.`);
  }
}

/** A copy of the suite whose payloads name another context than its own. @returns its folder */
async function copyWith(context: string, root: string, folder: string): Promise<string> {
  const variables = await readFile(join(root, marker), 'utf8');
  const own = /^ngsild_test_suite_context\s*=\s*['"]([^'"]+)['"]/m.exec(variables)?.[1];
  // What begins with a dot is no part of it, such as its history.
  await cp(root, folder, { recursive: true, filter: (from) => from === root || !basename(from).startsWith('.') });
  const payloads = join(folder, 'data');
  if (own === undefined || !existsSync(payloads)) return folder;
  for (const name of await readdir(payloads, { recursive: true })) {
    if (!/\.json(ld)?$/.test(name)) continue;
    const file = join(payloads, name);
    const text = await readFile(file, 'utf8');
    if (text.includes(own)) await writeFile(file, text.replaceAll(own, context));
  }
  return folder;
}

/** Has the broker keep a context (ETSI GS CIM 009, 5.13.2). @returns its address there */
async function keptContext(api: string, context: string): Promise<string> {
  const url = `${api}/jsonldContexts`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: context,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => {
    throw new SuiteError(`${url} cannot be reached: ${error.message}.`);
  });
  const location = answer.headers.get('location');
  if (answer.status !== 201 || location === null)
    throw new SuiteError(`The broker does not keep the suite's context: ${url} answered ${answer.status}.`);
  return new URL(location, url).href;
}
