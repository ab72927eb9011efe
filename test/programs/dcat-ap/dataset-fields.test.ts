import { dateOrTime, timestamp } from '../../../programs/dcat-ap/dataset-fields';

test.each([
  // CKAN's own, in UTC.
  ['2026-01-01T10:00:00.000001', '2026-01-01T10:00:00.000001Z'],
  ['2026-05-01T10:00', '2026-05-01T10:00:00Z'],
  ['2026-05-01T10:00+03:00', '2026-05-01T10:00:00+03:00'],
  ['2026-05-01T10:00:00+0300', '2026-05-01T10:00:00+03:00'],
  ['2024-02-29T23:59:59.5-14:00', '2024-02-29T23:59:59.5-14:00'],
  ['2026-05-01T24:00:00Z', '2026-05-01T24:00:00Z'],
])('%s is the xsd:dateTime %s', (text, dateTime) => {
  expect(timestamp(text)).toBe(dateTime);
  expect(dateOrTime(text)).toEqual([dateTime, 'xsd:dateTime']);
});

test('a day is an xsd:date', () => {
  expect(dateOrTime('2024-02-29')).toEqual(['2024-02-29', 'xsd:date']);
});

test.each([
  '2026-02-30',
  '2026-02-30T10:00:00',
  '2026-02-29T10:00:00Z',
  '2026-13-01',
  '2026-05-01T25:00',
  '2026-05-01T10:00:60Z',
  '2026-05-01T10:00:00+14:30',
  '2026-05-01T10:00:00+03',
  '2026-05-01T10:00:00 (x)',
  '2026-05-01T10',
  '2026',
  'soon',
  '',
])('%j is left out', (text) => {
  expect(dateOrTime(text)).toBeUndefined();
});
