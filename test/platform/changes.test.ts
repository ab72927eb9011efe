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

function facts(changes: Partial<CityInput> = {}, section: TargetName = 'kubernetes', target: string = section) {
  const city = parseCity({ ...base, ...changes });
  return platformFacts(new CityPlatform(new RootConstruct(), 'Platform', { city }), section, target);
}

function found(before: Partial<CityInput>, now: Partial<CityInput>, ...of: [TargetName?, string?]): string[] {
  return changeProblems(facts(before, ...of), facts(now, ...of)).map(({ code, path }) => `${code} ${path}`);
}

const hostedZone = { id: 'Z0123456789EXAMPLE', name: 'izmir.example' };
const keycloak = (realm: string) => ({
  identity: {
    existing: { url: 'https://login.izmir.example', realm, adminClient: 'city', adminSecret: { name: 'keycloak' } },
  },
});
const objectStore = { endpoint: 'https://s3.izmir.example', bucket: 'izmir', secretName: 'object-store' };
/** A city with backups, whose database was restored so often. */
const restored = (number = 0): Partial<CityInput> => ({
  backups: { retentionDays: 14 },
  targets: { kubernetes: { objectStore, ...(number > 0 && { restore: { number } }) } },
});

const vpc = {
  id: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
  publicSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4', 'subnet-0123456789abcdef5'],
};
const seats = (type: string) => ({ kind: 'Property', iri: 'https://izmir.example/seats', schema: { type } }) as const;
const named = { kind: 'Property', iri: 'https://smartdatamodels.org/name', schema: { type: 'string' } } as const;

/** A model with one attribute of a type. */
function bench(type: string, version = 1) {
  return { type: 'Bench', iri: 'https://izmir.example/Bench', version, attributes: { seats: seats(type) } };
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
    ['disk-shrunk history.retentionDays', 'history-shortened history.retentionDays'],
  ],
  ['less load', { load: { messagesPerSecond: 10 } }, {}, ['disk-shrunk load']],
  [
    'city to pilot: everything that follows the profile',
    { profile: 'city', openDataPortal: { replicas: 1 }, history: { retentionDays: 14 } },
    { profile: 'pilot', openDataPortal: { replicas: 1 }, history: { retentionDays: 14 } },
    ['disk-shrunk profile', 'disk-shrunk profile', 'disk-shrunk profile'],
  ],
  ['people in a Keycloak of their own', {}, keycloak('izmir'), ['data-moved identity.existing']],
  ['another realm', keycloak('izmir'), keycloak('smyrna'), ['data-moved identity.existing']],
  [
    'another class of storage for what several write',
    {},
    { targets: { kubernetes: { sharedStorageClass: 'nfs' } } },
    ['data-moved targets.kubernetes.sharedStorageClass'],
  ],
  ['a restore taken out of the spec', restored(1), restored(), ['restore-step targets.kubernetes.restore']],
  ['a restore that skips one', restored(1), restored(3), ['restore-step targets.kubernetes.restore']],
  [
    'an attribute that goes, whose name another model has',
    { dataModels: ['OffStreetParking', { ...bench('number'), attributes: { name: named, seats: seats('number') } }] },
    { dataModels: ['OffStreetParking', bench('number')] },
    ['model-breaks dataModels'],
  ],
  [
    'a larger disk of a server without an operator',
    { profile: 'laptop', load: { messagesPerSecond: 2 } },
    { profile: 'laptop', load: { messagesPerSecond: 2 }, history: { retentionDays: 40 } },
    ['disk-fixed history.retentionDays'],
  ],
  ['a rotation that skips one', {}, { rotation: 2 }, ['rotation-step rotation']],
  ['a rotation taken back', { rotation: 1 }, {}, ['rotation-step rotation']],
];

describe('a change of a running city', () => {
  test.each(refused)('%s is refused', (_, before, now, problems) => {
    expect(found(before, now)).toEqual(problems);
  });

  test('another region is refused on AWS, where the disk of a database and access are no limits', () => {
    const region = { targets: { aws: { region: 'eu-west-1', hostedZone } } };
    expect(found({}, region, 'aws')).toEqual(['data-moved targets.aws.region']);
    expect(found({}, { profile: 'city' }, 'aws')).toEqual([]);
    expect(found({}, region, 'kubernetes')).toEqual([]);
  });

  test('a bus of AWS keeps its disks, as MSK makes none smaller', () => {
    const city = (messagesPerSecond: number) => ({ profile: 'city', load: { messagesPerSecond } }) as const;
    const [more, less] = [city(600), city(100)];
    expect(found(more, less, 'aws')).toEqual(['disk-shrunk load']);
    expect(found(more, less, 'aws', 'eks')).toContain('disk-shrunk load');
    expect(found(less, more, 'aws')).toEqual([]);
  });

  test('a chart of Helm has the same disks, and a cluster of EKS its volumes, namespace, name and class', () => {
    const shorter = [{ history: { retentionDays: 60 } }, { history: { retentionDays: 7 } }] as const;
    expect(found(...shorter, 'kubernetes', 'helm')).toEqual(found(...shorter));
    const eks = (section: object) => ({ targets: { aws: { hostedZone, vpc, eks: section } } });
    const existing = { name: 'city', securityGroupId: 'sg-0123456789abcdef0', storageClass: 'gp3', autoMode: true };
    const moved = (before: object, now: object) => found(eks(before), eks(now), 'aws', 'eks');
    expect(moved({}, { namespace: 'other' })).toEqual(['data-moved targets.aws.eks.namespace']);
    expect(moved({ existing }, { existing: { ...existing, name: 'other' } })).toEqual([
      'data-moved targets.aws.eks.existing',
    ]);
    expect(moved({ existing }, { existing: { ...existing, storageClass: 'gp2' } })).toEqual([
      'data-moved targets.aws.eks.existing.storageClass',
    ]);
    expect(moved({}, { existing })).toContain('data-moved targets.aws.eks.existing');
    expect(found(eks({}), eks({ namespace: 'other' }), 'aws')).toEqual([]);
    const shrunk = found({ ...eks({}), profile: 'city' }, { ...eks({}), profile: 'pilot' }, 'aws', 'eks');
    expect(shrunk.filter((one) => one.startsWith('disk-'))).toContain('disk-shrunk profile');
  });

  test('a database that is made anew from its archive has any size', () => {
    const days = (retentionDays: number) => ({ history: { retentionDays } });
    expect(found({ ...days(60), ...restored(1) }, { ...days(7), ...restored(2) })).toEqual([
      'history-shortened history.retentionDays',
    ]);
    const shrunk = changeProblems(facts(days(60)), facts(days(7))).find(({ code }) => code === 'disk-shrunk');
    expect(shrunk?.fix).toContain('targets.kubernetes.restore: { number: 1 }');
  });

  test('a record of before has none of the newer facts, and nothing is said of them', () => {
    const { restored: _, profile, historyDays, ...before } = facts({ ...restored(1), history: { retentionDays: 60 } });
    expect([profile, historyDays]).toEqual(['pilot', 60]);
    expect(changeProblems(before, facts({ ...restored(3), history: { retentionDays: 60 } }))).toEqual([]);
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
