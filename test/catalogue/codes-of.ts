import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'cdk8s';
import ts from 'typescript';
import { parse } from 'yaml';
import { CityPlatformChart } from '../../charts/city-platform-chart';
import { checkManifests } from '../../charts/gates/gate';
import { findingCode } from '../../cli/finding-code';
import { checkComposeFile } from '../../compose';
import { realmProblems } from '../../constructs/components/identity/realm/realm-problems';
import type { RealmModel } from '../../constructs/components/identity/realm-model';
import { changeProblems } from '../../constructs/platform/changes/changes';
import { type PlatformFacts, platformFacts } from '../../constructs/platform/changes/platform-facts';
import { isCityError } from '../../constructs/problems/city-error';
import { type Example, exampleSpec } from '../../constructs/problems/codes/code-entry';
import { parseCity } from '../../constructs/spec/city';
import { autoscaler, configMap, goodPlatform, job, type Loose } from '../charts/gates/good-platform';
import { izmir } from '../components/identity/realm-model-fixture';
import { composeFileWith, goodService } from '../compose/good-file';

const root = resolve(__dirname, '../..');

/** The codes of what is wrong with an example, each once. */
export async function codesOf(example: Example, text: string): Promise<string[]> {
  return [...new Set(await problemsOf(example, text))];
}

async function problemsOf(example: Example, text: string): Promise<string[]> {
  switch (example.of) {
    case 'spec':
      return specCodes(text, example.before);
    case 'file':
      return inFolder(async (folder) => {
        writeFileSync(join(folder, example.name), text);
        return run(folder, `citykit validate ${example.name}`);
      });
    case 'shell':
      return inFolder((folder) => {
        writeFileSync(join(folder, 'city.yaml'), exampleSpec);
        return run(folder, text);
      });
    case 'realm':
      return realmProblems(realmOf(text)).map(({ code }) => code);
    case 'program':
      return caught(() => runProgram(text));
    case 'object':
      return findings(example, text);
    case 'service':
      return serviceCodes(text);
    case 'nothing':
      return [];
  }
}

function specCodes(text: string, before: string | undefined): string[] {
  const city = (fields: string) => parseCity({ ...parse(exampleSpec), ...parse(fields) });
  return caught(() => {
    if (before === undefined) city(text);
    else return changeProblems(factsOf(city(before)), factsOf(city(text))).map(({ code }) => code);
    return [];
  });
}

function factsOf(city: ReturnType<typeof parseCity>): PlatformFacts {
  return platformFacts(new CityPlatformChart(new App(), city.name, { city }).platform, 'kubernetes');
}

/** What a function says is wrong, whether it returns or throws it. */
function caught(run: () => string[] | undefined): string[] {
  try {
    return run() ?? [];
  } catch (error) {
    if (!isCityError(error)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-example-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs lines of a shell; the last is the command whose answer counts. */
async function run(folder: string, text: string): Promise<string[]> {
  const lines = text.trimEnd().split('\n');
  const last = lines.pop();
  const program = `citykit() { '${process.execPath}' '${join(root, 'dist/cli/citykit.js')}' "$@"; }`;
  const script = [program, 'set -e', ...lines.map((line) => `{ ${line}; } >/dev/null`), `${last} --json`].join('\n');
  const answer = await new Promise<string>((done, failed) =>
    execFile(
      'sh',
      ['-c', script],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
      (error, out, err) => (out.startsWith('{') ? done(out) : failed(new Error(`${error?.message}\n${err}`))),
    ),
  );
  return JSON.parse(answer).problems.map(({ code }: { code: string }) => code);
}

const nothing = { redirectUris: [], webOrigins: [] };

function realmOf(text: string): RealmModel {
  const { clients = [], ...fields } = parse(text) as { clients?: RealmModel['clients'] };
  return { ...izmir, ...fields, clients: clients.map((client) => ({ ...nothing, ...client })) };
}

function runProgram(text: string): undefined {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const own = { citykit: 'constructs', 'citykit/charts': 'charts', 'citykit/stacks': 'stacks' } as Record<
    string,
    string
  >;
  const load = (name: string) => require(own[name] ? join(root, own[name]) : name);
  new Function('require', 'exports', outputText)(load, {});
}

/** Beside another service that publishes a port. */
function serviceCodes(text: string): string[] {
  const way = {
    name: 'https',
    target: 8443,
    published: '443',
    host_ip: '127.0.0.1',
    protocol: 'tcp',
    mode: 'host',
  } as const;
  const file = composeFileWith(parse(text), { edge: { ...goodService, ports: [way] } });
  return checkComposeFile(file)
    .filter(({ object }) => object === 'service site')
    .map(findingCode);
}

function findings({ kind, at = '' }: Extract<Example, { of: 'object' }>, text: string): string[] {
  const deployed = goodPlatform();
  const scaled = kind === 'HorizontalPodAutoscaler';
  if (scaled) delete deployed.find((one) => one.kind === 'Deployment').spec.replicas;
  const objects: Loose[] = [
    ...deployed,
    ...(scaled ? [autoscaler()] : []),
    ...(kind === 'Job' ? [job()] : []),
    ...(kind === 'Secret' ? [{ ...configMap(), kind, data: undefined }] : []),
  ];
  const object = objects.find((one) => one.kind === kind);
  const steps = at.split(/[.[\]]+/).filter((step) => step !== '');
  const place = steps.reduce((value: Loose, step) => value[step], object);
  for (const [key, value] of Object.entries(parse(text) as Loose)) {
    if (value === null) delete place[key];
    else place[key] = value;
  }
  return checkManifests(objects, { memoryMi: 8192 }).map(findingCode);
}
