import { importModel, type PublishedModel } from '../../constructs/models/import/import-model';
import { parseCity } from '../../constructs/spec/city';

const host = 'https://smart-data-models.github.io';
const common = `${host}/data-models/common-schema.json#/definitions`;

/** A model in the layout of Smart Data Models. */
const bench = (
  properties: object,
  more: Partial<PublishedModel> = {},
  required: readonly string[] = ['id', 'type'],
): PublishedModel => ({
  schema: {
    $schema: 'http://json-schema.org/schema#',
    $id: `${host}/dataModel.ParksAndGardens/Bench/schema.json`,
    description: 'Property. A place to sit.',
    type: 'object',
    allOf: [
      { $ref: `${common}/Location-Commons` },
      { properties: { type: { type: 'string', enum: ['Bench'] }, ...properties } },
    ],
    required,
  },
  ...more,
});

const attributesOf = (published: PublishedModel) => importModel(published).model?.attributes ?? {};

/** Whether a spec with the model is good. */
const accepted = (published: PublishedModel) =>
  parseCity({
    name: 'oulu',
    country: 'FI',
    population: 1000,
    profile: 'laptop',
    dataModels: [importModel(published).model],
  });

test('is a model of the kit, whole in itself, with kinds, IRIs and what is required', () => {
  const published = bench(
    {
      seats: { type: 'integer', minimum: 1, description: "Property. Model:'https://schema.org/Number'. Seats it has." },
      refPark: { type: 'string', format: 'uri', description: 'Relationship. The park it stands in.' },
    },
    {
      terms: {
        Bench: 'https://smartdatamodels.org/dataModel.ParksAndGardens/Bench',
        seats: 'x:seats',
        x: 'https://example.org/',
      },
    },
    ['id', 'type', 'seats', 'location'],
  );
  const { model, notes, missing } = importModel(published);
  expect({ ...model, attributes: {} }).toEqual({
    type: 'Bench',
    iri: 'https://smartdatamodels.org/dataModel.ParksAndGardens/Bench',
    title: 'Bench',
    description: 'A place to sit.',
    subject: 'dataModel.ParksAndGardens',
    source: 'https://github.com/smart-data-models/dataModel.ParksAndGardens/tree/master/Bench',
    attributes: {},
  });
  expect([notes, missing]).toEqual([[], []]);
  expect(model?.attributes.seats).toEqual({
    kind: 'Property',
    iri: 'https://example.org/seats',
    schema: { type: 'integer', minimum: 1 },
    required: true,
    description: 'Seats it has.',
  });
  expect(model?.attributes.location).toMatchObject({
    kind: 'GeoProperty',
    iri: 'https://uri.etsi.org/ngsi-ld/location',
    required: true,
  });
  expect(model?.attributes.refPark?.kind).toBe('Relationship');
  expect(model?.attributes.address?.schema).toMatchObject({
    type: 'object',
    properties: { postalCode: { type: 'string' } },
  });
  accepted(published);
});

const elsewhere = `${host}/dataModel.ParksAndGardens/parks-schema.json#/definitions/Seat`;

test('what lies beside it becomes part of it', () => {
  const document = {
    definitions: {
      Seat: { type: 'object', properties: { wood: { $ref: '#/definitions/Wood' } } },
      Wood: { enum: ['oak'] },
    },
  };
  const published = bench(
    { seat: { $ref: elsewhere } },
    { documentAt: (uri) => (uri.endsWith('/parks-schema.json') ? document : undefined) },
  );
  expect(attributesOf(published).seat?.schema).toEqual({ type: 'object', properties: { wood: { enum: ['oak'] } } });
  expect(importModel(published).missing).toEqual([]);
});

test('what does not is taken from model.yaml, or left open; both are said', () => {
  const written = {
    properties: { seat: { type: 'string', 'x-ngsi': { type: 'Property' }, description: 'What one sits on' } },
  };
  const told = importModel(bench({ seat: { $ref: elsewhere } }, { name: 'Bench', written }));
  expect(told.model?.attributes.seat).toMatchObject({ schema: { type: 'string' }, description: 'What one sits on' });
  expect(told.missing).toEqual([elsewhere]);
  expect(told.notes).toEqual([{ attribute: 'seat', text: expect.stringContaining('model.yaml') }]);
  const open = importModel(bench({ seat: { $ref: elsewhere } }));
  expect(open.model?.attributes.seat).not.toHaveProperty('schema');
  expect(open.notes).toEqual([{ attribute: 'seat', text: expect.stringContaining('any value') }]);
});

test('what refers to itself stays one schema', () => {
  const tree = { type: 'object', properties: { parts: { type: 'array', items: { $ref: '#/definitions/Part' } } } };
  const published = bench({ part: { $ref: '#/definitions/Part' } });
  const whole = { ...published, schema: { ...published.schema, definitions: { Part: tree } } };
  expect(JSON.stringify(attributesOf(whole).part?.schema)).toContain('"$ref":"#/$defs/self"');
  accepted(whole);
});

test('keywords of earlier drafts are written as 2020-12 has them', () => {
  const published = bench({
    a: { type: 'number', minimum: 0, exclusiveMinimum: true },
    b: { type: 'array', items: [{ type: 'number' }], additionalItems: false },
    c: { type: 'string', format: 'idn-email' },
    d: { type: 'string', example: 'x', 'x-ngsi': {} },
  });
  const schemas = Object.fromEntries(
    Object.entries(attributesOf(published)).map(([name, { schema }]) => [name, schema]),
  );
  expect(schemas).toMatchObject({
    a: { type: 'number', exclusiveMinimum: 0 },
    b: { type: 'array', prefixItems: [{ type: 'number' }], items: false },
    c: { type: 'string', format: 'email' },
    d: { type: 'string' },
  });
  expect(schemas.d).toEqual({ type: 'string' });
});

test('the official example gives the example and the unit, where it agrees with the schema', () => {
  const examples = [
    { height: { type: 'Property', value: 0.5, unitCode: 'MTR' }, code: { type: 'Property', value: 'no' } },
  ];
  const attributes = attributesOf(
    bench(
      { height: { type: 'number' }, code: { type: 'string', pattern: '^B-[0-9]$', examples: ['B-1'] } },
      { examples },
    ),
  );
  expect(attributes.height).toMatchObject({ unit: 'MTR', schema: { type: 'number', examples: [0.5] } });
  expect(attributes.code?.schema).toEqual({ type: 'string', pattern: '^B-[0-9]$', examples: ['B-1'] });
});

test('a schema that is none is left out, and names that NGSI-LD has are', () => {
  const published = bench({
    plate: { type: 'string', pattern: '([A-Z]' },
    values: { type: 'array' },
    'a name': {},
    id: {},
  });
  const { model, notes } = importModel(published);
  expect(Object.keys(model?.attributes ?? {})).toEqual(['location', 'address', 'areaServed', 'plate']);
  expect(notes.map(({ attribute }) => attribute)).toEqual(['plate', 'values', 'a name']);
  expect(model?.attributes.plate).not.toHaveProperty('schema');
  accepted(published);
});

test('a name keeps the IRI that it has in the city, and an IRI its name', () => {
  const known = new Map([
    ['category', 'https://example.org/category'],
    ['chairs', 'https://example.org/chairs'],
  ]);
  const { model, notes } = importModel(
    bench(
      { category: { type: 'string' }, seats: { type: 'integer' } },
      { terms: { seats: 'https://example.org/chairs' } },
    ),
    known,
  );
  expect(model?.attributes.category?.iri).toBe('https://example.org/category');
  expect(model?.attributes.seats?.iri).toBe('https://smartdatamodels.org/dataModel.ParksAndGardens/seats');
  expect(notes).toHaveLength(2);
});

test('without a type there is no model', () => {
  expect(importModel({ schema: { properties: { seats: {} } } })).toMatchObject({
    notes: [{ text: expect.stringContaining('type') }],
  });
});
