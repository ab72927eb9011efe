import { RootConstruct } from 'constructs';
import { changeCodes, changeProblems, checkChanges } from '../../constructs/platform/changes/changes';
import { platformFacts } from '../../constructs/platform/changes/platform-facts';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { type CityInput, parseCity, type TargetName } from '../../constructs/spec/city';
import { problemsOf, smallest } from '../spec/city-helpers';

const backups = { enabled: false, reason: 'a city of a test keeps nothing' } as const;
const ferry = (iri?: string) => ({
  type: 'Ferry',
  ...(iri && { iri }),
  attributes: { seats: { kind: 'Property' as const, iri: 'https://izmir.example/seats' } },
});
const base: CityInput = { ...smallest, backups, load: { messagesPerSecond: 5 } };

function facts(changes: Partial<CityInput> = {}, target: TargetName = 'kubernetes') {
  const city = parseCity({ ...base, ...changes });
  return platformFacts(new CityPlatform(new RootConstruct(), 'Platform', { city }), target);
}

function found(before: Partial<CityInput>, now: Partial<CityInput>, target?: TargetName): string[] {
  return changeProblems(facts(before, target), facts(now, target)).map(({ code, path }) => `${code} ${path}`);
}

/** A model with one attribute of a type. */
function bench(type: string, version = 1) {
  const seats = { kind: 'Property', iri: 'https://izmir.example/seats', schema: { type } } as const;
  return { type: 'Bench', iri: 'https://izmir.example/Bench', version, attributes: { seats } };
}

test('a model that narrows with a version that rose is meant', () => {
  expect(found({ dataModels: [bench('number')] }, { dataModels: [bench('integer', 2)] })).toEqual([]);
  expect(found({ dataModels: [bench('number', 2)] }, { dataModels: [bench('integer', 2)] })).toEqual([
    'model-breaks dataModels',
  ]);
});

/** A change of a running city, and what of it applying does not bring about. */
type Case = [what: string, before: Partial<CityInput>, now: Partial<CityInput>, problems: string[]];

const refused: Case[] = [
  ['another name', {}, { name: 'smyrna', targets: { kubernetes: { namespace: 'izmir' } } }, ['city-renamed name']],
  ['another domain', {}, { domain: 'smyrna.example' }, ['domain-changed domain']],
  [
    'another domain, which default IRIs follow',
    { dataModels: [ferry()] },
    { dataModels: [ferry()], domain: 'smyrna.example' },
    ['domain-changed domain', 'term-moved dataModels'],
  ],
  [
    'another IRI',
    { dataModels: [ferry('https://izmir.example/Ferry')] },
    { dataModels: [ferry('https://izmir.example/Boat')] },
    ['term-moved dataModels'],
  ],
  ['a model that went', { dataModels: [ferry()] }, {}, ['term-moved dataModels', 'term-moved dataModels']],
  [
    'a model that narrows',
    { dataModels: [bench('number')] },
    { dataModels: [bench('integer')] },
    ['model-breaks dataModels'],
  ],
  [
    'a tenant in place of another',
    { tenants: [{ id: 'parks' }] },
    { tenants: [{ id: 'waste' }] },
    ['tenant-removed tenants'],
  ],
  [
    'pilot to city: two replicas share the files of the portal',
    {},
    { profile: 'city' },
    ['volume-access openDataPortal.replicas'],
  ],
  [
    'laptop to pilot: a new server, which is empty',
    { profile: 'laptop', load: { messagesPerSecond: 2 } },
    { profile: 'pilot', load: { messagesPerSecond: 2 } },
    ['data-moved targets.kubernetes.postgres'],
  ],
  [
    'another namespace',
    {},
    { targets: { kubernetes: { namespace: 'other' } } },
    ['data-moved targets.kubernetes.namespace'],
  ],
  [
    'another class of storage',
    {},
    { targets: { kubernetes: { storageClass: 'fast' } } },
    ['data-moved targets.kubernetes.storageClass'],
  ],
  [
    'another source of secrets',
    {},
    { targets: { kubernetes: { secretStore: { name: 'vault' } } } },
    ['data-moved targets.kubernetes.secretStore'],
  ],
  [
    'days of history taken back',
    { history: { retentionDays: 60 } },
    { history: { retentionDays: 7 } },
    ['disk-shrunk load'],
  ],
  [
    'a larger disk of a server without an operator',
    { profile: 'laptop', load: { messagesPerSecond: 2 } },
    { profile: 'laptop', load: { messagesPerSecond: 2 }, history: { retentionDays: 40 } },
    ['disk-fixed load'],
  ],
  ['a rotation that skips one', {}, { rotation: 2 }, ['rotation-step rotation']],
  ['a rotation taken back', { rotation: 1 }, {}, ['rotation-step rotation']],
];

describe('a change of a running city', () => {
  test.each(refused)('%s is refused', (_, before, now, problems) => {
    expect(found(before, now)).toEqual(problems);
  });

  test('another region is refused on AWS, where disks and access are no limits', () => {
    const hostedZone = { id: 'Z0123456789EXAMPLE', name: 'izmir.example' };
    const region = { targets: { aws: { region: 'eu-west-1', hostedZone } } };
    expect(found({}, region, 'aws')).toEqual(['data-moved targets.aws.region']);
    expect(found({}, { profile: 'city' }, 'aws')).toEqual([]);
    expect(found({}, region, 'kubernetes')).toEqual([]);
  });

  const good: [string, Partial<CityInput>, Partial<CityInput>][] = [
    ['nothing', {}, {}],
    ['a further tenant', { tenants: [{ id: 'parks' }] }, { tenants: [{ id: 'waste' }, { id: 'parks' }] }],
    ['a further model', { dataModels: ['Building'] }, { dataModels: ['Building', 'Device'] }],
    ['more load', {}, { load: { messagesPerSecond: 10 } }],
    [
      'another title, contact and languages',
      {},
      { title: 'Smyrna', contact: { email: 'it@izmir.example' }, languages: ['tr'] },
    ],
    ['the next rotation', { rotation: 1 }, { rotation: 2 }],
    [
      'another domain with the IRIs written down',
      { dataModels: [ferry()] },
      { dataModels: [ferry('https://models.izmir.example/terms/Ferry')] },
    ],
  ];
  test.each(good)('%s is not', (_, before, now) => {
    expect(found(before, now)).toEqual([]);
  });

  test('names the value before and now, the rule and what to do, all at once', () => {
    const problems = problemsOf(() => checkChanges(facts({ rotation: 3 }), facts({ domain: 'smyrna.example' })));
    expect(problems).toMatchObject([
      { code: 'domain-changed', path: 'domain', value: { before: 'izmir.example', now: 'smyrna.example' } },
      { code: 'rotation-step', path: 'rotation', value: { before: 3, now: 0 } },
    ]);
    for (const { code, rule, fix } of problems) {
      expect(rule).toMatch(/\.$/);
      expect(fix).toContain(`accept it: --accept ${code}.`);
    }
    expect(problemsOf(() => checkChanges(facts(), facts()))).toEqual([]);
  });

  test.each([
    ['nothing', {}, 'before', 'format is missing'],
    ['the whole record', { format: 1, files: {}, platforms: [facts()] }, 'before', 'target is missing'],
    ['null', null, 'before', 'this is no mapping'],
    ['a model without attributes', { ...facts(), models: { Ferry: {} } }, 'before', 'models.Ferry.attributes'],
  ])('%s in the place of facts is told', (_, before, path, wrong) => {
    const given = before as ReturnType<typeof facts>;
    for (const call of [changeProblems, checkChanges]) {
      expect(problemsOf(() => call(given, facts()))).toMatchObject([
        { code: 'wrong-type', path, rule: expect.stringContaining(wrong) },
      ]);
    }
    expect(problemsOf(() => checkChanges(given, given)).map((problem) => problem.path)).toEqual(['before', 'now']);
  });

  test('is let through by its code, and nothing else is', () => {
    const before = facts();
    const now = facts({ domain: 'smyrna.example', rotation: 5 });
    expect(changeProblems(before, now, ['domain-changed']).map(({ code }) => code)).toEqual(['rotation-step']);
    expect(changeProblems(before, now, changeCodes)).toEqual([]);
  });

  test('every rule has a case here', () => {
    const shown = new Set(refused.flatMap(([, , , problems]) => problems.map((problem) => problem.split(' ')[0])));
    expect([...shown].sort()).toEqual([...changeCodes].sort());
  });
});

test('what another version of the kit keeps besides is let through, and models need not be there', () => {
  expect(changeProblems({ ...facts(), later: 1 } as ReturnType<typeof facts>, facts())).toEqual([]);
});

test('what is kept is plain JSON, the same for the same spec', () => {
  const kept = facts({ tenants: [{ id: 'waste' }, { id: 'parks' }], dataModels: [ferry()] });
  expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
  expect(JSON.stringify(facts({ tenants: [{ id: 'parks' }, { id: 'waste' }], dataModels: [ferry()] }))).toBe(
    JSON.stringify(kept),
  );
  expect(kept).toMatchObject({
    format: 1,
    tenants: ['parks', 'waste'],
    terms: { Ferry: 'https://models.izmir.example/terms/Ferry', seats: 'https://izmir.example/seats' },
    disks: { 'Portal/Files': { kind: 'Volume', writers: 'one' }, Database: { kind: 'PostgresServer' } },
  });
});
