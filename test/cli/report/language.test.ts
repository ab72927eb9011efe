import { callers } from '../../../cli/diagram/platform-graph';
import type { CityReport } from '../../../cli/report/city-report';
import { english } from '../../../cli/report/language/english';
import { Locale } from '../../../cli/report/language/locale';
import { languageFor, languageTags } from '../../../cli/report/language/tags';
import { turkish } from '../../../cli/report/language/turkish';
import { page } from '../../../cli/report/page';
import { targets } from '../../../cli/targets';
import { loadSpec } from '../../../constructs/files/load-spec';
import { builtInModels } from '../../../constructs/models/built-in';
import { parseCity } from '../../../constructs/spec/city';
import { images } from '../../../constructs/waist/images';
import { istanbulInSharedCluster, reportIn, reportOf } from './support/example-report';

/** What is called the same in every language: names of programs, and what runs by its image. */
const names = new Set([
  'Node.js',
  'OpenTelemetry Collector',
  ...['Envoy', 'Keycloak', 'Scorpio', 'CKAN', 'Kafka', 'Apache Kafka', 'PostgreSQL', 'Valkey', 'TLS', ''],
  ...Object.values(images).map((image) => `${image.name.split('/').at(-1)} ${image.tag}`),
]);

const isFigure = (text: string) => /^[\d\s*/,–×-]+$|^×|^\d+ GiB$/.test(text);

let reports: CityReport[];

beforeAll(async () => {
  reports = [];
  for (const name of ['izmir', 'istanbul', 'small-town']) {
    const spec = await loadSpec(`examples/${name}/city.yaml`);
    if (spec.kind !== 'city') throw new Error(`${name} is no city`);
    const { city } = spec;
    reports.push(
      await (city.profile === 'laptop' ? reportOf(city, 'kubernetes', 'compose') : reportOf(city, 'kubernetes', 'aws')),
    );
  }
  reports.push(await reportOf(istanbulInSharedCluster(), 'eks'));
  const location = { latitude: 38.42, longitude: 27.14 };
  const trial = { name: 'liman', country: 'TR', population: 5000, profile: 'laptop', location } as const;
  reports.push(await reportOf(parseCity({ ...trial, dataModels: ['WeatherObserved'], demoData: true }), 'compose'));
  const adopting = {
    ...{ ...trial, domain: 'liman.example', contact: { email: 'data@liman.example' } },
    identity: {
      existing: {
        url: 'https://login.liman.example',
        realm: 'liman',
        adminClient: 'city-platform',
        adminSecret: { name: 'keycloak-admin' },
      },
    },
    openDataPortal: {
      existing: {
        url: 'https://data.city.example',
        organization: 'city',
        token: { name: 'portal-token', key: 'token' },
      },
    },
    dataModels: ['OffStreetParking'],
    openData: [{ type: 'OffStreetParking', licence: 'CC-BY-4.0' }],
  };
  reports.push(await reportOf(parseCity(adopting), 'kubernetes'));
  const country = await loadSpec('examples/turkiye/federation.yaml');
  if (country.kind !== 'federation') throw new Error('turkiye is no federation');
  reports.push(await reportIn(country.federation, 'izmir'));
});

test('a page is in the first of the city’s languages that it has, whatever the region, or in English', () => {
  expect(languageFor(['tr', 'en'])).toBe('tr');
  expect(languageFor(['ku', 'tr-tr', 'en'])).toBe('tr');
  expect(languageFor(['en', 'tr'])).toBe('en');
  expect(languageFor(['fi', 'sv'])).toBe('en');
  expect(languageFor([])).toBe('en');
  expect([...languageTags]).toEqual(['en', 'tr']);
});

test('the page says which language it is in, and another can be asked for', async () => {
  const city = parseCity({
    name: 'liman',
    title: 'Liman',
    country: 'TR',
    population: 5000,
    profile: 'laptop',
    languages: ['tr'],
  });
  const cities = [await reportOf(city, 'kubernetes')];
  const own = await page({ title: 'Liman', cities });
  expect(own).toMatch(/<html lang="tr">[\s\S]+<h1>Liman kent platformu<\/h1>/);
  expect(await page({ title: 'Liman', cities, language: 'en' })).toMatch(
    /<html lang="en">[\s\S]+<h1>City platform of Liman<\/h1>/,
  );
});

test('Turkish has a text for all that the platforms, the targets and the data models say of themselves', () => {
  const locale = new Locale('tr');
  const said = new Set<string>();
  for (const { components, programs, optOuts, waysOut, graph, city } of reports) {
    // What the city wrote itself stays as it wrote it.
    const own = city.backups.enabled ? '' : city.backups.reason;
    for (const { title } of components) said.add(title);
    for (const { title, runs, replicas } of programs) said.add(title).add(runs).add(replicas);
    for (const { measure, reason, where } of optOuts) {
      said.add(measure).add(where);
      if (reason !== own || city.profile === 'laptop') said.add(reason);
    }
    for (const { reason, program } of waysOut) said.add(reason).add(program);
    for (const node of graph.nodes.filter(({ id }) => id !== callers)) said.add(node.label);
    for (const { gates, steps } of Object.values(targets)) {
      for (const { checks } of gates) said.add(checks);
      for (const { why } of steps(city, 'out')) said.add(why);
    }
  }
  for (const { title, description } of Object.values(builtInModels)) said.add(title).add(description);
  const missing = [...said].filter((text) => !names.has(text) && !isFigure(text) && locale.say(text) === text);
  expect(missing).toEqual([]);
  expect(said.size).toBeGreaterThan(80);
});

test('no phrase is translated that nothing says', async () => {
  const pages = await Promise.all(reports.map((report) => page({ title: 'All', cities: [report], language: 'en' })));
  const text = pages.join('\n').replace(/<wbr>|<\/?code>/g, '');
  const models = new Set(Object.values(builtInModels).flatMap(({ title, description }) => [title, description]));
  /** Said under conditions that no example meets. */
  const elsewhere = [
    ...['The pilot profile leaves it to each person.', 'The city profile leaves it to each person.'],
    // Of a target that no example of the page is for.
    'Hands everything to the cluster; again after each change of the spec or of values.',
    'What programs are made of. Helm keeps a copy of all that it installs, which has no room for it.',
    'Dashboards',
    'It keeps sessions in a file of its own: after a start, people are signed in anew by themselves.',
    ...['protection against deletion', 'a way in from outside', 'Mail password', 'volume', 'cache'],
    // Of telemetry on one machine.
    'a health check',
    'The image has its program alone, and nothing to ask it with; if it ends it is started again.',
  ];
  const unsaid = Object.keys(turkish.phrases).filter(
    (phrase) => !text.includes(phrase) && !models.has(phrase) && !elsewhere.includes(phrase),
  );
  expect(unsaid).toEqual([]);
});

test('numbers and quantities are written as is usual in the language', () => {
  const [en, tr] = [new Locale('en'), new Locale('tr')];
  expect([en.whole(4_504_185), tr.whole(4_504_185)]).toEqual(['4,504,185', '4.504.185']);
  expect([en.memory(1536), tr.memory(1536)]).toEqual(['1.5 GiB', '1,5 GiB']);
  expect([en.memory(512), en.processor(250), en.processor(1000), en.processor(2500)]).toEqual([
    '512 MiB',
    '250 m',
    '1 core',
    '2.5 cores',
  ]);
  expect([en.dollars(67.425), tr.dollars(67.425), en.dollars(2157.5)]).toEqual(['$67.43', '$67,43', '$2,158']);
  expect([en.quantity('nat', 2190), tr.quantity('nat', 2190), en.quantity('nat', 1)]).toEqual([
    '2,190 hours',
    '2.190 saat',
    '1 hour',
  ]);
  expect(en.quantity('alarm', 12)).toBe('12');
  expect(en.unitPrice(0.004445)).toBe('$0.004445');
});

test('no message of Turkish is the English one but for names and units', () => {
  const texts = (messages: object, path: string): [string, string][] =>
    Object.entries(messages).flatMap(([id, message]) =>
      typeof message === 'object'
        ? texts(message, `${path}${id}.`)
        : typeof message === 'string'
          ? [[`${path}${id}`, message] as [string, string]]
          : [],
    );
  const ofEnglish = new Map(texts(english.messages, ''));
  const same = texts(turkish.messages, '').filter(([id, text]) => ofEnglish.get(id) === text);
  expect(same.map(([id]) => id)).toEqual(['api', 'upstream', 'program', 'disk']);
});
