import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { builtInModels } from '../../constructs/models/built-in';
import type { DataModel } from '../../constructs/models/data-model';
import { exampleOf } from '../../constructs/models/example';
import { type EntityForm, jsonSchemaOf, schemaPath } from '../../constructs/models/json-schema';

const BASE = 'https://models.example.org';
const models = Object.values(builtInModels);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats(ajv);
const parking = builtInModels.OffStreetParking!;

/** What is wrong with the entity, as `path message`; empty when it is valid. */
function problems(model: DataModel, entity: object, form: EntityForm = 'normalized'): string[] {
  const validate = ajv.getSchema(`${BASE}${schemaPath(model, form)}`) ?? ajv.compile(jsonSchemaOf(model, BASE, form));
  validate(entity);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The same entity with bare values. */
const keyValues = (entity: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(entity).map(([name, member]) => {
      const attribute = member as { value?: unknown; object?: unknown };
      return [name, typeof member === 'object' ? (attribute.value ?? attribute.object) : member];
    }),
  );

const changed = (name: string, attribute: unknown) => ({ ...exampleOf(parking), [name]: attribute });

describe.each(models.map((model) => [model.type, model] as const))('%s', (_type, model) => {
  test('has an example that is valid in normalized form', () => {
    expect(problems(model, exampleOf(model))).toEqual([]);
  });

  test('has an example that is valid as key-values', () => {
    expect(problems(model, keyValues(exampleOf(model)), 'keyValues')).toEqual([]);
  });

  test('shows every attribute in its example', () => {
    expect(Object.keys(exampleOf(model)).sort()).toEqual(['id', 'type', ...Object.keys(model.attributes)].sort());
  });

  test('needs each of its required attributes, and no other', () => {
    const needed = Object.keys(model.attributes).filter((name) => model.attributes[name]!.required);
    const least = Object.fromEntries(
      Object.entries(exampleOf(model)).filter(([name]) => ['id', 'type', ...needed].includes(name)),
    );
    expect(problems(model, least)).toEqual([]);
    for (const name of needed) {
      const { [name]: _removed, ...rest } = least;
      expect(problems(model, rest)).toEqual([` must have required property '${name}'`]);
      expect(problems(model, keyValues(rest), 'keyValues')).toEqual([` must have required property '${name}'`]);
    }
  });
});

test('the models have between 8 and 20 attributes, each described', () => {
  for (const model of models) {
    expect(Object.keys(model.attributes).length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(model.attributes).length).toBeLessThanOrEqual(20);
    for (const attribute of Object.values(model.attributes)) expect(attribute.description).toMatch(/\.$/);
  }
});

test('the built-in models are these', () => {
  expect(Object.keys(builtInModels)).toEqual([
    'OffStreetParking',
    'ParkingSpot',
    'AirQualityObserved',
    'NoiseLevelObserved',
    'TrafficFlowObserved',
    'WeatherObserved',
    'WeatherForecast',
    'GtfsStop',
    'GtfsRoute',
    'Vehicle',
    'WasteContainer',
    'WasteContainerIsle',
    'Streetlight',
    'Building',
    'PointOfInterest',
    'KeyPerformanceIndicator',
    'Device',
  ]);
});

test('the identifier of a schema is the URL it is served under', () => {
  expect(jsonSchemaOf(parking, BASE)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://models.example.org/schemas/OffStreetParking.schema.json',
  });
  expect(schemaPath(parking, 'keyValues')).toBe('/schemas/OffStreetParking.keyValues.schema.json');
});

test('a list of one may be its item, as brokers return it', () => {
  expect(problems(parking, changed('allowedVehicleType', { type: 'Property', value: 'car' }))).toEqual([]);
});

test('a date may be a typed value', () => {
  const typed = { '@type': 'DateTime', '@value': '2026-01-01T12:00:00Z' };
  expect(problems(parking, changed('occupancyModified', { type: 'Property', value: typed }))).toEqual([]);
});

test('an attribute may have several instances', () => {
  const instances = [
    { type: 'Property', value: 137 },
    { type: 'Property', value: 140, datasetId: 'urn:ngsi-ld:Dataset:camera' },
  ];
  expect(problems(parking, changed('availableSpotNumber', instances))).toEqual([]);
});

test('attributes beyond the model are allowed when they are attributes', () => {
  expect(problems(parking, changed('nickname', { type: 'Property', value: 'the deep one' }))).toEqual([]);
  expect(problems(parking, changed('nickname', 'the deep one'))).toContain('/nickname must be object');
});

test('an entity of several types is one of each', () => {
  expect(problems(parking, { ...exampleOf(parking), type: ['Building', 'OffStreetParking'] })).toEqual([]);
  expect(problems(parking, { ...exampleOf(parking), type: 'Building' })).toContain('/type must be equal to constant');
});

test.each([
  ['a value outside its enumeration', 'allowedVehicleType', { type: 'Property', value: ['hovercraft'] }],
  ['a value out of bounds', 'occupancy', { type: 'Property', value: 1.2 }],
  ['a value of another type', 'totalSpotNumber', { type: 'Property', value: '420' }],
  ['another kind of attribute', 'location', { type: 'Property', value: { type: 'Point', coordinates: [27, 38] } }],
  ['a geometry without coordinates', 'location', { type: 'GeoProperty', value: { type: 'Point' } }],
  ['a relationship to no URI', 'refParkingSpot', { type: 'Relationship', object: 'spot one' }],
  ['another unit', 'maximumAllowedHeight', { type: 'Property', value: 210, unitCode: 'CMT' }],
  ['a bare value', 'name', 'Konak'],
])('%s is invalid', (_what, name, attribute) => {
  expect(problems(parking, changed(name, attribute)).map((problem) => problem.split('/')[1]?.split(' ')[0])).toContain(
    name,
  );
});

test('an example names the contexts it is given', () => {
  expect(exampleOf(parking, [`${BASE}/c.jsonld`])['@context']).toEqual([`${BASE}/c.jsonld`]);
});

test("an example of a city's own model is made from its schemas", () => {
  const attributes = {
    level: { kind: 'Property', iri: 'urn:x:level', schema: { type: 'integer', minimum: 3 } },
    above: { kind: 'Property', iri: 'urn:x:above', schema: { type: 'number', exclusiveMinimum: 0 } },
    below: { kind: 'Property', iri: 'urn:x:below', schema: { type: 'number', maximum: -2 } },
    open: { kind: 'Property', iri: 'urn:x:open', schema: { type: 'boolean' } },
    tags: { kind: 'Property', iri: 'urn:x:tags', schema: { type: 'array', items: { enum: ['a', 'b'] } } },
    box: {
      kind: 'Property',
      iri: 'urn:x:box',
      schema: { type: 'object', properties: { on: { format: 'date', type: 'string' } } },
    },
    note: { kind: 'Property', iri: 'urn:x:note' },
    one: { kind: 'Property', iri: 'urn:x:one', schema: { oneOf: [{ const: 7 }, { type: 'string' }] } },
    near: { kind: 'Relationship', iri: 'urn:x:near' },
  } as const;
  const model: DataModel = { type: 'Lift', title: 'Lift', description: 'A lift.', subject: 'city', attributes };
  expect(keyValues(exampleOf(model))).toEqual({
    id: 'urn:ngsi-ld:Lift:example',
    type: 'Lift',
    level: 3,
    above: 1,
    below: -2,
    open: true,
    tags: ['a'],
    box: { on: '2026-01-01' },
    note: 'example',
    one: 7,
    near: 'urn:ngsi-ld:Thing:example',
  });
  expect(problems(model, exampleOf(model))).toEqual([]);
});

test('what Smart Data Models publishes as a Property is one, also where its name looks like a reference', () => {
  const kinds = ['PointOfInterest.refSeeAlso', 'WasteContainerIsle.refWasteContainer', 'Device.controlledAsset'].map(
    (name) => {
      const [type = '', attribute = ''] = name.split('.');
      return builtInModels[type]?.attributes[attribute]?.kind;
    },
  );
  expect(kinds).toEqual(['Property', 'Property', 'Property']);
});

test('a traffic flow as published, with a typed instant, is valid', () => {
  const entity = {
    id: 'urn:ngsi-ld:TrafficFlowObserved:1',
    type: 'TrafficFlowObserved',
    dateObserved: { type: 'Property', value: { '@type': 'DateTime', '@value': '2026-12-07T11:10:00Z' } },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [10.2, 56.1] } },
  };
  const model = builtInModels.TrafficFlowObserved!;
  expect(problems(model, entity)).toEqual([]);
  const interval = { ...entity.dateObserved, value: '2026-12-07T11:00:00Z/2026-12-07T11:10:00Z' };
  expect(problems(model, { ...entity, dateObserved: interval })).toEqual([]);
  expect(problems(model, { ...entity, dateObserved: { type: 'Property', value: 'monday' } })).not.toEqual([]);
});
