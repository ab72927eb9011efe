import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchemaOf } from '../../constructs/models/json-schema';
import { contentHash } from '../../programs/publish-models/model-files';
import { publishModels, publishModelsConfig } from '../../programs/publish-models/publish-models';
import { Environment } from '../../programs/shared/environment';
import { bundlePrograms, runProgram } from './support/bundles';
import { type FakeServer, fakeServer, type Received, type Reply } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

interface Artifact {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly versions: string[];
  readonly labels: Readonly<Record<string, string>>[];
}

const ROOT = '/apis/registry/v3/groups/data-models/artifacts';

/** As much of Apicurio Registry as keeps the versions of artifacts in one group. */
class Registry {
  readonly artifacts = new Map<string, Artifact>();

  answer({ method, path, body }: Received): Reply {
    if (method === 'POST' && path === `${ROOT}?ifExists=FIND_OR_CREATE_VERSION`) {
      const { artifactId, firstVersion, ...metadata } = JSON.parse(body);
      this.artifacts.set(artifactId, {
        metadata,
        versions: [firstVersion.content.content],
        labels: [firstVersion.labels],
      });
      return { status: 200, body: {} };
    }
    const [id = '', , branch, content] = path.slice(ROOT.length + 1).split('/');
    const artifact = this.artifacts.get(decodeURIComponent(id));
    if (!artifact) return { status: 404, body: { title: 'no artifact' } };
    if (method === 'GET' && branch === 'branch=latest' && content === 'content') {
      return { status: 200, body: artifact.versions.at(-1) };
    }
    if (method === 'GET' && branch === 'branch=latest')
      return { status: 200, body: { labels: artifact.labels.at(-1) } };
    const { content: sent, labels } = JSON.parse(body);
    artifact.versions.push(sent.content);
    artifact.labels.push(labels);
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
    DEADLINE_SECONDS: '60',
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
    labels: [{ sha256: contentHash(parking) }],
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

/** The schema of a model with one attribute of this type. */
const bench = (type: string) =>
  JSON.stringify(
    jsonSchemaOf(
      {
        type: 'Bench',
        title: 'Bench',
        description: 'To sit on.',
        subject: 'dataModel.Parks',
        attributes: { seats: { kind: 'Property', iri: 'https://example.org/seats', schema: { type } } },
      },
      'https://models.example.org',
    ),
  );

test('refuses a change that breaks, goes on with the others, and ends with a failure; a version that rose is meant', async () => {
  write('Bench.schema.json', bench('number'));
  await run();
  write('Bench.schema.json', bench('integer'));
  write('OffStreetParking.schema.json', '{}');
  await expect(run()).rejects.toThrow('not registered: Bench');
  expect(registry.artifacts.get('Bench')?.versions).toEqual([bench('number')]);
  expect(registry.artifacts.get('OffStreetParking')?.versions).toEqual([parking, '{}']);
  write('versions.json', '{"Bench":2}');
  expect(await run()).toContain('model Bench: new version');
  expect(registry.artifacts.get('Bench')?.labels.at(-1)).toEqual({
    sha256: contentHash(bench('integer')),
    modelVersion: '2',
  });
  write('Bench.schema.json', bench('boolean'));
  await expect(run()).rejects.toThrow('not registered: Bench');
});

test('a change that breaks nobody is registered', async () => {
  write('Bench.schema.json', bench('integer'));
  await run();
  const wider = JSON.parse(bench('integer'));
  wider.properties.seats.description = 'Seats it has.';
  write('Bench.schema.json', JSON.stringify(wider));
  expect(await run()).toContain('model Bench: new version');
});

test('what the registry cannot judge is final for that model, and the others are registered', async () => {
  write('Bench.schema.json', bench('number'));
  await server.close();
  server = await fakeServer((request) =>
    request.method === 'POST' && request.body.includes('"artifactId":"Bench"')
      ? { status: 500, body: { title: 'Could not determine version' } }
      : registry.answer(request),
  );
  await expect(run()).rejects.toThrow('not registered: Bench');
  expect(server.received.filter(({ body }) => body.includes('"artifactId":"Bench"'))).toHaveLength(1);
  expect([...registry.artifacts.keys()]).toEqual(['OffStreetParking', 'context.jsonld']);
});

test('a run that was ended goes on where it was', async () => {
  await run();
  registry.artifacts.delete('context.jsonld');
  expect(await run()).toEqual(['model OffStreetParking: unchanged', 'model context.jsonld: registered']);
});

test('never sets a rule of the registry', async () => {
  await run();
  expect(server.lines().filter((line) => line.includes('/rules'))).toEqual([]);
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

test('does not try again what the registry refuses', async () => {
  await server.close();
  server = await fakeServer(({ method }) => ({ status: method === 'GET' ? 404 : 403 }));
  await expect(run()).rejects.toThrow('not registered: OffStreetParking, context.jsonld');
  expect(server.received).toHaveLength(4);
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
