import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type SuiteCommand, SuiteError, type SuiteRun } from './suite';

const marker = join('resources', 'variables.py');
const contexts = join('resources', 'jsonld-contexts');
const terms = 'ngsi-ld-test-suite.jsonld';

/** Some payloads name the suite's terms alone, and some its context at an address that it had before. */
const ownContexts = /https?:\/\/[^"\s]+\/(?:ngsi-ld-test-suite|ngsildTestSuite)[^"\s]*\.jsonld/g;

/**
 * ETSI's suite, or the part of it in the folder that is named. It names its `@context` by an address on the internet, which a
 * platform does not fetch: the broker is given the context itself, and a copy of the suite its address there, in the variable
 * and in each payload. Where it is notified or asked itself, it listens at `host`; an MQTT broker for it would be there, too.
 *
 * @throws SuiteError where the folder is not of the suite, or the broker does not take the context
 */
export async function ngsiLdSuite({
  path,
  folder,
  platform: { api },
  context: given,
  host = '127.0.0.1',
}: SuiteRun): Promise<SuiteCommand> {
  const root = rootOf(path);
  const own = ownContext(await readFile(join(root, marker), 'utf8'));
  const context = given ?? (await keptContext(api, await compoundContext(root, own)));
  const suite = await copyWith(context, { root, own, folder: join(folder, 'suite') });
  const hosts = ['notification_server_host', 'context_source_host', 'context_server_host', 'mqtt_broker_host'];
  const variables = {
    url: api,
    temporal_api_url: api,
    ngsild_test_suite_context: context,
    ...Object.fromEntries(hosts.map((name) => [name, host])),
  };
  return {
    program: 'robot',
    args: [
      ...['--output', 'NONE', '--log', 'NONE', '--report', 'NONE', '--outputdir', folder, '--xunit', 'xunit.xml'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}:${value}`]),
      join(suite, relative(root, path)),
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

/** Address of the suite's own context. @throws SuiteError where it names none */
function ownContext(variables: string): string {
  const own = /^ngsild_test_suite_context\s*=\s*['"]([^'"]+)['"]/m.exec(variables)?.[1];
  if (own === undefined) throw new SuiteError(`${marker} does not say ngsild_test_suite_context.`);
  return own;
}

/**
 * The suite's context, which is a list of its terms and of the core context, as one that names nothing of the suite's: without
 * the core context in it the broker would name two contexts in its answers, where the suite expects the one that it gave.
 */
async function compoundContext(root: string, own: string): Promise<string> {
  const inFolder = (name: string) => join(root, contexts, name);
  const read = async (name: string) =>
    (JSON.parse(await readFile(inFolder(name), 'utf8')) as { '@context': unknown })['@context'];
  const name = [basename(own), terms].find((one) => existsSync(inFolder(one)));
  if (name === undefined) throw new SuiteError(`The suite has no ${join(contexts, terms)}.`);
  const inlined = [await read(name)].flat().map((one) => {
    const file = typeof one === 'string' ? basename(one) : undefined;
    return file !== undefined && existsSync(inFolder(file)) ? read(file) : one;
  });
  return JSON.stringify({ '@context': (await Promise.all(inlined)).flat() });
}

/** A copy of the suite whose payloads name another context than its own. @returns its folder */
async function copyWith(
  context: string,
  { root, own, folder }: { readonly root: string; readonly own: string; readonly folder: string },
): Promise<string> {
  // What begins with a dot is no part of it, such as its history.
  await cp(root, folder, { recursive: true, filter: (from) => from === root || !basename(from).startsWith('.') });
  const payloads = join(folder, 'data');
  if (!existsSync(payloads)) return folder;
  for (const name of await readdir(payloads, { recursive: true })) {
    if (!/\.(geo)?json(ld)?$/.test(name)) continue;
    const file = join(payloads, name);
    const text = await readFile(file, 'utf8');
    const changed = text.replaceAll(own, context).replace(ownContexts, context);
    if (changed !== text) await writeFile(file, changed);
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
