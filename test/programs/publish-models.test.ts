import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '../../programs/publish-models/model-files';
import { publishModels, publishModelsConfig } from '../../programs/publish-models/publish-models';
import { Environment } from '../../programs/shared/environment';
import { bundlePrograms, runProgram } from './support/bundles';
import { type FakeServer, fakeServer, type Received, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

interface Artifact {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly versions: string[];
}

const ROOT = '/apis/registry/v3/groups/data-models/artifacts';

/** As much of Apicurio Registry as keeps the versions of artifacts in one group. */
class Registry {
  readonly artifacts = new Map<string, Artifact>();

  answer({ method, path, body }: Received): Reply {
    if (method === 'POST' && path === `${ROOT}?ifExists=FIND_OR_CREATE_VERSION`) {
      const { artifactId, firstVersion, ...metadata } = JSON.parse(body);
      this.artifacts.set(artifactId, { metadata, versions: [firstVersion.content.content] });
      return { status: 200, body: {} };
    }
    const [id = '', , branch, content] = path.slice(ROOT.length + 1).split('/');
    const artifact = this.artifacts.get(decodeURIComponent(id));
    if (!artifact) return { status: 404, body: { title: 'no artifact' } };
    if (method === 'GET' && branch === 'branch=latest' && content === 'content') {
      return { status: 200, body: artifact.versions.at(-1) };
    }
    artifact.versions.push(JSON.parse(body).content.content);
    return { status: 200, body: {} };
  }
}

let folder: string;
let registry: Registry;
let server: FakeServer;

const parking = '{"title":"Car park","description":"A place to park."}\n';
const write = (file: string, content: string) => writeFileSync(join(folder, file), content);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  write('OffStreetParking.schema.json', parking);
  write('context.jsonld', '{"@context":{}}');
  registry = new Registry();
  server = await fakeServer((request) => registry.answer(request));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function run(extra: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { log, messages } = recordedLog();
  const environment = new Environment({
    REGISTRY_URL: server.url,
    MODELS_DIR: folder,
    DEADLINE_SECONDS: '2',
    ...extra,
  });
  const config = publishModelsConfig(environment);
  environment.check();
  await publishModels({ ...config, pause: 1 }, log);
  return messages;
}

test('registers every schema and context of the folder, byte for byte', async () => {
  expect(await run({ LABELS: '{"city":"izmir"}' })).toEqual([
    'model OffStreetParking: registered',
    'model context.jsonld: registered',
  ]);
  expect(registry.artifacts.get('OffStreetParking')).toEqual({
    metadata: {
      artifactType: 'JSON',
      name: 'Car park',
      description: 'A place to park.',
      labels: { city: 'izmir', format: 'json-schema' },
    },
    versions: [parking],
  });
  expect(registry.artifacts.get('context.jsonld')?.metadata).toEqual({
    artifactType: 'JSON',
    name: 'context.jsonld',
    labels: { city: 'izmir', format: 'json-ld-context' },
  });
});

test('labels each version with the hash of its content', async () => {
  await run();
  const registration = server.received.find(({ method }) => method === 'POST');
  expect(JSON.parse(registration?.body ?? '').firstVersion.labels).toEqual({ sha256: contentHash(parking) });
});

test('a second run only reads', async () => {
  await run();
  server.received.length = 0;
  expect(await run()).toEqual(['model OffStreetParking: unchanged', 'model context.jsonld: unchanged']);
  expect(server.lines()).toEqual([
    `GET ${ROOT}/OffStreetParking/versions/branch=latest/content`,
    `GET ${ROOT}/context.jsonld/versions/branch=latest/content`,
  ]);
});

test('gives a model that changed, and one that changed back, a new version', async () => {
  await run();
  write('OffStreetParking.schema.json', '{}');
  expect(await run()).toContain('model OffStreetParking: new version');
  write('OffStreetParking.schema.json', parking);
  expect(await run()).toContain('model OffStreetParking: new version');
  expect(registry.artifacts.get('OffStreetParking')?.versions).toEqual([parking, '{}', parking]);
});

test('leaves other files and the hidden ones of a ConfigMap alone', async () => {
  write('notes.txt', 'not a model');
  write('..data.schema.json', 'hidden');
  expect(await run()).toHaveLength(2);
});

test('names every file that is not JSON, and registers none', async () => {
  write('A.schema.json', '{');
  write('B.schema.json', '');
  await expect(run()).rejects.toThrow('not JSON: A.schema.json, B.schema.json');
  expect(server.received).toEqual([]);
});

test('fails on a folder without models', async () => {
  rmSync(join(folder, 'OffStreetParking.schema.json'));
  rmSync(join(folder, 'context.jsonld'));
  await expect(run()).rejects.toThrow('no *.schema.json or *.jsonld');
});

test('tries again while the registry starts', async () => {
  const failures = [503, 500, 409];
  await server.close();
  server = await fakeServer((request) => {
    const status = failures.shift();
    return status === undefined ? registry.answer(request) : { status };
  });
  expect(await run()).toContain('model OffStreetParking: registered');
});

test('gives up at once when the registry refuses', async () => {
  await server.close();
  server = await fakeServer(({ method }) => ({ status: method === 'GET' ? 404 : 403 }));
  await expect(run()).rejects.toThrow('the registry answered 403 to POST');
  expect(server.received).toHaveLength(2);
});

test.each([
  [{ GROUP: 'a/b' }, 'GROUP must be letters, digits, ., _ and -'],
  [{ LABELS: '[]' }, 'LABELS must be a JSON object of texts'],
  [{ REGISTRY_URL: 'registry' }, 'REGISTRY_URL must be an http or https URL without a user or a query'],
  [{ MODELS_DIR: '' }, 'MODELS_DIR is missing'],
])('refuses %j', async (extra, problem) => {
  await expect(run(extra)).rejects.toThrow(problem);
});

describe('the bundle', () => {
  const bundles = bundlePrograms();
  const file = join(bundles.folder, 'publish-models.cjs');
  afterAll(bundles.remove);

  test('registers the models and ends with 0', async () => {
    const { code, messages } = await runProgram(file, { REGISTRY_URL: server.url, MODELS_DIR: folder });
    expect([code, messages]).toEqual([0, ['model OffStreetParking: registered', 'model context.jsonld: registered']]);
  });

  test('ends with 1 when a model is broken, and with 2 when misconfigured', async () => {
    write('A.schema.json', '{');
    expect((await runProgram(file, { REGISTRY_URL: server.url, MODELS_DIR: folder })).code).toBe(1);
    expect(await runProgram(file, {})).toMatchObject({
      code: 2,
      problems: ['REGISTRY_URL is missing', 'MODELS_DIR is missing'],
    });
  });
});
