import { parseCity } from '../../constructs/spec/city';
import {
  defineFederation,
  type FederationInput,
  isFederation,
  parseFederation,
  peersOf,
} from '../../constructs/spec/federation';
import { problemsOf, smallest } from './city-helpers';

const city = (name: string, country = 'TR', domain = `${name}.example`) => ({ ...smallest, name, country, domain });
const problemsIn = (input: unknown) => problemsOf(() => defineFederation(input as FederationInput));

const alone = 'When a country joins, at least two cities of it join at once.';

test('two cities of a country join at once', () => {
  const federation = defineFederation({ federation: 'turkiye', cities: [city('izmir'), parseCity(city('istanbul'))] });
  expect(federation).toEqual({
    name: 'turkiye',
    title: 'turkiye',
    joining: 'first',
    alreadyJoined: [],
    cities: [parseCity(city('izmir')), parseCity(city('istanbul'))],
  });
  expect(Object.isFrozen(federation)).toBe(true);
  expect(isFederation(federation)).toBe(true);
});

test('one city alone of a country is refused as a first joining, with the rule', () => {
  expect(problemsIn({ federation: 'turkiye', cities: [city('izmir')] })).toEqual([
    {
      code: 'federation-country-alone',
      path: 'cities[0]',
      value: 'izmir (TR)',
      rule: alone,
      fix: 'Add a second city of TR, or list TR under alreadyJoined if it has members.',
    },
  ]);
});

test('each country is counted for itself', () => {
  const cities = [city('izmir'), city('istanbul'), city('helsinki', 'FI')];
  expect(problemsIn({ federation: 'both', cities }).map(({ path, value }) => [path, value])).toEqual([
    ['cities[2]', 'helsinki (FI)'],
  ]);
});

test('one city named twice is still one city', () => {
  const problems = problemsIn({ federation: 'turkiye', cities: [city('izmir'), city('izmir')] });
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'federation-country-alone cities[0]',
    'federation-country-alone cities[1]',
    'federation-name-unique cities[1]',
    'federation-domain-unique cities[1]',
  ]);
});

test('a city may join alone later, or where its country has members', () => {
  expect(problemsIn({ federation: 'turkiye', joining: 'later', cities: [city('izmir')] })).toEqual([]);
  expect(problemsIn({ federation: 'turkiye', alreadyJoined: ['TR'], cities: [city('izmir')] })).toEqual([]);
});

test.each(['name', 'domain'] as const)('no two cities have one %s', (field) => {
  const second = field === 'name' ? city('izmir', 'TR', 'other.example') : city('istanbul', 'TR', 'izmir.example');
  const cities = [city('izmir'), city('ankara'), second];
  expect(problemsIn({ federation: 'turkiye', cities })).toEqual([
    {
      code: `federation-${field}-unique`,
      path: 'cities[2]',
      value: second[field],
      rule: `No two cities of a federation have the same ${field}.`,
      fix: `Give this city another ${field} than cities[0] has, or remove it.`,
    },
  ]);
});

test('the problems of its cities and its own come at once', () => {
  const cities = [
    { ...city('izmir'), population: 0 },
    { ...city('istanbul'), populaton: 1 },
  ];
  expect(problemsIn({ federation: 'Türkiye', joning: 'first', alreadyJoined: ['TUR'], cities })).toEqual([
    expect.objectContaining({ code: 'out-of-range', path: 'cities[0].population', value: 0 }),
    expect.objectContaining({ code: 'unknown-key', path: 'cities[1].populaton', fix: "Did you mean 'population'?" }),
    expect.objectContaining({ code: 'bad-format', path: 'federation', value: 'Türkiye' }),
    expect.objectContaining({ code: 'not-allowed', path: 'alreadyJoined[0]', value: 'TUR' }),
    expect.objectContaining({ code: 'unknown-key', path: 'joning', fix: "Did you mean 'joining'?" }),
  ]);
});

test.each([
  ['federation', undefined, 'required', 'federation'],
  ['title', 4, 'wrong-type', 'title'],
  ['joining', 'second', 'not-allowed', 'joining'],
  ['cities', undefined, 'required', 'cities'],
  ['cities', [], 'out-of-range', 'cities'],
  ['cities', ['../izmir'], 'bad-format', 'cities[0]'],
  ['cities', [4], 'not-allowed', 'cities[0]'],
])('%s: %j is refused', (field, value, code, path) => {
  const members = [parseCity(city('izmir')), parseCity(city('istanbul'))];
  const input = { federation: 'turkiye', cities: ['a.yaml', 'b.yaml'], [field]: value };
  const problems = problemsOf(() => parseFederation(input, members));
  expect(problems).toEqual([expect.objectContaining({ code, path })]);
  expect(problems[0]?.rule).toMatch(/\.$/);
  expect(problems[0]?.fix).toMatch(/\.$/);
});

test('a member that could not be read is not counted as missing', () => {
  const input = { federation: 'turkiye', cities: ['a.yaml', 'b.yaml'] };
  const run = () => parseFederation(input, [parseCity(city('izmir')), undefined]);
  expect(problemsOf(run)).toEqual([]);
});

test('each city knows the others that have a public address', () => {
  const [izmir, istanbul] = [parseCity(city('izmir')), parseCity(city('istanbul'))];
  const town = parseCity({ name: 'town', country: 'TR', population: 8200, profile: 'laptop' });
  expect(peersOf([izmir, istanbul, town], izmir)).toEqual([
    { id: 'istanbul', title: istanbul.title, gateway: 'https://api.istanbul.example' },
  ]);
  expect(peersOf([izmir], izmir)).toEqual([]);
});

describe('the query of a federation', () => {
  const members = [
    { ...city('izmir'), tenants: [{ id: 'parking' }] },
    city('istanbul'),
    { ...city('ankara'), profile: 'laptop' },
  ];
  const problems = (query: object) =>
    problemsIn({ federation: 'turkiye', cities: members, query }).map(({ code, path, value }) => [code, path, value]);

  test('names the city that answers and what each city shares', () => {
    const query = { host: 'izmir', shares: { izmir: ['parking'], istanbul: [] } };
    const federation = defineFederation({ federation: 'turkiye', cities: members, query } as FederationInput);
    expect(federation.query).toEqual({ ...query, readers: 'viewers' });
    expect(Object.isFrozen(federation.query?.shares)).toBe(true);
  });

  test('names members alone, the host among them', () => {
    expect(problems({ host: 'bursa', shares: { izmir: ['parking'], konya: [] } })).toEqual([
      ['federation-query-city', 'query.host', 'bursa'],
      ['federation-query-city', 'query.shares.konya', 'konya'],
    ]);
    expect(problems({ host: 'izmir', shares: { istanbul: [] } })).toEqual([
      ['federation-query-city', 'query.shares', 'istanbul'],
    ]);
  });

  test('shares tenants of the city, and some of them where it has any', () => {
    expect(problems({ host: 'izmir', shares: { izmir: ['parking', 'roads'], istanbul: ['x'] } })).toEqual([
      ['federation-query-tenant', 'query.shares.izmir[1]', 'roads'],
      ['federation-query-tenant', 'query.shares.istanbul[0]', 'x'],
    ]);
    expect(problems({ host: 'izmir', shares: { izmir: [] } })).toEqual([
      ['federation-query-tenant', 'query.shares.izmir', '[]'],
    ]);
  });

  test('asks no city without a public address', () => {
    expect(problems({ host: 'izmir', shares: { izmir: ['parking'], ankara: [] } })).toEqual([
      ['federation-query-address', 'query.shares.ankara', 'laptop'],
    ]);
  });
});
