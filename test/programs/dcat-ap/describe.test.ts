import { bareDataset, type Dataset, FakeCkan, fullDataset } from './fake-ckan';
import { about, readJsonLd, readTurtle } from './read-graph';
import { catalogueEnvironment, startCatalogue } from './running';

let ckan: FakeCkan;
let url: string;

beforeAll(async () => {
  ckan = await FakeCkan.start([fullDataset, bareDataset]);
  url = (await startCatalogue(catalogueEnvironment(ckan.server.url))).url;
});
beforeEach(() => {
  ckan.datasets = [fullDataset, bareDataset];
});
afterAll(() => ckan.server.close());

const get = async (path: string) => (await fetch(url + path)).text();

const dataset = 'site:/dataset/2f1c6b9e-7a52-4f60-9e2f-1d0a3f9f0001';

test('the catalogue has what DCAT-AP 3 demands of it, and what it recommends', async () => {
  expect(about(readTurtle(await get('/catalog.ttl')), 'site:/catalog')).toEqual([
    'a dcat:Catalog',
    'dcat:contactPoint _:n0',
    `dcat:dataset ${dataset}`,
    'dcat:dataset site:/dataset/bare-id',
    'dcat:themeTaxonomy eu:data-theme',
    'dct:description "Data of the city"@tr',
    'dct:issued "2026-01-01T10:00:00.000001Z"^^xsd:dateTime',
    'dct:language eu:language/ENG',
    'dct:language eu:language/TUR',
    'dct:license <https://creativecommons.org/publicdomain/zero/1.0/>',
    'dct:modified "2026-02-01T10:00:00.5Z"^^xsd:dateTime',
    'dct:publisher site:/#publisher',
    'dct:spatial eu:country/TUR',
    'dct:spatial site:/#place',
    'dct:title "Açık veri"@tr',
    'dct:title "Open data"@en',
    'foaf:homepage site:',
  ]);
});

test('its publisher is an agent with a name and an address', async () => {
  const statements = readTurtle(await get('/catalog.ttl'));
  expect(about(statements, 'site:/#publisher')).toEqual([
    'a foaf:Agent',
    'foaf:homepage <https://izmir.example>',
    'foaf:mbox <mailto:data@izmir.example>',
    'foaf:name "City of İzmir"@tr',
  ]);
  expect(about(statements, '_:n0')).toEqual([
    'a vcard:Kind',
    'vcard:fn "City of İzmir"',
    'vcard:hasEmail <mailto:data@izmir.example>',
  ]);
});

test('a dataset has everything that CKAN says of it, escaped', async () => {
  const statements = readTurtle(await get('/dataset/car-parks.ttl'));
  expect(about(statements, dataset)).toEqual([
    'a dcat:Dataset',
    'dcat:contactPoint _:n0',
    `dcat:distribution ${dataset}/resource/r-1`,
    `dcat:distribution ${dataset}/resource/r-2`,
    'dcat:keyword "parking"@tr',
    'dcat:landingPage site:/dataset/car-parks',
    'dcat:theme eu:data-theme/ENVI',
    'dcat:theme eu:data-theme/REGI',
    'dcat:theme eu:data-theme/TRAN',
    'dcat:version "2"',
    'dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>',
    'dct:accessRights eu:access-right/PUBLIC',
    'dct:accrualPeriodicity eu:frequency/DAILY',
    'dct:conformsTo <https://models.example.org/schemas/OffStreetParking.schema.json>',
    'dct:description "Line one\\nline two with <b>markup</b> and \\"\\"\\"quotes\\"\\"\\""@tr',
    'dct:identifier "2f1c6b9e-7a52-4f60-9e2f-1d0a3f9f0001"',
    'dct:issued "2026-01-01T10:00:00.000001Z"^^xsd:dateTime',
    'dct:language eu:language/TUR',
    'dct:modified "2026-02-01T10:00:00.5Z"^^xsd:dateTime',
    'dct:publisher site:/organization/transport',
    'dct:spatial <https://sws.geonames.org/311046/>',
    'dct:spatial _:n1',
    'dct:temporal _:n2',
    'dct:title "Car \\"parks\\" \\\\ of İzmir"@tr',
  ]);
  expect(about(statements, '_:n0')).toEqual([
    'a vcard:Kind',
    'vcard:fn "Parking desk"',
    'vcard:hasEmail <mailto:parking@example.org>',
  ]);
  expect(about(statements, '_:n1')).toEqual([
    'a dct:Location',
    'locn:geometry "{\\"type\\":\\"Point\\",\\"coordinates\\":[27.1,38.4]}"^^gsp:geoJSONLiteral',
  ]);
  expect(about(statements, '_:n2')).toEqual([
    'a dct:PeriodOfTime',
    'dcat:endDate "2026-01-31T23:59:59Z"^^xsd:dateTime',
    'dcat:startDate "2026-01-01"^^xsd:date',
  ]);
  expect(about(statements, 'site:/organization/transport')).toEqual([
    'a foaf:Agent',
    'foaf:name "Department of Transport"@tr',
  ]);
});

test('a distribution has its address, licence, format and checksum', async () => {
  const statements = readTurtle(await get('/dataset/car-parks.ttl'));
  expect(about(statements, `${dataset}/resource/r-1`)).toEqual([
    'a dcat:Distribution',
    'dcat:accessURL <https://data.example.org/files/car%20parks%22.csv>',
    'dcat:byteSize "2048"^^xsd:nonNegativeInteger',
    'dcat:downloadURL <https://data.example.org/files/car%20parks%22.csv>',
    'dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv>',
    'dct:description "One line a car park."@tr',
    'dct:format eu:file-type/CSV',
    'dct:issued "2026-01-01T10:00:00Z"^^xsd:dateTime',
    'dct:license eu:licence/CC_BY_4_0',
    'dct:modified "2026-01-02T10:00:00Z"^^xsd:dateTime',
    'dct:title "As CSV"@tr',
    'spdx:checksum _:n3',
  ]);
  expect(about(statements, '_:n3')).toEqual([
    'a spdx:Checksum',
    'spdx:algorithm spdx:checksumAlgorithm_md5',
    'spdx:checksumValue "d41d8cd98f00b204e9800998ecf8427e"^^xsd:hexBinary',
  ]);
});

test('a distribution without a usable address leads to its page', async () => {
  const statements = readTurtle(await get('/dataset/car-parks.ttl'));
  expect(about(statements, `${dataset}/resource/r-2`)).toEqual([
    'a dcat:Distribution',
    `dcat:accessURL ${dataset}/resource/r-2`,
    'dcat:mediaType <https://www.iana.org/assignments/media-types/application/zip>',
    'dct:format eu:file-type/SHP',
    'dct:license <https://izmir.example/licence>',
  ]);
});

test('a dataset that says nothing of itself still has what DCAT-AP demands', async () => {
  const statements = readTurtle(await get('/dataset/bare.ttl'));
  expect(about(statements, 'site:/dataset/bare-id')).toEqual([
    'a dcat:Dataset',
    'dcat:contactPoint _:n0',
    'dcat:landingPage site:/dataset/bare',
    'dct:accessRights eu:access-right/PUBLIC',
    'dct:description "bare"@tr',
    'dct:identifier "bare-id"',
    'dct:language eu:language/ENG',
    'dct:language eu:language/TUR',
    'dct:publisher site:/#publisher',
    'dct:title "bare"@tr',
  ]);
});

describe('the place', () => {
  const placeOf = async (dataset: Dataset) => {
    const other = await FakeCkan.start([{ ...bareDataset, ...dataset }]);
    const { url: at } = await startCatalogue(catalogueEnvironment(other.server.url));
    const statements = readTurtle(await (await fetch(`${at}/dataset/bare.ttl`)).text());
    await other.server.close();
    const node = `${(dataset.extras as { key: string; value: string }[]).find(({ key }) => key === 'uri')?.value ?? ''}`;
    const spatial = about(statements, node ? `<${node}>` : 'site:/dataset/bare-id').filter((line) =>
      /spatial/.test(line),
    );
    return { spatial, place: about(statements, 'site:/#place') };
  };
  const kept = { key: 'managed_by', value: 'citykit:izmir' };

  test('of a dataset that the kit keeps and that is nowhere is that of the catalogue', async () => {
    expect(await placeOf({ extras: [kept] })).toEqual({
      spatial: ['dct:spatial site:/#place'],
      place: ['a dct:Location', 'dcat:centroid "POINT(27.14 38.42)"^^gsp:wktLiteral', 'skos:prefLabel "İzmir"@tr'],
    });
  });

  test.each([
    [
      'that is somewhere is its own',
      [kept, { key: 'spatial', value: '{"type":"Point","coordinates":[27.1,38.4]}' }],
      1,
    ],
    ['that somebody else keeps is not told', [{ key: 'managed_by', value: 'somebody' }], 0],
    ['of another catalogue is what that says', [kept, { key: 'uri', value: 'https://data.istanbul.example/a' }], 0],
  ])('of a dataset %s', async (_, extras, places) => {
    const { spatial, place } = await placeOf({ extras });
    expect(spatial).toHaveLength(places);
    expect(place).toEqual([]);
  });
});

test.each(['/catalog', '/dataset/car-parks', '/dataset/bare'])(
  '%s says the same in Turtle and in JSON-LD',
  async (path) => {
    const turtle = readTurtle(await get(`${path}.ttl`)).map((line) => line.replaceAll('.ttl?page', '?page'));
    const jsonLd = readJsonLd(await get(`${path}.jsonld`)).map((line) => line.replaceAll('.jsonld?page', '?page'));
    expect(jsonLd).toEqual(turtle);
  },
);

test('texts that are translated appear in each language', async () => {
  const translated = {
    ...bareDataset,
    title_translated: { tr: 'Otoparklar', en: 'Car parks', 'no language': 'x', de: '' },
  };
  ckan.datasets = [translated];
  const statements = about(readTurtle(await get('/dataset/bare.ttl')), 'site:/dataset/bare-id');
  expect(statements.filter((line) => line.startsWith('dct:title'))).toEqual([
    'dct:title "Car parks"@en',
    'dct:title "Otoparklar"@tr',
  ]);
});

test('a text is in the language that is said of it, else in that of the portal', async () => {
  ckan.datasets = [
    {
      ...bareDataset,
      title: 'Car park',
      notes: 'Otoparklar.',
      extras: [
        { key: 'title_language', value: 'en' },
        { key: 'notes_language', value: 'no language' },
      ],
      resources: [
        { id: 'r', url: 'https://data.town.example/r', name: 'CSV', name_language: 'en', description: 'Tablo' },
      ],
    },
  ];
  const statements = readTurtle(await get('/dataset/bare.ttl')).join('\n');
  for (const said of ['dct:title "Car park"@en', 'dct:title "CSV"@en']) expect(statements).toContain(said);
  for (const said of ['Otoparklar.', 'Tablo']) expect(statements).toContain(`dct:description "${said}"@tr`);
});

test.each([
  ['a broken list', { key: 'theme', value: '[not json' }],
  ['a theme that is none', { key: 'theme', value: 'PETS' }],
  ['an address that is none', { key: 'conforms_to', value: 'javascript:alert(1)' }],
  ['a geometry that is none', { key: 'spatial', value: '{"type":"Point"}' }],
  ['a date that is none', { key: 'temporal_start', value: '2026-13-45' }],
  ['a frequency that is none', { key: 'frequency', value: 'now and then' }],
])('%s is left out', async (_what, extra) => {
  ckan.datasets = [bareDataset];
  const without = readTurtle(await get('/dataset/bare.ttl'));
  ckan.datasets = [{ ...bareDataset, extras: [extra] }];
  expect(readTurtle(await get('/dataset/bare.ttl'))).toEqual(without);
});

test('whatever people write into CKAN, the Turtle stays one that parses', async () => {
  const nasty = '"\\\'\n\r\t\u0000\u0007<>{}|^`"""\'\'\' . @prefix # é 🚲 \u202e';
  ckan.datasets = [
    {
      ...fullDataset,
      title: nasty,
      notes: nasty,
      maintainer_email: `${nasty}@x`,
      tags: [{ name: nasty }],
      organization: { name: nasty, title: nasty },
      extras: ['theme', 'conforms_to', 'language', 'spatial', 'spatial_uri'].map((key) => ({
        key,
        value: `http://x/${nasty}`,
      })),
      resources: [{ id: nasty, name: nasty, url: `http://x/${nasty}`, format: nasty, mimetype: nasty, hash: nasty }],
    },
  ];
  const statements = readTurtle(await get('/dataset/car-parks.ttl'));
  expect(statements).toEqual(readJsonLd(await get('/dataset/car-parks.jsonld')));
  expect(about(statements, dataset)).toContain(`dct:title ${JSON.stringify(nasty.trim())}@tr`);
});
