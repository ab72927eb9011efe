import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSpec } from '../../constructs/files/load-spec';
import { isCityError, type Problem } from '../../constructs/problems/city-error';
import { exampleSpec } from '../../constructs/problems/codes/code-entry';
import { problemCodes } from '../../constructs/problems/codes/problem-codes';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citykit-frequent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function problemsOf(text: string, name = 'city.yaml'): Promise<readonly Problem[]> {
  const file = join(folder, name);
  writeFileSync(file, text);
  try {
    await loadSpec(file);
    return [];
  } catch (error) {
    if (!isCityError(error)) throw error;
    return error.problems;
  }
}

const instead = (from: string, to: string) => exampleSpec.replace(from, to);
const more = (lines: string) => `${exampleSpec}${lines}\n`;
const aws = (lines: string) =>
  more(`targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    ${lines}`);

/** What people write most often that is wrong, where it is told, and what the message says to do. */
const mistakes: readonly (readonly [what: string, text: string, place: string, fix: string])[] = [
  ['a name with a capital', instead('izmir', 'Izmir'), '1:7 name', "Did you mean 'izmir'?"],
  ['a name with a space', instead('name: izmir', 'name: new york'), '1:7 name', "Did you mean 'new-york'?"],
  ['a name with letters of the language', instead('name: izmir', 'name: İzmir'), '1:7 name', "Did you mean 'izmir'?"],
  ['no country', instead('country: TR\n', ''), '1:1 country', 'Add country: "TR".'],
  ['a country by its name', instead('TR', 'Turkey'), '2:10 country', 'Write for example "TR".'],
  ['a country in small letters', instead('TR', 'tr'), '2:10 country', "Did you mean 'TR'?"],
  ['UK for GB', instead('TR', 'UK'), '2:10 country', 'Write for example "TR".'],
  [
    'a country that YAML takes for false',
    instead('country: TR', 'country: false'),
    '2:10 country',
    'Write for example "TR".',
  ],
  [
    'people with thousands set apart',
    instead('4500000', "'4,500,000'"),
    '3:13 population',
    'Write it as a number, without signs between the thousands: 4500000.',
  ],
  ['people in words', instead('4500000', '4.5 million'), '3:13 population', 'Write for example 4500000.'],
  [
    'people in quotes',
    instead('4500000', "'4500000'"),
    '3:13 population',
    'Write it as a number, without quotes: 4500000.',
  ],
  [
    'a domain with https',
    instead('domain: izmir', 'domain: https://izmir'),
    '4:9 domain',
    "Did you mean 'izmir.example'?",
  ],
  [
    'a domain with a slash',
    instead('izmir.example\n', 'izmir.example/\n'),
    '4:9 domain',
    "Did you mean 'izmir.example'?",
  ],
  ['a domain in capitals', instead('domain: izmir', 'domain: Izmir'), '4:9 domain', "Did you mean 'izmir.example'?"],
  [
    'no domain',
    instead('domain: izmir.example\n', ''),
    '1:1 domain',
    "Set domain to one that the city owns, or profile to 'laptop'.",
  ],
  [
    'localhost for a pilot',
    instead('domain: izmir.example', 'domain: my.localhost'),
    '4:9 domain',
    "Set domain to one that the city owns, or profile to 'laptop'.",
  ],
  [
    'the portal’s address as the domain',
    instead('domain: izmir', 'domain: data.izmir'),
    '4:9 domain',
    'Set domain to izmir.example, for the portal at data.izmir.example.',
  ],
  [
    'an e-mail address without a host',
    instead('data@izmir.example', 'data@izmir'),
    '5:19 contact.email',
    'Write for example "data@izmir.example".',
  ],
  [
    'the contact as text',
    instead('{ email: data@izmir.example }', 'data@izmir.example'),
    '5:10 contact',
    'Make it a mapping: key: value, one a line, such as {"email":"data@izmir.example"}.',
  ],
  [
    'the contact as a list',
    instead('contact: { email: data@izmir.example }', 'contact:\n  - email: data@izmir.example'),
    '5:1 contact',
    'Make it a mapping and no list: key: value, one a line, such as {"email":"data@izmir.example"}.',
  ],
  [
    'no contact',
    instead('contact: { email: data@izmir.example }\n', ''),
    '1:1 contact.email',
    'Add contact.email with a mailbox that someone reads.',
  ],
  ['a key in another case', more('opendata: []'), '6:1 opendata', "Did you mean 'openData'?"],
  ['a key of another name', more('datamodels: [Building]'), '6:1 datamodels', "Did you mean 'dataModels'?"],
  ['a key in another section', more('region: eu-central-1'), '6:1 region', 'Remove it; the spec has '],
  ['a profile that is none', more('profile: production'), '6:10 profile', 'Use one of laptop, pilot, city.'],
  ['a profile in capitals', more('profile: Pilot'), '6:10 profile', "Did you mean 'pilot'?"],
  ['a language by its name', more('languages: [Turkish]'), '6:13 languages[0]', 'Write for example "tr".'],
  [
    'one language, no list',
    more('languages: tr'),
    '6:12 languages',
    'Make it a list: one item a line, each after a hyphen, such as ["tr","en"].',
  ],
  ['a time zone by its offset', more("timeZone: 'UTC+3'"), '6:11 timeZone', 'Write for example "Europe/Istanbul".'],
  [
    'a location as a list',
    more('location: [38.42, 27.14]'),
    '6:1 location',
    'Make it a mapping and no list: key: value, one a line, such as {"latitude":38.42,"longitude":27.14}.',
  ],
  ['tenants as words', more('tenants: [parks]'), '6:11 tenants[0]', 'Make it a mapping: key: value, one a line'],
  [
    'tenants as a mapping',
    more('tenants:\n  parks: {}'),
    '6:1 tenants',
    'Make it a list: one item a line, each after a hyphen, such as [{"id":"air_quality"}].',
  ],
  [
    'a tenant with a hyphen',
    more('tenants: [{ id: air-quality }]'),
    '6:17 tenants[0].id',
    "Did you mean 'air_quality'?",
  ],
  [
    'two tenants of one id',
    more('tenants: [{ id: parks }, { id: parks }]'),
    '6:32 tenants[1].id',
    'Give it another id, or remove it.',
  ],
  [
    'a model that the kit does not have',
    more('dataModels: [WaterQualityObserved]'),
    '6:14 dataModels[0]',
    'Use one of AirQualityObserved, Building, Device, ',
  ],
  [
    'a model with a typing mistake',
    more('dataModels: [AirQualtyObserved]'),
    '6:14 dataModels[0]',
    "Did you mean 'AirQualityObserved'?",
  ],
  [
    'a published type without a model',
    more('openData: [{ type: Building, licence: CC-BY-4.0 }]'),
    '6:20 openData[0].type',
    'Add Building to dataModels.',
  ],
  [
    'a licence by its usual name',
    more('dataModels: [Building]\nopenData: [{ type: Building, licence: CC BY 4.0 }]'),
    '7:39 openData[0].licence',
    "Did you mean 'CC-BY-4.0'?",
  ],
  [
    'no licence',
    more('dataModels: [Building]\nopenData: [{ type: Building }]'),
    '7:12 openData[0].licence',
    'Add licence: "CC-BY-4.0".',
  ],
  [
    'more messages than a pilot carries',
    more('load: { messagesPerSecond: 500 }'),
    '6:28 load.messagesPerSecond',
    "or profile to 'city'.",
  ],
  [
    'more messages than any profile carries',
    more('load: { messagesPerSecond: 900000 }'),
    '6:28 load.messagesPerSecond',
    "profile to 'city' and load.messagesPerSecond to 1197 or less.",
  ],
  [
    'two brokers without a bus',
    more('broker: { replicas: 2 }'),
    '6:21 broker.replicas',
    'Set broker.bus to kafka, or replicas to 1.',
  ],
  ['backups: false', more('backups: false'), '6:10 backups', 'Write for example {"enabled":false,"reason":'],
  ['no backups without a reason', more('backups: { enabled: false }'), '6:1 backups.reason', 'Add reason: '],
  ['a region by its place', aws('region: Frankfurt'), '9:13 targets.aws.region', 'eu-central-1, eu-central-2'],
  [
    'a region that does not exist',
    aws('region: eu-central-11'),
    '9:13 targets.aws.region',
    "Did you mean 'eu-central-1'?",
  ],
  [
    'an account that YAML takes for a number',
    aws('account: 111122223333'),
    '9:14 targets.aws.account',
    'Put it in quotes: "111122223333".',
  ],
  [
    'no certificate on AWS',
    more('targets: { aws: {} }'),
    '6:12 targets.aws',
    'Add targets.aws.hostedZone, or targets.aws.certificateArn.',
  ],
  ['a tab for indentation', more('load:\n\tdevices: 5'), '7:1 ', 'Look at this line and the one above: indentation'],
  [
    'a colon without a space',
    instead('name: izmir', 'name:izmir'),
    '1:1 ',
    'Look at this line and the one above: indentation',
  ],
  ['a key that stands twice', more('domain: other.example'), '6:1 ', 'Remove one of the two.'],
  [
    'yes for true',
    more('targets:\n  kubernetes:\n    existingNamespace: yes'),
    '8:24 targets.kubernetes.existingNamespace',
    'Write true, without quotes.',
  ],
  [
    'a cron schedule by its name',
    more("backups: { schedule: '@daily' }"),
    '6:22 backups.schedule',
    'Write for example "0 2 * * *".',
  ],
];

test('there are fifty and more', () => {
  expect(mistakes.length).toBeGreaterThanOrEqual(50);
  expect(new Set(mistakes.map(([what]) => what)).size).toBe(mistakes.length);
});

test.each(mistakes)('%s: the message says what to do', async (_, text, place, fix) => {
  const problems = await problemsOf(text);
  expect(problems.map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([place]);
  const [problem] = problems;
  expect(problem?.fix).toContain(fix);
  expect(problem?.rule).toMatch(/[.]$/);
  expect(Object.keys(problemCodes)).toContain(problem?.code);
});
