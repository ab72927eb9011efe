import fc from 'fast-check';
import type { DeviceProtocol } from '../../../constructs/components/device-gateway/device-group';
import { matches } from '../../../programs/device-gateway/devices';
import { instantText, tryInstant } from '../../../programs/device-gateway/instant';
import { measureOf } from '../../../programs/device-gateway/measure';
import { measuredValue } from '../../../programs/device-gateway/measured-value';
import { readingsOf as readings, uplinkOf } from '../../../programs/device-gateway/reading';
import { Refusal } from '../../../programs/device-gateway/refusal';
import { valueOfTopic } from '../../../programs/device-gateway/topics';
import { runs } from '../../support/runs';
import { carParks, loraAir } from './groups';

const readingsOf = (protocol: DeviceProtocol, payload: string, path?: string) =>
  readings({ ...carParks, protocol }, payload, path);
const limits = { values: 100, ahead: 300_000 };
const now = Date.parse('2026-11-28T12:00:00Z');
const measured = (values: Record<string, unknown>, time?: unknown) =>
  measureOf(carParks, 'konak', { values, ...(time !== undefined && { time }) }, limits, now);
const reasonOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  return undefined;
};

describe('a time', () => {
  test.each([
    ['2026-11-28T13:00:00+03:00', '2026-11-28T10:00:00.000Z'],
    ['2026-11-28T10:00:00.123456789Z', '2026-11-28T10:00:00.123Z'],
    ['2026-11-28 10:00-0530', '2026-11-28T15:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-11-28t10:00:00z', '2026-11-28T10:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2017-01-01T02:59:60.5+03:00', '2016-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, utc) => expect(instantText(tryInstant(text)!)).toBe(utc));

  test.each([
    '2026-11-28T10:00:00',
    '2026-02-29T00:00:00Z',
    '2026-11-28T25:00:00Z',
    '2026-11-28T10:00:60Z',
    '2026-11-28T23:59:60+03:00',
    '2026-11-28T23:59:61Z',
    '28.11.2026 10:00',
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00+05:00',
    '9999-12-31T23:59:59-05:00',
    '1764324000',
    '',
  ])('%j says no moment that everybody understands alike', (text) => expect(tryInstant(text)).toBeUndefined());

  test('of every moment is the moment again, whatever the offset', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        fc.integer({ min: -839, max: 839 }),
        (date, offset) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
            String(part).padStart(2, '0'),
          );
          expect(tryInstant(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`)).toBe(date.getTime());
        },
      ),
      runs(),
    );
  });
});

describe('a value', () => {
  test.each([
    ['number', '21.5', 21.5],
    ['number', '1e3', 1000],
    ['number', '0.0000005', 5e-7],
    ['number', 5e-7, 5e-7],
    ['number', ' -3 ', -3],
    ['boolean', 'false', false],
    ['boolean', 'TRUE', true],
    ['boolean', 0, false],
    ['text', 'closed', 'closed'],
    ['text', 7, '7'],
    ['texts', 'open', ['open']],
    ['texts', ['open', 'full'], ['open', 'full']],
    ['instant', '2026-11-28T13:00:00+03:00', '2026-11-28T10:00:00.000Z'],
    ['geometry', '38.42, 27.14', { type: 'Point', coordinates: [27.14, 38.42] }],
    ['geometry', '38.42;27.14', { type: 'Point', coordinates: [27.14, 38.42] }],
    ['geometry', { lat: 38.42, lng: '27.14' }, { type: 'Point', coordinates: [27.14, 38.42] }],
    ['geometry', { type: 'Point', coordinates: [27.14, 38.42] }, { type: 'Point', coordinates: [27.14, 38.42] }],
    ['relationship', 'urn:ngsi-ld:ParkingSpot:1', 'urn:ngsi-ld:ParkingSpot:1'],
    ['json', { a: [1] }, { a: [1] }],
  ] as const)('%s of %j is %j', (kind, raw, value) => expect(measuredValue(kind, raw)).toEqual({ value }));

  test.each([
    ['number', 'n/a', 'no-number'],
    ['number', '12,5', 'no-number'],
    ['number', '0x10', 'no-number'],
    ['number', '1e999', 'no-number'],
    ['number', true, 'no-number'],
    ['number', '', 'empty'],
    ['number', null, 'empty'],
    ['text', 'urn:ngsi-ld:null', 'empty'],
    ['boolean', 'yes', 'no-boolean'],
    ['boolean', { toString: 1 }, 'no-boolean'],
    ['text', {}, 'no-text'],
    ['texts', [1], 'no-text'],
    ['instant', '2026-11-28', 'no-instant'],
    ['geometry', '138.42, 27.14', 'no-place'],
    ['geometry', '38.42', 'no-place'],
    ['geometry', [27, 38], 'no-place'],
    ['geometry', { lat: 1 }, 'no-place'],
    ['relationship', 'spot 1', 'no-uri'],
    ['text', 'a\0b', 'not-storable'],
    ['text', 'a\ud800b', 'not-storable'],
    ['texts', ['open', '\udc00'], 'not-storable'],
    ['relationship', 'urn:a:\0', 'not-storable'],
    ['relationship', ['urn:a:\ud800'], 'not-storable'],
    ['json', { a: ['\0'] }, 'not-storable'],
    ['json', { 'a\0': 1 }, 'not-storable'],
    ['json', [Number.POSITIVE_INFINITY], 'not-storable'],
  ] as const)('%s of %j is left out: %s', (kind, raw, refused) =>
    expect(measuredValue(kind, raw)).toEqual({ refused }),
  );

  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  test.each(['number', 'boolean', 'text', 'texts', 'instant', 'geometry', 'relationship', 'json'] as const)(
    '%s of lists without end is left out',
    (kind) => expect(measuredValue(kind, nested(50_000))).toEqual({ refused: 'not-storable' }),
  );

  test('that is nested is kept up to 32 deep, and a pair of surrogates is a letter', () => {
    expect(measuredValue('json', nested(32))).toEqual({ value: nested(32) });
    expect(measuredValue('json', nested(33))).toEqual({ refused: 'not-storable' });
    expect(measuredValue('text', '🅿')).toEqual({ value: '🅿' });
  });

  test('of every number is that number, as it is and as a text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(measuredValue('number', number)).toEqual({ value: number });
        expect(measuredValue('number', String(number))).toEqual({ value: Number(String(number)) });
      }),
      runs(),
    );
  });

  test('never fails, whatever the JSON', () => {
    const kinds = ['number', 'boolean', 'text', 'texts', 'instant', 'geometry', 'relationship', 'json'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.jsonValue(), (kind, raw) => {
        const [key] = Object.keys(measuredValue(kind, raw));
        expect(['value', 'refused']).toContain(key);
      }),
      runs(),
    );
  });
});

describe('a message', () => {
  test('JSON is a reading, or a list of them with their times', () => {
    expect(readingsOf('json', '{"free":5}')).toEqual([{ values: { free: 5 } }]);
    expect(readingsOf('json', '[{"free":5,"TimeInstant":"t"},{"free":6}]')).toEqual([
      { time: 't', values: { free: 5 } },
      { values: { free: 6 } },
    ]);
  });

  test('Ultralight is pairs, in groups, with a time in front', () => {
    expect(readingsOf('ultralight', 'free|5|open|')).toEqual([{ values: { free: '5', open: '' } }]);
    expect(readingsOf('ultralight', '2026-11-28T10:00:00Z|free|5#free|6')).toEqual([
      { time: '2026-11-28T10:00:00Z', values: { free: '5' } },
      { values: { free: '6' } },
    ]);
  });

  test('a single value is JSON where it is some', () => {
    expect(readingsOf('json', '5', 'free')).toEqual([{ values: { free: 5 } }]);
    expect(readingsOf('json', 'open', 'state')).toEqual([{ values: { state: 'open' } }]);
    expect(readingsOf('json', ' "1.10" ', 'note')).toEqual([{ values: { note: '1.10' } }]);
    expect(readingsOf('json', '5', 'constructor')).toEqual([{ values: { constructor: 5 } }]);
  });

  test.each([
    ['json', 'note', '1.10', '1.10'],
    ['json', 'note', ' 12345678901234567890 ', '12345678901234567890'],
    ['json', 'state', '1e2', '1e2'],
    ['ultralight', 'note', '1.10', '1.10'],
    ['ultralight', 'note', '{"a": 1}', '{"a": 1}'],
    ['ultralight', 'note', 'true', 'true'],
  ] as const)('a single value of %s for the text %s stays as it is: %s', (protocol, name, payload, value) => {
    const [reading] = readingsOf(protocol, payload, name);
    const { measure } = measureOf({ ...carParks, protocol }, 'konak', reading!, limits, now);
    const [attribute] = Object.values(measure.attributes);
    expect(attribute).toMatchObject({ value: name === 'state' ? [value] : value });
  });

  test('a single value of Ultralight is read as the model has it', () => {
    const [reading] = readingsOf('ultralight', '1e3\n', 'free');
    expect(measureOf(carParks, 'konak', reading!, limits, now).measure.attributes).toMatchObject({
      availableSpotNumber: { value: 1000 },
    });
  });

  test.each([
    ['json', 'free: 5', 'not-readable'],
    ['json', '5', 'not-readable'],
    ['json', '[]', 'not-readable'],
    ['json', '[5]', 'not-readable'],
    ['json', JSON.stringify(Array(101).fill({ free: 5 })), 'too-many'],
    ['ultralight', 'free', 'not-readable'],
    ['ultralight', '|5', 'not-readable'],
    ['ultralight', '', 'not-readable'],
  ] as const)('%s %#: refused as %s', (protocol, payload, reason) =>
    expect(reasonOf(() => readingsOf(protocol, payload))).toBe(reason),
  );

  test('text of any kind is read or refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('json', 'ultralight', 'things-stack', 'chirpstack'),
        fc.string(),
        (protocol, text) => {
          reasonOf(() => readingsOf(protocol as 'json', text));
          reasonOf(() => uplinkOf(protocol as 'json', text));
        },
      ),
      runs(),
    );
  });

  test('an uplink of ChirpStack', () => {
    const event = {
      time: '2026-11-28T10:00:00.1+00:00',
      deviceInfo: { devEui: '0102030405060708' },
      object: { temperature: 11.5, air: { pm10: 4 } },
    };
    expect(uplinkOf('chirpstack', JSON.stringify(event))).toEqual({
      device: '0102030405060708',
      readings: [{ time: event.time, values: { temperature: 11.5, air: { pm10: 4 }, 'air.pm10': 4 } }],
    });
  });

  test('an uplink that no decoder understood says nothing, and one of no device is refused', () => {
    const join = { end_device_ids: { device_id: 'eui-1' }, join_accept: {} };
    expect(uplinkOf('things-stack', JSON.stringify(join))).toEqual({ device: 'eui-1', readings: [] });
    expect(reasonOf(() => uplinkOf('things-stack', '{}'))).toBe('not-readable');
    expect(reasonOf(() => uplinkOf('chirpstack', '[]'))).toBe('not-readable');
  });
});

describe('a measure', () => {
  test('has the attributes of the model, their units, and its own time in UTC', () => {
    const { measure, leftOut } = measured(
      { free: '12', pos: '38.4, 27.1', spot: 'urn:a:b' },
      '2026-11-28T13:00:00+03:00',
    );
    const observedAt = '2026-11-28T10:00:00.000Z';
    expect(measure).toMatchObject({
      entity: 'urn:ngsi-ld:OffStreetParking:konak',
      attributes: {
        availableSpotNumber: { type: 'Property', value: 12, unitCode: 'C62', observedAt },
        location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [27.1, 38.4] }, observedAt },
        refParkingSpot: { type: 'Relationship', object: 'urn:a:b', observedAt },
      },
      fixed: { name: { value: 'Konak' }, category: { value: ['public'] } },
    });
    expect(leftOut).toEqual({});
  });

  test('without a time has that of its arrival', () => expect(measured({ free: 1 }).measure.time).toBe(now));

  test('keeps what is good, and names what is not', () => {
    const { measure, leftOut } = measured({ free: 1, open: 'perhaps', height: 2, note: '' });
    expect(Object.keys(measure.attributes)).toEqual(['availableSpotNumber']);
    expect(leftOut).toEqual({ open: 'no-boolean', note: 'empty', height: 'not-listed' });
  });

  test('may have its time as an attribute, which alone is no measure', () => {
    const uplink = { time: '2026-11-28T10:00:00Z', values: { temperature: 1, battery: 3 } };
    const { measure, leftOut } = measureOf(loraAir, 'eui-1', uplink, limits, now);
    expect(measure.attributes).toMatchObject({ dateObserved: { value: '2026-11-28T10:00:00.000Z' } });
    expect(leftOut).toEqual({});
    expect(reasonOf(() => measureOf(loraAir, 'eui-1', { values: { battery: 3 } }, limits, now))).toBe('nothing-left');
  });

  test.each([
    ['future', { free: 1 }, '2026-11-28T12:05:01Z'],
    ['no-time', { free: 1 }, 'yesterday'],
    ['no-time', { free: 1 }, 1_764_324_000],
    ['nothing-left', { free: 'n/a' }, undefined],
    ['nothing-left', {}, undefined],
    ['too-many', Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`a${at}`, at])), undefined],
  ])('is refused as %s', (reason, values, time) => expect(reasonOf(() => measured(values, time))).toBe(reason));

  test('five minutes ahead is still now', () =>
    expect(measured({ free: 1 }, '2026-11-28T12:05:00Z').measure.time).toBe(now + 300_000));
});

describe('a topic', () => {
  const device = { group: carParks, id: 'konak', stamp: '' };
  test.each(['/json/car-parks/konak/attrs', 'json/car-parks/konak/attrs'])('%s is its own', (topic) =>
    expect(valueOfTopic(device, topic)).toBeUndefined(),
  );
  test('may name a single value', () => expect(valueOfTopic(device, '/json/car-parks/konak/attrs/free')).toBe('free'));
  test.each([
    '/json/car-parks/alsancak/attrs',
    '/json/lora-air/konak/attrs',
    '/ul/car-parks/konak/attrs',
    '/json/car-parks/konak/attrs/',
    '/json/car-parks/konak/attrs/free/now',
    '/json/car-parks/konak',
    '//json/car-parks/konak/attrs',
    '$SYS/broker',
    '',
  ])('%s is not', (topic) => expect(reasonOf(() => valueOfTopic(device, topic))).toBe('other-topic'));
});

describe('a pattern', () => {
  test.each([
    ['p-*', 'p-1', true],
    ['p-*', 'p-', true],
    ['p-*', 'q-1', false],
    ['*', 'anything', true],
    ['a*b*c', 'a1b2c', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['konak', 'konak', true],
    ['konak', 'konak2', false],
  ])('%s and %s: %s', (pattern, id, is) => expect(matches(pattern, id)).toBe(is));

  test('is what the same regular expression is', () => {
    const part = fc.stringMatching(/^[ab*]{0,8}$/);
    fc.assert(
      fc.property(part, fc.stringMatching(/^[ab]{0,8}$/), (pattern, id) => {
        expect(matches(pattern, id)).toBe(new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`).test(id));
      }),
      runs(),
    );
  });
});
