import { once } from 'node:events';
import { join } from 'node:path';
import type { MisconfiguredError } from '../../../programs/shared/environment';
import { send } from '../../../programs/shared/http';
import { stopServer } from '../../../programs/shared/stop-server';
import { bundlePrograms, runProgram, startProgram } from '../support/bundles';
import { fakeServer } from '../support/fake-server';
import { recordedLog } from '../support/recorded-log';
import { bareDataset, FakeCkan, fullDataset } from './fake-ckan';
import { about, readTurtle } from './read-graph';
import { catalogueEnvironment, configOf, startCatalogue } from './running';

let ckan: FakeCkan;
let url: string;

beforeEach(async () => {
  ckan = await FakeCkan.start([fullDataset, bareDataset]);
  url = (await startCatalogue(catalogueEnvironment(ckan.server.url))).url;
});
afterEach(() => ckan.server.close());

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const name = `dataset-${String(index).padStart(5, '0')}`;
    return { ...fullDataset, id: `id-${index}`, name, title: name };
  });

async function problemOf(path: string, init?: RequestInit): Promise<{ status: number; title: string; detail: string }> {
  const response = await fetch(url + path, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = (await response.json()) as { status: number; title: string; detail: string };
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('representations', () => {
  test.each([
    [undefined, 'text/turtle'],
    ['*/*', 'text/turtle'],
    ['text/*', 'text/turtle'],
    ['text/turtle', 'text/turtle'],
    ['application/ld+json', 'application/ld+json'],
    ['text/turtle;q=0.5, application/ld+json', 'application/ld+json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/turtle'],
    ['text/turtle;q=0, */*', 'application/ld+json'],
  ])('Accept: %s is answered with %s', async (accept, type) => {
    const response = await fetch(`${url}/catalog`, { headers: accept === undefined ? {} : { accept } });
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(response.headers.get('vary')).toBe('accept');
  });

  test.each(['text/html', 'application/ld+json;q=0', 'image/*'])('Accept: %s is answered with 406', async (accept) => {
    const problem = await problemOf('/catalog', { headers: { accept } });
    expect(problem).toMatchObject({
      status: 406,
      detail: 'The catalogue is served as text/turtle and application/ld+json.',
    });
  });

  test('an extension decides whatever is accepted', async () => {
    const response = await fetch(`${url}/catalog.jsonld`, { headers: { accept: 'text/turtle' } });
    expect(response.headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
  });

  test('HEAD has the headers of GET and no body', async () => {
    const [head, get] = [await fetch(`${url}/catalog.ttl`, { method: 'HEAD' }), await fetch(`${url}/catalog.ttl`)];
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await get.text())));
    expect(await head.text()).toBe('');
  });

  test('any site may read the catalogue', async () => {
    expect((await fetch(`${url}/catalog.ttl`)).headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('caching', () => {
  test('a document that did not change is not sent again', async () => {
    const etag = (await fetch(`${url}/catalog.ttl`)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await fetch(`${url}/catalog.ttl`, { headers: { 'if-none-match': known } });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
  });

  test('a document that changed is', async () => {
    const etag = (await fetch(`${url}/catalog.ttl`)).headers.get('etag') ?? '';
    ckan.datasets = [{ ...fullDataset, title: 'Other' }, bareDataset];
    const again = await fetch(`${url}/catalog.ttl`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(200);
    expect(again.headers.get('etag')).not.toBe(etag);
  });
});

describe('paging', () => {
  const paging = async (path: string) => {
    const statements = readTurtle(await (await fetch(url + path)).text());
    return about(statements, `site:${path}`);
  };

  test('pages are linked in the terms of Hydra, in their own representation', async () => {
    ckan.datasets = many(250);
    expect(await paging('/catalog.ttl?page=2')).toEqual([
      'a hydra:PagedCollection',
      'a hydra:PartialCollectionView',
      'hydra:first site:/catalog.ttl?page=1',
      'hydra:itemsPerPage "100"^^xsd:integer',
      'hydra:last site:/catalog.ttl?page=3',
      'hydra:next site:/catalog.ttl?page=3',
      'hydra:previous site:/catalog.ttl?page=1',
      'hydra:totalItems "250"^^xsd:integer',
    ]);
    expect(await (await fetch(`${url}/catalog.jsonld?page=1`)).text()).toContain('/catalog.jsonld?page=2');
  });

  test('the first page has no previous one, and the last no next one', async () => {
    ckan.datasets = many(150);
    expect((await paging('/catalog.ttl?page=1')).join()).not.toContain('hydra:previous');
    expect((await paging('/catalog.ttl?page=2')).join()).not.toContain('hydra:next');
  });

  test('an empty catalogue has one page', async () => {
    ckan.datasets = [];
    expect(await paging('/catalog.ttl?page=1')).toContain('hydra:last site:/catalog.ttl?page=1');
    expect((await problemOf('/catalog.ttl?page=2')).status).toBe(404);
  });

  test.each(['0', '-1', '1.5', 'one', '', '99999999'])('page %p is answered with 400', async (page) => {
    expect((await problemOf(`/catalog.ttl?page=${page}`)).status).toBe(400);
  });

  test('a page beyond the last is answered with 404', async () => {
    expect(await problemOf('/catalog.ttl?page=2')).toMatchObject({ status: 404, detail: 'The catalogue has 1 pages.' });
  });

  test('following the links gives each of 3,050 datasets once, a page in memory at a time', async () => {
    ckan.datasets = many(3_050);
    const seen = new Set<string>();
    let longest = 0;
    for (let page: string | undefined = '/catalog.ttl'; page !== undefined; ) {
      const text: string = await (await fetch(url + page)).text();
      longest = Math.max(longest, text.length);
      for (const [id] of text.matchAll(/<https:\/\/data\.izmir\.example\/dataset\/id-\d+> a dcat:Dataset/g))
        seen.add(id);
      page = text.match(/hydra:next <https:\/\/data\.izmir\.example([^>]+)>/)?.[1];
    }
    expect(seen.size).toBe(3_050);
    expect(longest).toBeLessThan(1_000_000);
  });
});

describe('errors', () => {
  test.each(['/', '/catalog.xml', '/dataset/car-parks', '/dataset/a.ttl', '/dataset/..%2Fx.ttl', '/catalog.ttl/'])(
    '%s is answered with 404',
    async (path) => expect((await problemOf(path)).status).toBe(404),
  );

  test('so is a path that is no path', async () => {
    for (const path of ['//', '///catalog.ttl', '//:x/catalog.ttl', 'http://', '*'])
      expect([path, (await send(url, { path })).status]).toEqual([path, 404]);
  });

  test('a dataset that is not there is answered with 404', async () => {
    expect(await problemOf('/dataset/nothing.ttl')).toMatchObject({ status: 404, title: 'No such dataset' });
  });

  test.each([{ private: true }, { state: 'deleted' }, { type: 'harvest' }])(
    'a dataset that is %j is not there',
    async (change) => {
      ckan.datasets = [{ ...fullDataset, ...change }];
      expect((await problemOf('/dataset/car-parks.ttl')).status).toBe(404);
    },
  );

  test('what is not there is told where things are, by their public addresses', async () => {
    const { detail } = (await (await fetch(`${url}/catalog.rdf`)).json()) as { detail: string };
    expect(detail).toContain('/catalog/dataset/<name>.ttl');
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s is answered with 405', async (method) => {
    const response = await fetch(`${url}/catalog.ttl`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test.each([
    ['fails', { status: 500 }],
    ['answers with something that is not JSON', { status: 200, body: '<html>' }],
    ['answers without a result', { status: 200, body: { success: false } }],
    ['answers without a count', { status: 200, body: { result: {} } }],
  ])('503 while CKAN %s', async (_what, down) => {
    ckan.down = down;
    expect((await problemOf('/catalog.ttl')).title).toBe('Portal unavailable');
    expect((await fetch(`${url}/catalog.ttl`)).headers.get('retry-after')).toBe('10');
    ckan.down = undefined;
    expect((await fetch(`${url}/catalog.ttl`)).status).toBe(200);
  });

  test('503 while CKAN is not there', async () => {
    await ckan.server.close();
    expect((await problemOf('/dataset/car-parks.ttl')).status).toBe(503);
  });

  test('503 when CKAN does not answer in time', async () => {
    const silent = await fakeServer(() => undefined);
    const slow = await startCatalogue({ ...catalogueEnvironment(silent.url), REQUEST_TIMEOUT_SECONDS: '1' });
    expect((await fetch(`${slow.url}/catalog.ttl`)).status).toBe(503);
    await silent.close();
  });

  test('503 beyond the requests that are answered at once, but not for a probe', async () => {
    const silent = await fakeServer(() => undefined);
    const busy = await startCatalogue({
      ...catalogueEnvironment(silent.url),
      CONCURRENCY: '1',
    });
    const first = fetch(`${busy.url}/catalog.ttl`);
    while (silent.received.length === 0) await new Promise((done) => setTimeout(done, 5));
    const second = await fetch(`${busy.url}/catalog.ttl`);
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${busy.url}/health/live`)).status).toBe(204);
    await silent.close();
    expect((await first).status).toBe(503);
  });

  test('an error is logged with its reason and answered without', async () => {
    const { log, text } = recordedLog();
    const logged = await startCatalogue(catalogueEnvironment('http://127.0.0.1:9'), log);
    const answer = await (await fetch(`${logged.url}/catalog.ttl`)).json();
    expect(text()).toContain('ECONNREFUSED 127.0.0.1:9');
    expect(answer).toEqual({
      type: 'about:blank',
      title: 'Portal unavailable',
      status: 503,
      detail: 'The portal behind the catalogue does not answer.',
    });
  });
});

describe('health', () => {
  test('it is ready while CKAN answers', async () => {
    expect((await fetch(`${url}/health/ready`)).status).toBe(204);
    ckan.down = { status: 502 };
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  });

  test('it is alive whether CKAN answers or not', async () => {
    await ckan.server.close();
    expect((await fetch(`${url}/health/live`)).status).toBe(204);
  });
});

describe('stopping', () => {
  test('requests under way are answered first', async () => {
    const gate: { open?: () => void } = {};
    const opened = new Promise<void>((open) => {
      gate.open = open;
    });
    const slow = await fakeServer(async () => {
      await opened;
      return { status: 200, body: { success: true, result: {} } };
    });
    const { url: at, server } = await startCatalogue(catalogueEnvironment(slow.url));
    const answer = fetch(`${at}/health/ready`);
    while (slow.received.length === 0) await new Promise((done) => setTimeout(done, 5));
    const stopped = stopServer(server, 10_000);
    await expect(fetch(`${at}/health/live`)).rejects.toThrow();
    gate.open?.();
    expect((await answer).status).toBe(204);
    await stopped;
    await slow.close();
  });

  test('a request that does not end is cut off after the grace', async () => {
    const silent = await fakeServer(() => undefined);
    const { url: at, server } = await startCatalogue(catalogueEnvironment(silent.url));
    const answer = fetch(`${at}/health/ready`).catch(() => 'cut off');
    while (silent.received.length === 0) await new Promise((done) => setTimeout(done, 5));
    await stopServer(server, 20);
    expect(await answer).toBe('cut off');
    await silent.close();
  });
});

describe('configuration', () => {
  test.each([
    ['LANGUAGES', ' ', 'LANGUAGES is missing'],
    ['LANGUAGES', '["tr"]', 'LANGUAGES has no language tag (BCP 47)'],
    ['TITLE', '{"xx":"a"}', 'TITLE must be texts by language'],
    ['TITLE', '{"tr":1}', 'TITLE must be a JSON object of texts'],
    ['PUBLISHER_EMAIL', 'nobody', 'PUBLISHER_EMAIL must be an address'],
    ['PUBLISHER_URL', 'izmir', 'PUBLISHER_URL must be a URI'],
    ['CATALOGUE_LICENCE', 'mine', 'CATALOGUE_LICENCE must be a URI'],
    ['PLACE', '[]', 'PLACE must have a name, a latitude and a longitude'],
    [
      'PLACE',
      '{"name":"İzmir","latitude":138.42,"longitude":27.14}',
      'PLACE must have a name, a latitude and a longitude',
    ],
    ['LICENCES', '{"a":"b"}', 'LICENCES must hold URIs'],
    ['SPATIAL', '["here"]', 'SPATIAL must hold URIs'],
    ['THEMES', '{"a":"PETS"}', 'THEMES has an unknown theme: PETS'],
    ['PAGE_SIZE', '0', 'PAGE_SIZE must be a whole number from 1 to 1000'],
    ['PORT', '70000', 'PORT must be a whole number from 0 to 65535'],
  ])('refuses %s %s', (name, value, problem) => {
    const read = () => configOf({ ...catalogueEnvironment('http://ckan:5000'), [name]: value });
    expect(read).toThrow(expect.objectContaining<Partial<MisconfiguredError>>({ problems: [problem] }));
  });

  test.each([
    ['nl,fy', ['NLD', 'FRY']],
    ['pt-PT, mwl', ['POR', 'MWL']],
    ['nl,xx,', ['NLD']],
  ])('the languages %s are %j in the catalogue', async (languages, codes) => {
    const variables = { ...catalogueEnvironment(ckan.server.url), TITLE: 'Data', LANGUAGES: languages };
    const { url: at } = await startCatalogue(variables);
    const statements = about(readTurtle(await (await fetch(`${at}/catalog.ttl`)).text()), 'site:/catalog');
    const named = statements.filter((line) => line.startsWith('dct:language '));
    expect(named.sort()).toEqual(codes.map((code) => `dct:language eu:language/${code}`).sort());
    expect(statements).toContain(`dct:title "Data"@${languages.split(',')[0]?.toLowerCase()}`);
  });

  test('has defaults for what is optional', () => {
    const { DESCRIPTION, PUBLISHER_URL, LICENCES, THEMES, SPATIAL, PLACE, CATALOGUE_LICENCE, PORT, ...needed } =
      catalogueEnvironment('http://ckan:5000');
    expect(configOf(needed)).toEqual({
      port: 8080,
      ckanUrl: 'http://ckan:5000',
      siteUrl: 'https://data.izmir.example',
      title: { tr: 'Açık veri', en: 'Open data' },
      description: { tr: 'Açık veri', en: 'Open data' },
      publisher: { name: 'City of İzmir', email: 'data@izmir.example' },
      languages: ['tr', 'en'],
      licences: {},
      themes: {},
      spatial: [],
      pageSize: 100,
      timeout: 10_000,
      concurrency: 16,
      grace: 10_000,
    });
  });
});

describe('the bundle', () => {
  const bundles = bundlePrograms();
  const file = join(bundles.folder, 'dcat-ap.cjs');
  afterAll(bundles.remove);

  test('serves the catalogue until it is told to stop, and ends with 0', async () => {
    const child = startProgram(file, catalogueEnvironment(ckan.server.url));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { message, port } = JSON.parse(line.toString()) as { message: string; port: number };
    expect(message).toBe('listening');
    const statements = readTurtle(await (await fetch(`http://127.0.0.1:${port}/catalog`)).text());
    expect(about(statements, 'site:/catalog')).toContain('a dcat:Catalog');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('ends with 2 and every problem when misconfigured', async () => {
    expect(await runProgram(file, {})).toMatchObject({
      code: 2,
      problems: [
        'LANGUAGES is missing',
        'TITLE is missing',
        'PUBLISHER_EMAIL is missing',
        'CKAN_URL is missing',
        'SITE_URL is missing',
        'PUBLISHER_NAME is missing',
      ],
    });
  });
});
