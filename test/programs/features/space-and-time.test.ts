import fc from 'fast-check';
import { multiPolygonOf, parseBox } from '../../../programs/features/bbox';
import { aggregate, bucketsOf, countIn } from '../../../programs/features/buckets';
import { Clock, durationOf } from '../../../programs/features/clock';
import { crs84, projected, systems } from '../../../programs/features/crs';
import { csvOf } from '../../../programs/features/csv';
import { parseInterval } from '../../../programs/features/datetime';
import { runs } from '../../support/runs';

const box = (text: string, crs = crs84) => {
  const notes: string[] = [];
  return parseBox(text, (rule) => notes.push(rule), crs) ?? notes[0];
};
const [, epsg4326, , epsg3857] = systems as [typeof crs84, typeof crs84, typeof crs84, typeof crs84];

test('a bbox has four or six numbers, and is two boxes where it lies over the antimeridian', () => {
  expect(box('1,2,3,4')).toEqual([[1, 2, 3, 4]]);
  expect(box('-1.5,2e1,-9,3,4e1,9')).toEqual([[-1.5, 20, 3, 40]]);
  expect(box('170,-10,-170,10')).toEqual([
    [170, -10, 180, 10],
    [-180, -10, -170, 10],
  ]);
  expect(box('2,170,4,-170', epsg4326)).toEqual([
    [170, 2, 180, 4],
    [-180, 2, -170, 4],
  ]);
  expect(box('180,0,180,0')).toEqual([[180, 0, 180, 0]]);
  for (const wrong of [
    '',
    '1,2,3',
    '1,2,3,4,5',
    '1,2,3,x',
    '1,2,3,',
    '1, 2,3,4',
    '1,2,3,NaN',
    '1,2,3,1e999',
    '0x1,2,3,4',
  ])
    expect(box(wrong)).toMatch(/four or six numbers/);
  expect(box('1,4,3,2')).toMatch(/the lower one first/);
  expect(box('1,-91,3,2')).toMatch(/latitudes from -90/);
  expect(box('-181,2,3,4')).toMatch(/longitudes from -180/);
  expect(box('100,0,-100,10', epsg3857)).toMatch(/smaller number first/);
  expect(multiPolygonOf([[1, 2, 3, 4]])).toEqual([
    [
      [
        [1, 2],
        [3, 2],
        [3, 4],
        [1, 4],
        [1, 2],
      ],
    ],
  ]);
  // What has no area would meet nothing.
  expect(multiPolygonOf([[1, 2, 1, 3]])).toEqual([
    [
      [
        [1 - 1e-9, 2],
        [1 + 1e-9, 2],
        [1 + 1e-9, 3],
        [1 - 1e-9, 3],
        [1 - 1e-9, 2],
      ],
    ],
  ]);
});

test('what is projected comes back to within a millimetre, and Web Mercator is where EPSG has it', () => {
  // The example of EPSG's guidance note 7-2 for method 1024.
  expect(epsg3857.from(-(100 + 20 / 60), 24 + 22 / 60 + 54.433 / 3600)).toEqual([
    expect.closeTo(-11_169_055.58, 1),
    expect.closeTo(2_800_000, 1),
  ]);
  fc.assert(
    fc.property(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
      (longitude, latitude) => {
        for (const crs of systems) {
          const [back, up] = crs.to(...crs.from(longitude, latitude));
          expect([back, up]).toEqual([expect.closeTo(longitude, 8), expect.closeTo(latitude, 8)]);
        }
      },
    ),
    runs(),
  );
  expect(epsg3857.from(0, 90)[1]).toBeCloseTo(20_037_508.34, 1);
});

test('every position of a geometry is projected, and its height is kept', () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [1, 2, 9],
      [3, 4],
    ],
  };
  expect(projected(line, epsg4326)).toEqual({
    type: 'LineString',
    coordinates: [
      [2, 1, 9],
      [4, 3],
    ],
  });
  expect(projected({ type: 'GeometryCollection', geometries: [line] }, epsg4326)).toMatchObject({
    geometries: [
      {
        coordinates: [
          [2, 1, 9],
          [4, 3],
        ],
      },
    ],
  });
  expect(projected(line, crs84)).toBe(line);
});

const istanbul = new Clock('Europe/Istanbul');
const berlin = new Clock('Europe/Berlin');
const interval = (text: string, clock = istanbul) => {
  const notes: string[] = [];
  const found = parseInterval(text, (rule) => notes.push(rule), clock);
  return found ? [found.from, found.to].map((time) => time && new Date(time).toISOString()) : notes[0];
};

test('a datetime is an instant, a day of the city, or what lies between two of them', () => {
  expect(interval('2026-05-01T10:00:00Z')).toEqual(['2026-05-01T10:00:00.000Z', '2026-05-01T10:00:00.000Z']);
  expect(interval('2026-05-01t13:00:00.5+03:00')).toEqual(['2026-05-01T10:00:00.500Z', '2026-05-01T10:00:00.500Z']);
  expect(interval('2026-05-01')).toEqual(['2026-04-30T21:00:00.000Z', '2026-05-01T20:59:59.999Z']);
  expect(interval('2026-05-01/2026-05-02')).toEqual(['2026-04-30T21:00:00.000Z', '2026-05-02T20:59:59.999Z']);
  expect(interval('../2026-05-01')).toEqual([undefined, '2026-05-01T20:59:59.999Z']);
  expect(interval('2026-05-01T10:00:00Z/')).toEqual(['2026-05-01T10:00:00.000Z', undefined]);
  // The day on which Berlin's clocks go forward has 23 hours.
  expect(interval('2026-03-29', berlin)).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z']);
  for (const wrong of [
    '',
    '..',
    '../..',
    '/',
    '2026-02-30',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-05-01T10:00:00',
    '2026',
    'now',
    'x/2026-05-01',
    '2026-05-01/2026-05-02/..',
  ])
    expect(interval(wrong)).toMatch(/must be a time/);
  expect(interval('2026-05-02/2026-05-01')).toMatch(/must not end before/);
  // Samoa crossed the date line.
  expect(interval('2011-12-30', new Clock('Pacific/Apia'))).toMatch(/must be a time/);
  expect(interval('2011-12-29/2011-12-31', new Clock('Pacific/Apia'))).toEqual([
    '2011-12-29T10:00:00.000Z',
    '2011-12-31T09:59:59.999Z',
  ]);
});

test.each(['UTC', 'Pacific/Kiritimati', 'America/Adak'])('a time of %s always has a year of four digits', (zone) => {
  const clock = new Clock(zone);
  for (const text of [
    '0001-01-01',
    '9999-12-31',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
  ])
    for (const time of Object.values(clock.span(text)!))
      for (const said of [new Date(time).toISOString(), clock.text(time)])
        expect(said.slice(0, 5)).toBe(text < '1' ? '0001-' : '9999-');
});

test('a duration has whole units and is longer than nothing', () => {
  expect(durationOf('PT15M')).toMatchObject({ minutes: 15, days: 0 });
  expect(durationOf('P1Y2M3W4DT5H6M7S')).toEqual({
    years: 1,
    months: 2,
    weeks: 3,
    days: 4,
    hours: 5,
    minutes: 6,
    seconds: 7,
  });
  for (const wrong of ['', 'P', 'PT', 'P1', 'PT0S', 'P1H', 'PT1.5H', '-PT1H', 'P1DT', 'pt1h', 'PT1H '])
    expect(durationOf(wrong)).toBeUndefined();
});

const stretches = (clock: Clock, from: string, to: string, every: string, most = 5000) =>
  bucketsOf({ from: Date.parse(from), to: Date.parse(to), every: durationOf(every)!, most }, clock);

test('days and months go by the clocks of the city, hours as they pass', () => {
  const hours = (found: ReturnType<typeof stretches>) => found!.map(({ start, end }) => (end - start) / 3_600_000);
  expect(hours(stretches(berlin, '2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z', 'P1D'))).toEqual([24, 23, 24]);
  expect(hours(stretches(berlin, '2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z', 'P1D'))).toEqual([24, 25, 24]);
  expect(hours(stretches(berlin, '2026-03-28T22:00:00Z', '2026-03-29T03:00:00Z', 'PT1H'))).toEqual([1, 1, 1, 1, 1]);
  const months = stretches(berlin, '2026-01-30T23:00:00Z', '2026-05-31T22:00:00Z', 'P1M')!;
  expect(months.map(({ start }) => berlin.text(start).slice(0, 10))).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
  ]);
  expect(stretches(berlin, '2026-01-01T00:00:00Z', '2026-01-01T02:30:00Z', 'PT1H')!.at(-1)).toMatchObject({
    end: Date.parse('2026-01-01T02:30:00Z'),
  });
  expect(stretches(berlin, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'PT1S')).toBeUndefined();
  // Beyond what a date can be there is no second one.
  for (const every of ['P300000Y', 'P999999Y', 'P999999M'])
    expect(stretches(berlin, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', every)).toHaveLength(1);
});

test.each([
  ['America/Santiago', '2026-09-06'],
  ['Africa/Cairo', '2026-04-24'],
  ['Asia/Beirut', '2026-03-29'],
  ['America/Havana', '2026-03-08'],
  ['Atlantic/Azores', '2026-03-29'],
])('in %s the %s, which has no midnight, ends at the next one, and so do days counted from it', (zone, day) => {
  const clock = new Clock(zone);
  const hour = 3_600_000;
  const { start, end } = clock.span(day)!;
  expect([clock.text(start).slice(0, 16), end - start]).toEqual([`${day}T01:00`, 23 * hour]);
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  expect(clock.span(next)).toEqual({ start: end, end: end + 24 * hour });
  expect(clock.text(end).slice(0, 16)).toBe(`${next}T00:00`);
  for (const [every, count] of [
    ['P1D', 3],
    ['P1M', 1],
  ] as const) {
    const to = end + 2 * 24 * hour;
    const found = bucketsOf({ from: start, to, every: durationOf(every)!, most: 100 }, clock)!;
    expect(found.map((one) => clock.text(one.start).slice(11, 16))).toEqual(
      ['01:00', '00:00', '00:00'].slice(0, count),
    );
    expect(found.at(-1)!.end).toBe(to);
  }
});

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Asuncion',
  'America/Santiago',
];

test('stretches lie end to end, and each begins by the city’s calendar where the one before did', () => {
  const wall = (time: number, timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(time);
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((time) => time - (time % 1000)),
      fc.constantFrom('P1D', 'P1W', 'PT1H', 'PT45M'),
      fc.integer({ min: 1, max: 40 }),
      (zone, from, every, days) => {
        const to = from + days * 86_400_000;
        const found = bucketsOf({ from, to, every: durationOf(every)!, most: 100_000 }, new Clock(zone))!;
        expect([found[0]!.start, found.at(-1)!.end]).toEqual([from, to]);
        for (const [index, { start, end }] of found.entries()) {
          expect(end).toBeGreaterThan(start);
          if (index > 0) expect(start).toBe(found[index - 1]!.end);
          if (every.startsWith('PT') && index + 1 < found.length) expect(end - start).toBe(found[0]!.end - from);
        }
        if (every === 'P1D') {
          // On a day that lacks the time, a stretch begins by as much later.
          const odd = found.filter(({ start }) => wall(start, zone) !== wall(from, zone));
          expect(odd.length).toBeLessThanOrEqual(1);
        }
      },
    ),
    runs(40),
  );
});

test('each value is counted once, and what is said of a stretch is what a plain sum says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom('P1D', 'PT1H', 'PT7M'),
      fc.array(fc.tuple(fc.integer({ min: -10, max: 2900 }), fc.integer({ min: -1000, max: 1000 })), { maxLength: 60 }),
      (zone, every, values) => {
        const from = Date.UTC(2026, 2, 28, 22);
        const to = from + 2 * 86_400_000;
        const buckets = bucketsOf({ from, to, every: durationOf(every)!, most: 5000 }, new Clock(zone))!;
        // Whole minutes, so that many lie at the ends.
        const timed = values.map(([minute, value]) => [from + minute * 60_000, value] as const);
        for (const [time, value] of timed) countIn(buckets, time, value);
        for (const bucket of buckets) {
          const own = timed.filter(([time]) => time >= bucket.start && time < bucket.end).map(([, value]) => value);
          expect(aggregate(bucket, 'count')).toBe(own.length);
          const sum = own.reduce((total, value) => total + value, 0);
          expect(aggregate(bucket, 'sum')).toBe(own.length > 0 ? sum : null);
          expect(aggregate(bucket, 'avg')).toBe(own.length > 0 ? sum / own.length : null);
          expect(aggregate(bucket, 'min')).toBe(own.length > 0 ? Math.min(...own) : null);
          expect(aggregate(bucket, 'max')).toBe(own.length > 0 ? Math.max(...own) : null);
        }
        const counted = buckets.reduce((total, { count }) => total + count, 0);
        expect(counted).toBe(timed.filter(([time]) => time >= from && time < to).length);
      },
    ),
    runs(),
  );
});

test('CSV quotes what it has to, and gives no formula to a spreadsheet', () => {
  expect(csvOf(['a', 'b'], [{ a: 'x "y", z', b: -1 }, { a: '=1+1', b: null }, { a: ['p', 'q'] }])).toBe(
    'a,b\r\n"x ""y"", z",-1\r\n\'=1+1,\r\n"[""p"",""q""]",\r\n',
  );
  expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n');
});
