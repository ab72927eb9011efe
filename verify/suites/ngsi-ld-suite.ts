import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type SuiteCommand, SuiteError, type SuiteRun } from './suite';

const marker = join('resources', 'variables.py');
const terms = join('resources', 'jsonld-contexts', 'ngsi-ld-test-suite.jsonld');

/**
 * ETSI's suite, or the part of it in the folder that is named. It names its `@context` by an address on the internet, which a
 * platform does not fetch: the broker is given the context itself, and the suite its address there.
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
  const variables = { url: api, temporal_api_url: api, ngsild_test_suite_context: context };
  return {
    program: 'robot',
    args: [
      ...['--output', 'NONE', '--log', 'NONE', '--report', 'NONE', '--outputdir', folder, '--xunit', 'xunit.xml'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}:${value}`]),
      resolve(path),
    ],
    // Its files name each other from there.
    directory: root,
    results: 'xunit.xml',
  };
}

function rootOf(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(join(at, marker))) return at;
    if (at === dirname(at)) throw new SuiteError(`${path} is no part of the suite: no folder above it has ${marker}.`);
  }
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
