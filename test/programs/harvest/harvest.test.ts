import { setTimeout as sleep } from 'node:timers/promises';
import { Parser } from 'n3';
import type { HarvestConfig } from '../../../programs/harvest/harvest-config';
import { HarvestLoop } from '../../../programs/harvest/harvest-loop';
import { harvestMetrics } from '../../../programs/harvest/metrics';
import { Portal } from '../../../programs/publisher/portal';
import { FakeCkan } from '../dcat-ap/fake-ckan';
import { catalogueEnvironment, startCatalogue } from '../dcat-ap/running';
import type { Reply } from '../support/fake-server';
import { recordedLog } from '../support/recorded-log';
import { CountryPortal, extraOf } from './country-portal';
import { datasetOf, Neighbour } from './neighbour';

let portal: CountryPortal;
const loops: { readonly loop: HarvestLoop; readonly done: Promise<void> }[] = [];

beforeEach(async () => {
  portal = await CountryPortal.start(['a', 'b']);
});
afterEach(async () => {
  for (const { loop } of loops) loop.stop();
  await Promise.all(loops.splice(0).map(({ done }) => done));
});

/** Runs the program until every catalogue was tried once more. */
async function harvest(cities: readonly Neighbour[], changes: Partial<HarvestConfig> = {}) {
  const { log, messages, text } = recordedLog();
  const config: HarvestConfig = {
    cities: cities.map(({ city }) => city),
    portalUrl: portal.server.url,
    portalToken: 'token-of-the-harvester',
    siteUrl: 'https://data.host.example',
    languages: ['en', 'tr'],
    metricsPort: 0,
    every: 3_600_000,
    pause: 3_600_000,
    timeout: 60_000,
    longest: 200_000,
    most: 50,
    doubt: 3_600_000,
    grace: 100,
    ...changes,
  };
  const loop = new HarvestLoop(config, new Portal(config.portalUrl, config.portalToken, 60_000), log);
  const done = loop.run();
  loops.push({ loop, done });
  const tried = (lines: readonly string[]) =>
    lines.filter((line) => ['catalogue read', 'the last good state stays'].includes(line)).length;
  for (const deadline = Date.now() + 30_000; tried(messages) < cities.length && Date.now() < deadline; )
    await sleep(10);
  return { loop, messages, text, metrics: () => harvestMetrics(loop) };
}

test('a dataset that the portal fails with keeps no other from being taken, and is tried again soon', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3, 4, 5].map((number) => datasetOf(number)),
  );
  portal.failing.add('Dataset 2').add('Dataset 3').add('Dataset 4');
  await harvest([a], { pause: 50 });
  expect(Object.values(portal.titles('a'))).toEqual(['Dataset 1', 'Dataset 5']);
  expect(portal.extra('a', 'harvest_state')).toBe('good');
  portal.failing.clear();
  for (const deadline = Date.now() + 5000; Object.keys(portal.titles('a')).length < 5 && Date.now() < deadline; )
    await sleep(20);
  expect(Object.keys(portal.titles('a'))).toHaveLength(5);
});

test('a city whose organisation is gone keeps no other from being harvested', async () => {
  const a = await Neighbour.start('a', [datasetOf(1)]);
  const b = await Neighbour.start('b', [datasetOf(11)]);
  portal.organizations.delete('b');
  const { text } = await harvest([b, a]);
  expect(Object.values(portal.titles('a'))).toEqual(['Dataset 1']);
  expect(portal.titles('b')).toEqual({});
  expect(text()).toContain('the portal has no organisation b');
});

const uri = (city: string, number: number) =>
  `https://data.${city}.example/dataset/00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

test('the datasets of each city stand in its organisation, under its own URIs, with who published them', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3, 4, 5].map((number) => datasetOf(number)),
  );
  const b = await Neighbour.start('b', [datasetOf(11)]);
  const { metrics } = await harvest([a, b]);
  expect(Object.keys(portal.titles('a'))).toEqual([1, 2, 3, 4, 5].map((number) => uri('a', number)));
  expect(portal.titles('b')).toEqual({ [uri('b', 11)]: 'Dataset 11' });
  const dataset = [...portal.datasets.values()].find((one) => extraOf(one, 'uri') === uri('b', 11))!;
  expect(dataset).toMatchObject({
    name: expect.stringMatching(/^b-dataset-0011-[\w-]{8}$/),
    title: 'Dataset 11',
    notes: 'As it is.',
    url: 'https://data.b.example/dataset/dataset-0011',
    license_id: 'CC-BY-4.0',
    tags: [{ name: 'parking' }],
  });
  expect(
    Object.fromEntries((dataset.extras as { key: string; value: string }[]).map(({ key, value }) => [key, value])),
  ).toMatchObject({
    managed_by: 'citykit-harvest:b',
    harvest_source: 'https://data.b.example/catalog.ttl',
    identifier: '00000000-0000-4000-8000-000000000011',
    issued: '2026-01-01T10:00:00Z',
    publisher_uri: 'https://data.b.example/organization/town',
    publisher_name: 'The town',
    contact_email: 'data@town.example',
    theme: '["http://publications.europa.eu/resource/authority/data-theme/TRAN"]',
  });
  expect(dataset.resources).toMatchObject([
    { uri: `${uri('b', 11)}/resource/r-11`, url: 'https://data.town.example/11.csv', format: 'CSV', size: 12 },
  ]);
  expect(portal.text('a')).toBe('Datasets of A, as its own catalogue https://data.a.example/catalog.ttl has them.');
  expect(portal.extra('a', 'harvest_state')).toBe('good');
  expect(metrics()).toContain('citykit_catalogue_datasets{city="a"} 5');
  expect(metrics()).toContain('citykit_catalogue_broken{city="b"} 0');
});

test('the catalogue of the country describes the dataset of the city, as the city does', async () => {
  const a = await Neighbour.start('a', [datasetOf(1)]);
  await harvest([a]);
  // What CKAN adds of its own.
  const own = {
    type: 'dataset',
    private: false,
    metadata_created: '2026-11-28T00:00:00',
    metadata_modified: '2026-11-28T00:00:00',
  };
  const shown = [...portal.datasets.values()].map((one) => ({
    ...one,
    ...own,
    organization: { name: 'a', title: 'A' },
  }));
  const country = await startCatalogue({
    ...catalogueEnvironment((await FakeCkan.start(shown)).server.url),
    SITE_URL: 'https://data.host.example',
  });
  const statements = async (url: string) => {
    const text = await (await fetch(url)).text();
    const about = new Parser().parse(text).filter(({ subject }) => subject.value.startsWith('https://data.a.example/'));
    return about.map(({ subject, predicate, object }) =>
      [subject, predicate, object].map(({ value }) => value.replace(/^n3-\d+$/, '_')).join(' '),
    );
  };
  const origin = new Set(
    (await statements(`${a.edge.url}/catalog.ttl`)).filter(
      (line) => !line.startsWith('https://data.a.example/catalog'),
    ),
  );
  const copied = await statements(`${country.url}/catalog.ttl`);
  expect(copied.length).toBeGreaterThan(20);
  // A blank node has another number in each document.
  const named = (lines: Iterable<string>) => [...lines].filter((line) => !/ (?:n\d|b\d|_).*$/.test(line)).sort();
  expect(named(copied)).toEqual(expect.arrayContaining(named(origin).filter((line) => line.startsWith(uri('a', 1)))));
});

test('a second reading writes nothing, a restart forgets nothing, and what somebody changed here is put right', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3].map((number) => datasetOf(number)),
  );
  await harvest([a]);
  expect(portal.writes()).toHaveLength(3);
  await harvest([a]);
  expect(portal.writes()).toEqual([]);
  const [first] = [...portal.datasets.values()];
  portal.datasets.set(String(first!.id), { ...first, title: 'Something else' });
  await harvest([a]);
  expect(portal.writes()).toEqual(['package_patch']);
  expect(portal.titles('a')[uri('a', 1)]).toBe('Dataset 1');
});

test('what changes is changed, with the ids of its resources, and what a city takes away is removed', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3].map((number) => datasetOf(number)),
  );
  await harvest([a]);
  const idsOf = () =>
    (
      [...portal.datasets.values()].find((one) => extraOf(one, 'uri') === uri('a', 1))!.resources as { id: string }[]
    ).map(({ id }) => id);
  const before = idsOf();
  a.datasets = [datasetOf(1, { title: 'New' }), datasetOf(3)];
  const { metrics } = await harvest([a]);
  expect(portal.titles('a')).toEqual({ [uri('a', 1)]: 'New', [uri('a', 3)]: 'Dataset 3' });
  expect(idsOf()).toEqual(before);
  expect(metrics()).toContain('citykit_catalogue_changes_total{city="a",change="removed"} 1');
  // And comes back.
  a.datasets = [1, 2, 3].map((number) => datasetOf(number));
  await harvest([a]);
  expect(Object.keys(portal.titles('a'))).toHaveLength(3);
});

test.each<[string, string, (page: number) => Reply | 'silent' | undefined]>([
  ['is silent', 'late', () => 'silent'],
  ['fails', 'failing', () => ({ status: 503 })],
  ['fails half-way', 'failing', (page) => (page === 2 ? { status: 500 } : undefined)],
  ['is no Turtle', 'nonsense', () => ({ status: 200, body: '<html>Sign in</html>' })],
  ['has no catalogue', 'nonsense', () => ({ status: 200, body: '<urn:a> <urn:b> "c" .' })],
  [
    'leads elsewhere',
    'nonsense',
    () => ({ status: 200, body: `${empty}; <http://www.w3.org/ns/hydra/core#next> <https://127.0.0.1/x?page=2> .` }),
  ],
  [
    'leads in a circle',
    'nonsense',
    () => ({
      status: 200,
      body: `${empty}; <http://www.w3.org/ns/hydra/core#next> <https://data.a.example/catalog.ttl> .`,
    }),
  ],
  ['redirects', 'nonsense', () => ({ status: 302, headers: { location: 'https://127.0.0.1/' } })],
  ['has a page that is too long', 'too-large', () => ({ status: 200, body: '#'.repeat(200_001) })],
  [
    'says another number of datasets',
    'changing',
    (page) =>
      page === 2 ? { status: 200, body: `${empty}; <http://www.w3.org/ns/hydra/core#totalItems> 3 .` } : undefined,
  ],
  ['is empty', 'shrunk', () => ({ status: 200, body: `${empty} .` })],
])(
  'a catalogue that %s leaves the last good state, which says so, and the other city is read',
  async (_, reason, fault) => {
    const a = await Neighbour.start(
      'a',
      [1, 2, 3].map((number) => datasetOf(number)),
    );
    const b = await Neighbour.start('b', [datasetOf(11)]);
    await harvest([a, b]);
    portal.writes();
    a.fault = fault;
    b.datasets = [datasetOf(11, { title: 'New' })];
    const { metrics, messages } = await harvest([a, b], reason === 'late' ? { timeout: 3000 } : {});
    expect(Object.keys(portal.titles('a'))).toHaveLength(3);
    expect(portal.titles('b')).toEqual({ [uri('b', 11)]: 'New' });
    expect(portal.writes()).toEqual(['package_patch']);
    expect(portal.extra('a', 'harvest_state')).toBe(reason);
    expect(portal.text('a')).toMatch(
      /^(The|What the|Most of the) catalogue .*: what stands here is of \d{4}-\d\d-\d\d \d\d:\d\d UTC\. /,
    );
    expect(metrics()).toContain('citykit_catalogue_broken{city="a"} 1');
    expect(metrics()).toContain(`citykit_catalogue_broken_total{city="a",reason="${reason}"} 1`);
    expect(messages).toContain('the last good state stays');
    a.fault = undefined;
    await harvest([a, b]);
    expect(portal.extra('a', 'harvest_state')).toBe('good');
    expect(portal.text('a')).toMatch(/^Datasets of A/);
  },
);

const empty = '<https://data.a.example/catalog> a <http://www.w3.org/ns/dcat#Catalog>';

test('a dataset that moves from one page to another while they are read is not removed', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3, 4].map((number) => datasetOf(number)),
  );
  await harvest([a]);
  // The first goes, the third moves to the page that was read already; one more at the end keeps the number.
  let isFirst = true;
  a.before = (page) => {
    if (page !== 2 || !isFirst) return;
    isFirst = false;
    a.datasets = [2, 3, 4, 5].map((number) => datasetOf(number));
  };
  const { messages } = await harvest([a]);
  expect(Object.values(portal.titles('a'))).toContain('Dataset 3');
  expect(messages).not.toContain('dataset removed');
  await harvest([a]);
  expect(Object.values(portal.titles('a')).sort()).toEqual(['Dataset 2', 'Dataset 3', 'Dataset 4', 'Dataset 5']);
});

test('most of a catalogue is gone: that is believed after a time, also over a restart', async () => {
  const a = await Neighbour.start(
    'a',
    Array.from({ length: 12 }, (_, number) => datasetOf(number)),
  );
  await harvest([a]);
  a.datasets = [datasetOf(1)];
  await harvest([a], { doubt: 400 });
  expect(Object.keys(portal.titles('a'))).toHaveLength(12);
  expect(Date.now() - Date.parse(String(portal.extra('a', 'harvest_shrunk_since')))).toBeLessThan(60_000);
  await sleep(500);
  await harvest([a], { doubt: 400 });
  expect(portal.titles('a')).toEqual({ [uri('a', 1)]: 'Dataset 1' });
  expect(portal.extra('a', 'harvest_state')).toBe('good');
});

test('a dataset of two cities stands once, with the first; those of the portal and of other cities are left to them', async () => {
  const shared = { extras: [{ key: 'uri', value: 'https://national.example/dataset/1' }] };
  const a = await Neighbour.start('a', [datasetOf(1, shared), datasetOf(2)]);
  const foreign = (of: string, number: number) =>
    datasetOf(number, { extras: [{ key: 'uri', value: uri(of, number) }] });
  const b = await Neighbour.start('b', [
    datasetOf(1, shared),
    // The same thing by an identifier that no two things of the world share.
    datasetOf(2),
    foreign('host', 21),
    foreign('a', 22),
    datasetOf(3),
  ]);
  const { metrics, text } = await harvest([a, b]);
  expect(Object.keys(portal.titles('a'))).toEqual(['https://national.example/dataset/1', uri('a', 2)]);
  expect(portal.titles('b')).toEqual({ [uri('b', 3)]: 'Dataset 3' });
  expect(metrics()).toContain('citykit_catalogue_duplicates{city="b"} 4');
  expect(portal.text('b')).toContain('4 of its datasets stand here with another city already.');
  expect(JSON.parse(String(portal.extra('b', 'harvest_duplicates')))).toContain('https://national.example/dataset/1');
  expect(text()).toContain('https://national.example/dataset/1');
  // The first takes it away: it is the other's.
  a.datasets = [datasetOf(2)];
  await harvest([a, b]);
  expect(Object.keys(portal.titles('b')).sort()).toEqual([uri('b', 3), 'https://national.example/dataset/1'].sort());
});

test('a dataset that the portal refuses is told, and keeps none of the others away', async () => {
  const a = await Neighbour.start(
    'a',
    [1, 2, 3].map((number) => datasetOf(number)),
  );
  portal.refused.add('Dataset 2');
  const { metrics, messages } = await harvest([a]);
  expect(Object.values(portal.titles('a'))).toEqual(['Dataset 1', 'Dataset 3']);
  expect(messages).toContain('dataset refused');
  expect(metrics()).toContain('citykit_catalogue_changes_total{city="a",change="refused"} 1');
});

test('while the portal is away nothing is lost, and its key stands in no log', async () => {
  const a = await Neighbour.start('a', [datasetOf(1)]);
  portal.away = true;
  const { text, metrics } = await harvest([a], { pause: 50 });
  expect(metrics()).toContain('citykit_catalogue_portal_failures_total 1');
  portal.away = false;
  for (const deadline = Date.now() + 30_000; Object.keys(portal.titles('a')).length < 1 && Date.now() < deadline; )
    await sleep(20);
  expect(Object.keys(portal.titles('a'))).toHaveLength(1);
  expect(text()).not.toContain('token-of-the-harvester');
});

test('what was written and is not in the search index is found by its name', async () => {
  const a = await Neighbour.start('a', [datasetOf(1)]);
  await harvest([a]);
  portal.indexed = false;
  a.datasets = [datasetOf(1, { title: 'New' })];
  await harvest([a]);
  expect(portal.datasets.size).toBe(1);
  expect(portal.titles('a')).toEqual({ [uri('a', 1)]: 'New' });
});

test('an organisation that is missing is said', async () => {
  portal.organizations.delete('a');
  const a = await Neighbour.start('a', [datasetOf(1)]);
  const { text } = await harvest([a]);
  expect(text()).toContain('the portal has no organisation a');
});
