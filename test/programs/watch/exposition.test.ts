import fc from 'fast-check';
import { samplesOf } from '../../../programs/watch/exposition';
import { runs } from '../../support/runs';

const names = new Set(['a_total', 'b']);

test('numbers are read with their labels, and only those that are asked for', () => {
  const text = [
    '# HELP a_total Some.',
    '# TYPE a_total counter',
    'a_total{how="good",who="x"} 3',
    'a_total{how="bad",} 1e3 1700000000000',
    'a_total_more 7',
    'b 0.5',
    'c 1',
    '',
  ].join('\n');
  expect(samplesOf(text, names)).toEqual([
    { name: 'a_total', labels: { how: 'good', who: 'x' }, value: 3 },
    { name: 'a_total', labels: { how: 'bad' }, value: 1000 },
    { name: 'b', labels: {}, value: 0.5 },
  ]);
});

test.each([
  ['b +Inf', Number.POSITIVE_INFINITY],
  ['b -Inf', Number.NEGATIVE_INFINITY],
  ['b\t2', 2],
])('%j is %p', (line, value) => {
  expect(samplesOf(line, names)).toEqual([{ name: 'b', labels: {}, value }]);
});

test.each(['b NaN', 'b', 'b{', 'b{x="1" 2', 'b{x=1} 2', 'b{} two', '{x="1"} 2'])('%j is passed over', (line) => {
  expect(samplesOf(line, names)).toEqual([]);
});

test('any label comes out as it went in', () => {
  const escaped = (text: string) => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  fc.assert(
    fc.property(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), (label, value) => {
      const [sample] = samplesOf(`b{x="${escaped(label)}"} ${value}`, names);
      expect(sample).toEqual({ name: 'b', labels: { x: label }, value: value === 0 ? expect.closeTo(0) : value });
    }),
    runs(),
  );
});

test('no text makes it fail', () => {
  fc.assert(
    fc.property(fc.string(), (text) => Array.isArray(samplesOf(`b${text}\nb{${text}} 1`, names))),
    runs(),
  );
});
