import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { parseDocument } from 'yaml';
import { toYaml as toYamlPieces } from '../../constructs/files/to-yaml';
import { runs } from '../support/runs';
import { samples } from './yaml-samples';

const toYaml = (objects: readonly object[]) => toYamlPieces(objects).join('');

const written = toYaml([{ kind: 'ConfigMap', data: samples, keys: invert(samples) }]);

function invert(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [text, name]));
}

describe.each<[string, (text: string) => unknown]>([
  ['YAML 1.1', (text) => parseDocument(text, { version: '1.1' }).toJS()],
  ['YAML 1.2', (text) => parseDocument(text, { version: '1.2' }).toJS()],
  ['YAML 1.2 with the types of 1.1', (text) => load(text)],
])('a reader of %s', (_version, read) => {
  test('takes every text for the same text', () => {
    const { data } = read(written) as { data: Record<string, unknown> };
    for (const [name, text] of Object.entries(samples)) expect([name, data[name]]).toEqual([name, text]);
  });

  test('takes every key for the same key', () => {
    const { keys } = read(written) as { keys: Record<string, unknown> };
    expect(keys).toEqual(invert(samples));
  });
});

test('what is written is printable or a tab, and has no line that ends otherwise than with a line feed', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(written).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/);
});

test('a file of several lines stays one that people can read', () => {
  const script = 'set -eu\n\nif true; then\n  echo "a: b" # c\nfi\n';
  expect(toYaml([{ data: { script } }])).toBe(
    'data:\n  script: |\n    set -eu\n\n    if true; then\n      echo "a: b" # c\n    fi\n',
  );
});

test('a line of JSON is written as a reader of YAML finds it in other files', () => {
  const json = JSON.stringify({ city: 'Muğla', quote: '"', path: 'C:\\', list: [1, "it's"] });
  expect(toYaml([{ json }])).toBe(dump({ json }, { lineWidth: -1, quotingType: '"' }));
});

test('numbers, truth and nothing are written as such', () => {
  expect(toYaml([{ a: 1, b: 0.5, c: true, d: null, e: [], f: {} }, { g: '1' }])).toBe(
    'a: 1\nb: 0.5\nc: true\nd: null\ne: []\nf: {}\n---\ng: "1"\n',
  );
});

test('whatever is written is read again as what it was', () => {
  const texts = fc.oneof(
    fc.constantFrom(...Object.values(samples)),
    fc.string({ unit: 'grapheme', maxLength: 90 }),
    fc.json({ stringUnit: 'grapheme', maxDepth: 2 }),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.constantFrom(true, false, null, 0, 8080, 0.5, 1e21, -3, [], {}),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(texts, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(texts, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (document) => {
      const text = toYaml([document]);
      for (const version of ['1.1', '1.2'] as const) {
        expect(parseDocument(text, { version }).toJS({ maxAliasCount: 0 })).toEqual(document);
      }
    }),
    runs(300),
  );
});
