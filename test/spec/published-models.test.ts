import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { contextOf } from '../../constructs/models/context';
import { exampleOf } from '../../constructs/models/example';
import { type EntityForm, jsonSchemaOf } from '../../constructs/models/json-schema';
import { cityModels } from '../../constructs/platform/city-models';
import { parseCity } from '../../constructs/spec/city';
import { problemsIn } from './city-helpers';

type Json = Readonly<Record<string, unknown>>;

const city = { name: 'leiria', country: 'PT', population: 128_000, profile: 'laptop' };
const iri = 'https://example.org/terms/x';
const attributesOf = (attributes: Json) => ({ ...city, dataModels: [{ type: 'BikeHireDockingStation', attributes }] });
const withSchema = (schema: object, kind = 'Property') => attributesOf({ x: { kind, iri, schema } });

/** Problems of a schema, as its path within it and the end of the rule. */
const found = (schema: object) =>
  problemsIn(withSchema(schema)).map(({ code, path, rule }) => {
    expect(code).toBe('data-model-schema');
    return [path.replace('dataModels[0].attributes.x.schema', ''), rule];
  });

const leadsOut = 'A reference leads to a schema within the same attribute: the platform reads nothing from elsewhere.';
const noName = 'The schema of an attribute becomes part of that of its entity, and has no name of its own.';

test.each<[string, object, string, string]>([
  ['refers to a document of others', { $ref: 'https://example.org/common.json#/definitions/A' }, '.$ref', leadsOut],
  ['refers to a part that it does not have', { $ref: '#/definitions/Status' }, '.$ref', leadsOut],
  ['refers to a file', { items: { $ref: 'common.json' }, type: 'array' }, '.items.$ref', leadsOut],
  ['refers to an example', { $ref: '#/examples/0', examples: [{}] }, '.$ref', leadsOut],
  ['has an identifier', { $id: 'https://example.org/a', type: 'string' }, '.$id', noName],
  ['has an anchor', { $defs: { a: { $anchor: 'a' } } }, '.$defs.a.$anchor', noName],
  [
    'is of an older draft',
    { $schema: 'http://json-schema.org/draft-07/schema#' },
    '.$schema',
    'Schemas are of JSON Schema 2020-12.',
  ],
  [
    'has an unknown type',
    { type: 'intger' },
    '.type',
    'JSON Schema 2020-12: type must be equal to one of the allowed values: array, boolean, integer, null, number, object, string.',
  ],
  ['has a bound that is text', { minimum: '0' }, '.minimum', 'JSON Schema 2020-12: minimum must be number.'],
  [
    'has a pattern that is none',
    { type: 'string', pattern: '([A-Z]' },
    '.pattern',
    'JSON Schema 2020-12: a pattern is a regular expression of ECMA-262 with Unicode.',
  ],
  [
    'has a list where a schema is wanted',
    { type: 'array', items: [{}] },
    '.items',
    'JSON Schema 2020-12: items must be object,boolean.',
  ],
  [
    'has a tag in the place of properties',
    { properties: ['a'] },
    '.properties',
    'JSON Schema 2020-12: properties must be object.',
  ],
  [
    'has an example that it refuses',
    { type: 'integer', examples: [3, 'a'] },
    '.examples[1]',
    'An example agrees with its own schema: it must be integer.',
  ],
  [
    'has nothing that an example could be made from',
    { type: 'string', pattern: '^PT-[0-9]{4}$' },
    '',
    'An example of every attribute is published, and none could be made from this schema: it must match pattern "^PT-[0-9]{4}$".',
  ],
])('a schema that %s is refused where it does', (_what, schema, path, rule) => {
  expect(found(schema)).toEqual([[path, rule]]);
});

test('all that is wrong with all schemas is told at once', () => {
  const attributes = {
    a: { kind: 'Property', iri: `${iri}a`, schema: { type: 'intger', minimum: '0' } },
    b: { kind: 'Relationship', iri: `${iri}b`, schema: { $ref: '#/definitions/B' } },
  };
  expect(problemsIn(attributesOf(attributes)).map(({ path }) => path)).toEqual([
    'dataModels[0].attributes.a.schema.type',
    'dataModels[0].attributes.a.schema.minimum',
    'dataModels[0].attributes.b.schema.$ref',
  ]);
});

/** Compiles the schema of the city's model, and tells what is wrong with entities. */
function checker(spec: object, form: EntityForm = 'normalized') {
  const [model] = cityModels(parseCity(spec));
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  const validate = ajv.compile(jsonSchemaOf(model!, 'https://models.example', form));
  return { model: model!, problems: (entity: object) => (validate(entity) ? [] : (validate.errors ?? [])) };
}

describe.each<[string, object, unknown, unknown]>([
  ['all parts of allOf', { allOf: [{ type: 'integer', minimum: 3 }] }, 3, 2],
  [
    'lengths of a list and of its texts',
    { type: 'array', items: { type: 'string', minLength: 12 }, minItems: 2 },
    ['example exam', 'example exam'],
    ['a', 'b'],
  ],
  ['a pattern, with an example', { type: 'string', pattern: '^PT-[0-9]{4}$', examples: ['PT-1000'] }, 'PT-1000', 'PT'],
  [
    'a reference to a part of it',
    {
      $ref: '#/$defs/A',
      $defs: { A: { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 1 } } } },
    },
    { n: 1 },
    { n: 0 },
  ],
  [
    'a reference within a part',
    { type: 'array', items: { $ref: '#/definitions/a~1b' }, definitions: { 'a/b': { enum: ['x'] } } },
    ['x'],
    ['y'],
  ],
  [
    'a tree of itself',
    {
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer' }, next: { anyOf: [{ type: 'null' }, { $ref: '#' }] } },
    },
    { n: 0, next: null },
    { n: 0, next: { next: null } },
  ],
  [
    'a tuple',
    { type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }], minItems: 2 },
    [0, 'example'],
    ['a', 0],
  ],
  ['open bounds', { type: 'number', exclusiveMaximum: 0 }, -1, 0],
])('a schema with %s', (_what, schema, example, bad) => {
  const { model, problems } = checker(withSchema(schema));
  const entity = exampleOf(model) as Json;

  test('has the example that follows from it', () => {
    expect(entity.x).toEqual({ type: 'Property', value: example });
  });

  test.each<EntityForm>(['normalized', 'keyValues'])('is whole in the schema of its entity, %s', (form) => {
    const whole = checker(withSchema(schema), form);
    const of = (value: unknown) => ({ ...entity, x: form === 'normalized' ? { type: 'Property', value } : value });
    expect(whole.problems(of(example))).toEqual([]);
    expect(whole.problems(of(bad))).not.toEqual([]);
  });

  test('lets several instances of the attribute be', () => {
    const instances = [
      { type: 'Property', value: example },
      { type: 'Property', value: example, datasetId: 'urn:a' },
    ];
    expect(problems({ ...entity, x: instances })).toEqual([]);
  });
});

test.each<[string, object, unknown]>([
  ['a date', { type: 'string', format: 'date' }, { '@type': 'Date', '@value': '2026-12-07' }],
  ['an instant', { type: 'string', format: 'date-time' }, { '@type': 'DateTime', '@value': '2026-12-07T11:10:00Z' }],
  ['a time', { type: 'string', format: 'time' }, { '@type': 'Time', '@value': '11:10:00Z' }],
  [
    'one of several',
    { oneOf: [{ type: 'string', format: 'date-time' }, { type: 'integer' }] },
    { '@type': 'DateTime', '@value': '2026-12-07T11:10:00Z' },
  ],
  [
    'a member of an object',
    { type: 'object', properties: { from: { type: 'string', format: 'date' } } },
    { from: { '@type': 'Date', '@value': '2026-12-07' } },
  ],
  [
    'what is referred to',
    { $ref: '#/$defs/day', $defs: { day: { type: 'string', format: 'date' } } },
    { '@type': 'Date', '@value': '2026-12-07' },
  ],
])('%s may be a typed value in normalized form, and of no other type', (_what, schema, value) => {
  const { model, problems } = checker(withSchema(schema));
  const entity = (given: unknown) => ({ ...exampleOf(model), x: { type: 'Property', value: given } });
  expect(problems(entity(value))).toEqual([]);
  const other = JSON.parse(JSON.stringify(value).replace(/"@type":"\w+"/, '"@type":"Colour"'));
  expect(problems(entity(other))).not.toEqual([]);
});

test.each(['station_information', 'services', 'gbfs', 'A', 'x1_y'])('%s is the type of an entity', (type) => {
  const attributes = { last_updated: { kind: 'Property', iri } };
  const [model] = cityModels(parseCity({ ...city, dataModels: [{ type, attributes }] }));
  expect(Object.keys(contextOf([model!])['@context'])).toEqual(['last_updated', type].sort());
});

test.each(['_a', '1a', 'a-b', 'a b', 'a.b', 'Straße', '', 'a'.repeat(65)])('%j is not', (type) => {
  const attributes = { a: { kind: 'Property', iri } };
  expect(problemsIn({ ...city, dataModels: [{ type, attributes }] })).toEqual([
    expect.objectContaining({ code: 'bad-format', path: 'dataModels[0].type' }),
  ]);
});

test('a term of the core context keeps what the core says of it, and is in no other context with something else', () => {
  const attributes = {
    description: { kind: 'Property', iri: 'https://schema.org/description' },
    status: { kind: 'Relationship', iri: 'https://smartdatamodels.org/dataModel.Transportation/status' },
    last_updated: { kind: 'Property', iri },
  };
  const [model] = cityModels(parseCity({ ...city, dataModels: [{ type: 'services', attributes }] }));
  expect(model?.attributes.description?.iri).toBe('http://purl.org/dc/terms/description');
  expect(contextOf([model!])['@context']).toEqual({
    description: 'http://purl.org/dc/terms/description',
    last_updated: iri,
    services: 'https://models.leiria.localhost/terms/services',
  });
});
