import { comparedBy as indicators } from '../../../constructs/components/federation/indicator';
import type { Comparison } from '../../../programs/federation/compare/comparison';
import { comparisonPage } from '../../../programs/federation/compare/comparison-page';
import { indicatorValue, newestTimeOf } from '../../../programs/federation/compare/indicator-value';
import { languageOf } from '../../../programs/federation/compare/words';
import { type FakeEntity, FakeNeighbour } from './fake-neighbour';
import { hurried, limits, RunningFederation } from './running-federation';

const [free, no2] = indicators;
const [available, total] = free!.attributes;
const iri = (term: string) => `https://smartdatamodels.org/${term}`;

const property = (value: unknown, more: object = {}) => ({ type: 'Property', value, ...more });
const park = (id: number, free: number, all: number): FakeEntity => ({
  id: `urn:park:${id}`,
  type: iri('dataModel.Parking/OffStreetParking'),
  n: 0,
  modifiedAt: new Date(Date.now() - 120_000).toISOString(),
  [available!]: property(free),
  [total!]: property(all),
});
const air = (id: number, value: number, unitCode?: string): FakeEntity => ({
  id: `urn:air:${id}`,
  type: iri('dataModel.Environment/AirQualityObserved'),
  n: 0,
  [no2!.attributes[0]!]: property(value, unitCode === undefined ? {} : { unitCode }),
});
const report = (edition: string, passed: number, failed: number) =>
  JSON.stringify({
    edition,
    results: [
      ...Array.from({ length: passed }, () => ({ level: 'MUST', status: 'pass' })),
      ...Array.from({ length: failed }, () => ({ level: 'MUST', status: 'fail' })),
      { level: 'MUST', status: 'skip' },
      { level: 'SHOULD', status: 'fail' },
    ],
  });
const catalogue = (total: number) =>
  `<urn:c> a <http://www.w3.org/ns/dcat#Catalog>; <http://www.w3.org/ns/hydra/core#totalItems> ${total} .`;

test('what is no text is no time, also where it cannot become one', () => {
  const odd = { toString: 1, valueOf: 2 };
  expect(newestTimeOf([{ modifiedAt: odd, a: { observedAt: odd } }, { modifiedAt: '2026-01-01T00:00:00Z' }])).toBe(
    Date.parse('2026-01-01T00:00:00Z'),
  );
});

describe('two cities side by side', () => {
  const open: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
  });

  async function compared(change: (a: FakeNeighbour, b: FakeNeighbour) => void = () => undefined) {
    const a = await FakeNeighbour.start('a', [park(1, 30, 100), park(2, 70, 100), air(1, 20), air(2, 40)], 'parking');
    const b = await FakeNeighbour.start('b', [park(3, 1, 4), air(3, 50, 'GQ')]);
    for (const [city, number] of [
      [a, 1],
      [b, 2],
    ] as const) {
      city.catalogue = catalogue(10 * number);
      city.report = report('current', 9, number);
    }
    change(a, b);
    const isSilent = [a, b].some(({ fault }) => fault?.what === 'silent');
    const running = await RunningFederation.of([a, b], { limits: isSilent ? hurried : limits });
    open.push(running, { stop: () => a.close() }, { stop: () => b.close() });
    const { status, body } = await running.page('/compare.json');
    expect(status).toBe(200);
    const comparison = JSON.parse(body) as Comparison;
    const row = (id: string) => comparison.rows.find((one) => one.id === id);
    return { running, comparison, row, a, b };
  }

  test('have the same questions, and the numbers are those of all tenants', async () => {
    const { row, a } = await compared();
    expect(row('free-parking')).toEqual({
      id: 'free-parking',
      cities: { a: { value: 50, unit: '%', of: 2 }, b: { value: 25, unit: '%', of: 1 } },
    });
    // Where the value names no unit, it is that of the data model.
    expect(row('no2')).toEqual({
      id: 'no2',
      cities: { a: { value: 30, unit: 'GQ', of: 2 }, b: { value: 50, unit: 'GQ', of: 1 } },
    });
    expect(row('datasets')?.cities).toEqual({ a: { value: 10, unit: '' }, b: { value: 20, unit: '' } });
    expect(row('conformance')?.cities).toMatchObject({ a: { value: 90, edition: 'current' } });
    expect(row('age')?.cities.a).toMatchObject({ value: expect.closeTo(120, -1), unit: 's' });
    expect(row(`entities ${iri('dataModel.Parking/OffStreetParking')}`)?.cities).toEqual({
      a: { value: 2, unit: '' },
      b: { value: 1, unit: '' },
    });
    // Nothing is asked by names that mean something in one city alone.
    expect(a.asked.filter(({ url, headers }) => url.pathname.startsWith('/ngsi-ld') && headers.link)).toEqual([]);
  });

  test.each<[string, (a: FakeNeighbour, b: FakeNeighbour) => void, string, string, object]>([
    ['units', (_, b) => b.entities.set('', [air(3, 0.05, 'GP')]), 'no2', 'units', { value: 0.05, unit: 'GP', of: 1 }],
    ['a model', (_, b) => b.entities.set('', [air(3, 5)]), 'free-parking', 'missing', { lacks: 'no-entities' }],
    [
      'a value',
      (_, b) => b.entities.set('', [{ ...park(3, 1, 4), [total!]: property('4') }]),
      'free-parking',
      'missing',
      { lacks: 'no-values' },
    ],
    [
      'one unit',
      (_, b) => b.entities.set('', [air(3, 5, 'GQ'), air(4, 5, 'GP')]),
      'no2',
      'missing',
      { lacks: 'mixed-units' },
    ],
    [
      'an edition',
      (_, b) => {
        b.report = report('2024', 9, 2);
      },
      'conformance',
      'editions',
      expect.objectContaining({ edition: '2024' }),
    ],
    [
      'a report',
      (_, b) => {
        b.report = undefined;
      },
      'conformance',
      'missing',
      { lacks: 'not-there' },
    ],
    [
      'a catalogue',
      (_, b) => {
        b.catalogue = '<html>';
      },
      'datasets',
      'missing',
      { lacks: 'nonsense' },
    ],
    [
      'a key',
      (_, b) => {
        b.secret = 'another';
      },
      'no2',
      'missing',
      { lacks: 'no-access' },
    ],
    [
      'an answer',
      (_, b) => {
        b.fault = { what: 'error', phase: 'second' };
      },
      'no2',
      'missing',
      { lacks: 'failing' },
    ],
    [
      'all but silence',
      (_, b) => {
        b.fault = { what: 'silent', phase: 'identity' };
      },
      'free-parking',
      'missing',
      { lacks: 'late' },
    ],
  ])('where one lacks %s, that is named, and the other city has its number', async (_, change, id, not, lack) => {
    const { row } = await compared(change);
    expect(row(id)).toEqual({
      id,
      cities: { a: expect.objectContaining({ value: expect.any(Number) }), b: lack },
      not,
    });
  });

  test('datasets of other cities that a portal shows too are not counted as its own', async () => {
    const { row } = await compared((a) => {
      a.collects = ['b', 'c-d'];
      for (const [name, datasets] of Object.entries({ a: 7, own: 1, b: 20, 'c-d': 30 }))
        a.organizations.set(name, datasets);
    });
    expect(row('datasets')?.cities).toEqual({ a: { value: 8, unit: '' }, b: { value: 20, unit: '' } });
  });

  test('a silent city holds nobody up, and clients that look at once ask each city once', async () => {
    const { running, b, a } = await compared((_, silent) => {
      silent.fault = { what: 'silent', phase: 'first' };
    });
    const asked = [a.asked.length, b.asked.length];
    await Promise.all(Array.from({ length: 20 }, () => running.page('/compare')));
    expect([a.asked.length, b.asked.length]).toEqual(asked);
  });

  test('the page is in the language of the reader, names what is not comparable, and needs nothing from elsewhere', async () => {
    const { running } = await compared((_, b) => b.entities.set('', [air(3, 0.05, 'GP')]));
    const english = await running.page('/compare');
    expect(english.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(english.body).toContain('Land: the cities side by side');
    expect(english.body).toContain('no: the units differ');
    expect(english.body).toContain('has no entities of the type');
    expect(english.body).toMatch(/30 µg\/m³/);
    expect(english.body).not.toMatch(/<script|src="http|href="http/);
    const turkish = await running.page('/compare', { 'accept-language': 'tr-TR,en;q=0.5' });
    expect(turkish.headers['content-language']).toBe('tr');
    expect(turkish.body).toContain('hayır: birimler farklı');
    expect(turkish.body).toContain('bu türden varlığı yok');
  });

  test('nothing is written through it', async () => {
    const { running } = await compared();
    expect((await running.ask('/../../compare', { method: 'POST' })).status).toBe(405);
  });

  test('no token and no key stands in the answer or the log', async () => {
    const { running, comparison } = await compared();
    const text = `${JSON.stringify(comparison)}${running.recorded.text()}`;
    expect(text).not.toMatch(/token-[ab]|key-of-the-federation/);
  });
});

test.each([
  [undefined, 'en'],
  ['tr', 'tr'],
  ['de, tr;q=0.3', 'tr'],
  ['tr;q=0, en', 'en'],
  ['constructor', 'en'],
])('who asks for %s reads %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('an indicator of values that are none is none', () => {
  const entity = (value: unknown) => ({ id: 'a', type: 'b', [no2!.attributes[0]!]: value });
  expect(indicatorValue(no2!, [entity('text'), entity({ value: 'x' }), entity({ value: null })])).toEqual({
    lacks: 'no-values',
  });
  expect(indicatorValue(no2!, [entity([property(4), property(9)])])).toMatchObject({ value: 4 });
  expect(indicatorValue(free!, [{ [available!]: property(0), [total!]: property(0) }])).toEqual({ lacks: 'no-values' });
  expect(newestTimeOf([{ a: property(1, { observedAt: 'never' }) }])).toBeUndefined();
  expect(
    newestTimeOf([{ modifiedAt: '2026-01-01T00:00:00Z', a: property(1, { observedAt: '2026-01-02T00:00:00Z' }) }]),
  ).toBe(Date.parse('2026-01-02T00:00:00Z'));
});

test('the page shows a small value with its digits, and one entity as one', () => {
  const page = comparisonPage(
    {
      federation: 'Both',
      time: '2026-05-01T10:00:00Z',
      cities: [{ id: 'a', title: 'A' }],
      rows: [{ id: 'no2', cities: { a: { value: 0.0512, unit: 'GP', of: 1 } } }],
    },
    'en',
  );
  expect(page).toContain('0.0512 mg/m³');
  expect(page).toContain('of one entity');
});
