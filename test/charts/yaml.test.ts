import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { toYaml } from '../../charts/private/yaml';

/** What texts of manifests are made of, and what YAML takes for something else. */
const pieces = fc.constantFrom(
  ...['\n', '\n\n', ' ', '\t', '\r', ': ', ' #', '- ', '---', '%', '|', '"', "'", '{', '[', '\\', '\u0000', '\u0085'],
  ...['yes', 'null', '~', '0o7', '12', '1e3', '0x1f', '1:30', '2001-01-01', '<<', '=', 'word', 'x'.repeat(90)],
  ...['\u2028', '\ufeff', '😀', '\ud83d', 'ı'],
);
const texts = fc.array(pieces, { maxLength: 6 }).map((found) => found.join(''));

/** Objects with such names, and such texts and other values. */
function objects(names: fc.Arbitrary<string>): fc.Arbitrary<object> {
  return fc.letrec<{ value: unknown; object: object }>((tie) => ({
    object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.constantFrom(true, false, null, 0, 8080, 0.5, 1e21, -3),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
  })).object;
}

test('Objects are written to the byte as cdk8s writes them.', () => {
  const names = fc.constantFrom(
    'name',
    'app.kubernetes.io/name',
    'config.json',
    'yes',
    'null',
    '8080',
    '@type',
    '1:30',
  );
  fc.assert(
    fc.property(fc.array(objects(names), { maxLength: 3 }), (documents) => {
      expect(toYaml(documents).join('')).toBe(Yaml.stringify(...documents));
    }),
    { numRuns: 300 },
  );
});

test('Under any names, what is read again is what cdk8s writes.', () => {
  // Merges two objects in YAML 1.1; cdk8s writes the name bare, so that nobody can read it.
  const names = fc.oneof(texts, fc.constant('k'.repeat(1100))).filter((name) => name !== '<<');
  const read = (text: string) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJSON());
  fc.assert(
    fc.property(objects(names), (document) => {
      expect(read(toYaml([document]).join(''))).toEqual(read(Yaml.stringify(document)));
    }),
    { numRuns: 300 },
  );
});
