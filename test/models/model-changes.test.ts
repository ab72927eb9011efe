import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { builtInModels } from '../../constructs/models/built-in';
import type { DataModel, ModelAttribute } from '../../constructs/models/data-model';
import { type Broken, isBreaking, modelChanges } from '../../constructs/models/diff/model-changes';
import { modelOfSchema } from '../../constructs/models/diff/published-schema';
import { jsonSchemaOf } from '../../constructs/models/json-schema';
import { runs } from '../support/runs';

const builtIn = Object.values(builtInModels);

const model = (attributes: DataModel['attributes']): DataModel => ({
  type: 'Bench',
  title: 'Bench',
  description: 'To sit on.',
  subject: 'dataModel.Parks',
  attributes,
});

const seats = (schema: object, more: Partial<ModelAttribute> = {}): ModelAttribute => ({
  kind: 'Property',
  iri: 'https://example.org/seats',
  schema,
  ...more,
});

const changes = (before: ModelAttribute | undefined, now: ModelAttribute | undefined) =>
  modelChanges(model(before ? { seats: before } : {}), model(now ? { seats: now } : {}));

/** What breaks whom, as `place: readers writers`. */
const broken = (before: ModelAttribute | undefined, now: ModelAttribute | undefined) =>
  changes(before, now).map(({ change, steps, breaks }) =>
    `${[change, ...steps].join(' ')}: ${breaks.join(' ')}`.trim(),
  );

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const number = seats({ type: 'number' });

test.each<[string, ModelAttribute | undefined, ModelAttribute | undefined, string[]]>([
  ['an attribute goes', number, undefined, ['attribute-removed: readers']],
  ['an optional attribute comes', undefined, number, ['attribute-added:']],
  ['a required attribute comes', undefined, { ...number, required: true }, ['attribute-added: writers']],
  ['an attribute becomes required', number, { ...number, required: true }, ['required: writers']],
  ['an attribute becomes optional', { ...number, required: true }, number, ['required: readers']],
  ['another IRI', number, { ...number, iri: 'https://example.org/places' }, ['iri: readers writers']],
  ['another kind', number, { ...number, kind: 'Relationship' }, ['kind: readers writers']],
  ['another unit', { ...number, unit: 'CEL' }, { ...number, unit: 'FAH' }, ['unit: readers writers']],
  ['a unit goes', { ...number, unit: 'CEL' }, number, ['unit: readers']],
  ['a unit is said', number, { ...number, unit: 'CEL' }, ['unit:']],
  ['a narrower type', number, seats({ type: 'integer' }), ['value-narrower type: writers']],
  ['a wider type', seats({ type: 'integer' }), number, ['value-wider type: readers']],
  ['a type besides', number, seats({ type: ['number', 'string'] }), ['value-wider type: readers']],
  [
    'quite another type',
    number,
    seats({ type: 'string' }),
    ['value-narrower type: writers', 'value-wider type: readers'],
  ],
  ['a value goes', seats({ enum: ['a', 'b'] }), seats({ enum: ['a'] }), ['value-narrower enum: writers']],
  ['a value comes', seats({ enum: ['a'] }), seats({ enum: ['a', 'b'] }), ['value-wider enum:']],
  ['a constant', seats({ type: 'string' }), seats({ const: 'a' }), ['value-narrower enum: writers']],
  ['a higher minimum', seats({ minimum: 1 }), seats({ minimum: 2 }), ['value-narrower minimum: writers']],
  ['a lower minimum', seats({ minimum: 1 }), seats({ minimum: 0 }), ['value-wider minimum:']],
  ['a first maximum', number, seats({ type: 'number', maximum: 9 }), ['value-narrower maximum: writers']],
  [
    'a pattern',
    seats({ type: 'string' }),
    seats({ type: 'string', pattern: 'x' }),
    ['value-narrower pattern: writers'],
  ],
  ['a member goes', seats(object({ a: {} })), seats(object({})), ['value-member properties a: readers']],
  ['a member comes', seats(object({})), seats(object({ a: {} })), ['value-member properties a:']],
  [
    'a member within becomes narrower',
    seats(object({ a: { type: 'array', items: { type: 'number' } } })),
    seats(object({ a: { type: 'array', items: { type: 'integer' } } })),
    ['value-narrower properties a items type: writers'],
  ],
  [
    'a member is required',
    seats(object({ a: {} })),
    seats(object({ a: {} }, { required: ['a'] })),
    ['value-narrower required: writers'],
  ],
  [
    'no other members',
    seats(object({})),
    seats(object({}, { additionalProperties: false })),
    ['value-narrower additionalProperties: writers'],
  ],
  [
    'an alternative goes',
    seats({ anyOf: [{ type: 'number' }, { type: 'string' }] }),
    number,
    ['value-narrower: writers'],
  ],
  [
    'an alternative of another type comes',
    number,
    seats({ anyOf: [{ type: 'number' }, { type: 'string' }] }),
    ['value-wider: readers'],
  ],
  [
    'a list instead of a type',
    seats({ type: 'string' }),
    seats({ enum: ['a', 'b'] }),
    ['value-narrower enum: writers'],
  ],
  [
    'a type instead of a list',
    seats({ enum: ['a', 'b'] }),
    seats({ type: 'string', maxLength: 3 }),
    ['value-wider enum:'],
  ],
  [
    'a type that has not all of a list',
    seats({ enum: ['a', 'bbbb'] }),
    seats({ type: 'string', maxLength: 3 }),
    ['value-narrower enum: writers', 'value-wider enum:'],
  ],
  ['both truths instead of the type', seats({ type: 'boolean' }), seats({ enum: [true, false] }), []],
  [
    'the order of alternatives',
    seats({ anyOf: [{ type: 'number' }, { type: 'null' }] }),
    seats({ oneOf: [{ type: 'null' }, { type: 'number' }] }),
    [],
  ],
  ['only words', seats({ type: 'number', description: 'a' }), seats({ type: 'number', examples: [4] }), []],
  ['a reference to the same', seats({ $ref: '#/$defs/n', $defs: { n: { type: 'number' } } }), number, []],
])('%s', (_what, before, now, expected) => {
  expect(broken(before, now)).toEqual(expected);
});

test('another IRI of the type breaks both', () => {
  const [change] = modelChanges(model({}), { ...model({}), iri: 'https://example.org/Bench' });
  expect(change).toMatchObject({ change: 'type-iri', breaks: ['readers', 'writers'] });
});

test.each(builtIn.map((one) => [one.type, one] as const))('%s is what its schema says', (_type, one) => {
  const read = modelOfSchema(jsonSchemaOf(one, 'https://models.example.org'));
  expect(read && modelChanges(one, read)).toEqual([]);
  expect(read && modelChanges(read, one)).toEqual([]);
});

test('a schema that the kit did not write is none of its models', () => {
  expect(modelOfSchema({ properties: { type: { enum: ['Bench'] } } })).toBeUndefined();
  expect(modelOfSchema('text')).toBeUndefined();
});

/** Schemas of values, small enough that a document can be found for each difference. */
const scalar = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom('integer', 'number'),
      minimum: fc.integer({ min: 0, max: 3 }),
      maximum: fc.integer({ min: 4, max: 7 }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('string'),
      minLength: fc.integer({ min: 0, max: 2 }),
      maxLength: fc.integer({ min: 3, max: 5 }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({
    enum: fc.uniqueArray(fc.constantFrom('a', 'bb', 'ccc', 1, 2, true, null), { minLength: 1, maxLength: 4 }),
  }),
  fc.constant({ type: 'boolean' }),
);
const members = fc.dictionary(fc.constantFrom('p', 'q'), scalar);
const schemas = fc.oneof(
  scalar,
  fc.record(
    { type: fc.constant('array'), items: scalar, minItems: fc.integer({ min: 0, max: 1 }) },
    { requiredKeys: ['type', 'items'] },
  ),
  fc.record(
    {
      type: fc.constant('object'),
      properties: members,
      required: fc.subarray(['p', 'q']),
      additionalProperties: fc.constant(false),
    },
    { requiredKeys: ['type', 'properties'] },
  ),
);
const attribute = fc.record(
  {
    kind: fc.constant('Property' as const),
    iri: fc.constant('https://example.org/seats'),
    schema: schemas,
    required: fc.boolean(),
    unit: fc.constantFrom('CEL', 'FAH'),
  },
  { requiredKeys: ['kind', 'iri', 'schema'] },
);

const leaves: readonly unknown[] = [
  0,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  -1,
  ...[0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5],
  '',
  'a',
  'bb',
  'ccc',
  'd',
  'dd',
  'ddd',
  'dddd',
  'eeeee',
  'ffffff',
  true,
  false,
  null,
];
const objects: readonly object[] = [{}, ...leaves.flatMap((p) => [{ p }, { q: p }, ...leaves.map((q) => ({ p, q }))])];
const values: readonly unknown[] = [...leaves, [], ...leaves.map((leaf) => [leaf]), ...objects];

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);

/** Entities as anybody could write one of the model, each with one thing about it. */
const entities = [
  { id: 'urn:ngsi-ld:Bench:1', type: 'Bench' },
  ...values.flatMap((value) =>
    [{}, { unitCode: 'CEL' }, { unitCode: 'FAH' }].map((unit) => ({
      id: 'urn:ngsi-ld:Bench:1',
      type: 'Bench',
      seats: { type: 'Property', value, ...unit },
    })),
  ),
  // With a member that no model knows.
  ...objects.map((members) => ({
    id: 'urn:ngsi-ld:Bench:1',
    type: 'Bench',
    seats: { type: 'Property', value: { ...members, r: 0 } },
  })),
];

const valid = (one: DataModel) => {
  const { $id: _, ...schema } = jsonSchemaOf(one, '') as { $id: string };
  const validate = ajv.compile(schema);
  return entities.map((entity) => validate(entity) as boolean);
};

test('every breaking change has an entity that shows it, and without one every entity of before is good', () => {
  fc.assert(
    fc.property(attribute, attribute, (before, now) => {
      const found = changes(before, now).filter(({ certain }) => certain);
      // A reader that misses a member sees it in no entity: it is one that no longer comes.
      const whom = (who: Broken) =>
        found.some(({ breaks, steps }) => breaks.includes(who) && (who === 'writers' || steps.at(-2) !== 'properties'));
      const [old, young] = [before, now].map((one) => valid(model({ seats: one }))) as [boolean[], boolean[]];
      // A model that no entity agrees with tells nothing.
      fc.pre([old, young].every((goods) => goods.some((good, at) => good && at > 0)));
      const refused = old.some((good, at) => good && !young[at]);
      const news = old.some((good, at) => !good && young[at]);
      if (whom('writers')) expect(refused).toBe(true);
      if (whom('readers')) expect(news).toBe(true);
      // What was not spoken of before, a unit or a member, counts as new, though somebody may have sent it otherwise.
      const all = changes(before, now);
      const first = all.some(({ change, breaks }) => ['unit', 'value-member'].includes(change) && breaks.length === 0);
      if (!first && !all.some(({ breaks }) => breaks.includes('writers'))) expect(refused).toBe(false);
    }),
    runs(100),
  );
});

test('a model has changed nothing against itself', () => {
  fc.assert(
    fc.property(attribute, (one) => expect(changes(one, structuredClone(one))).toEqual([])),
    runs(),
  );
  for (const one of builtIn) expect(modelChanges(one, structuredClone(one))).toEqual([]);
});

test('an optional attribute is added without breaking anybody', () => {
  fc.assert(
    fc.property(fc.constantFrom(...builtIn), attribute, (one, added) => {
      const now = { ...one, attributes: { ...one.attributes, seats: { ...added, required: false } } };
      expect(isBreaking(modelChanges(one, now))).toBe(false);
      expect(modelChanges(one, now)).toHaveLength(1);
    }),
    runs(),
  );
});
