import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { builtInModels } from '../../constructs/models/built-in';
import { EntityValidator } from '../../constructs/models/entities/entity-validator';
import { exampleOf } from '../../constructs/models/example';
import { jsonSchemaOf } from '../../constructs/models/json-schema';
import { runs } from '../support/runs';

const models = Object.values(builtInModels);
const validator = new EntityValidator(models);
const found = (entity: unknown) => validator.problems(entity).map(({ steps, rule }) => `${steps.join('.')}: ${rule}`);

type Entity = Readonly<Record<string, unknown>>;

/** The entity in another representation. */
const mapped = (entity: Entity, change: (attribute: Entity) => unknown) =>
  Object.fromEntries(
    Object.entries(entity).map(([name, one]) => [name, typeof one === 'object' ? change(one as Entity) : one]),
  );
const concise = (entity: Entity) => mapped(entity, ({ type: _, ...rest }) => rest);
const keyValues = (entity: Entity) => mapped(entity, ({ value, object }) => value ?? object);

test.each(models.map((model) => [model.type, model] as const))(
  'an example of %s is good in every form',
  (_type, model) => {
    const example = exampleOf(model);
    expect([example, concise(example), keyValues(example)].map(found)).toEqual([[], [], []]);
  },
);

const parking = exampleOf(builtInModels.OffStreetParking!);

test('tells everything that is wrong with an entity at once, each with its place', () => {
  const bad = {
    ...parking,
    id: 'one',
    totalSpotNumber: { type: 'Property', value: 'many' },
    location: { type: 'Property', value: 3 },
    occupancy: { value: 1.2, observedAt: 'noon' },
    maximumAllowedHeight: { type: 'Property', value: 210, unitCode: 'CMT' },
    allowedVehicleType: ['car', 'hovercraft'],
  };
  expect(
    found(bad)
      .map((text) => text.split(':')[0])
      .sort(),
  ).toEqual([
    'allowedVehicleType.1',
    'id',
    'location.type',
    'maximumAllowedHeight.unitCode',
    'occupancy.observedAt',
    'occupancy.value',
    'totalSpotNumber.value',
  ]);
});

test('tells what is missing, and a type that there is no model of', () => {
  expect(
    found({ id: 'urn:x:1', type: 'ParkingSpot', location: { type: 'Point', coordinates: [27, 38] }, status: 'free' }),
  ).toEqual([': A ParkingSpot has category: Property.', ': A ParkingSpot has refParkingSite: Relationship.']);
  expect(validator.problems({ id: 'urn:x:1', type: 'Bench' })).toMatchObject([{ steps: ['type'], untold: true }]);
  expect(found('text')).toEqual([': An entity is a JSON object.']);
  expect(found({ type: 'Device' })).toContain(': An entity has an id, which is a URI such as urn:ngsi-ld:Building:1.');
});

test('an attribute may have several instances, and each is judged', () => {
  const instances = [
    { type: 'Property', value: 1 },
    { type: 'Property', value: -1, datasetId: 'urn:x:b' },
  ];
  expect(found({ ...parking, availableSpotNumber: instances })).toEqual([
    'availableSpotNumber.1.value: It must be >= 0.',
  ]);
});

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);

/** Values that are wrong somewhere for most attributes and right for some. */
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'a', 'urn:x:1', '2026-01-01T12:00:00Z', {
    '@type': 'DateTime',
    '@value': '2026-01-01T12:00:00Z',
  }),
  fc.constantFrom<unknown>([], ['a'], [1], {}, { type: 'Point', coordinates: [1, 2] }, { type: 'Point' }),
);

test('agrees with the schema that the registry serves, for normalized entities', () => {
  const instance = fc.record(
    {
      type: fc.constantFrom('Property', 'GeoProperty', 'Relationship'),
      value,
      object: value,
      observedAt: fc.constantFrom('2026-01-01T12:00:00Z', 'noon'),
      unitCode: fc.constantFrom('CEL', 'MTR', 'GQ'),
    },
    { requiredKeys: ['type'] },
  );
  for (const model of models) {
    const validate = ajv.compile(jsonSchemaOf(model, 'https://models.example.org'));
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(model.attributes)),
        fc.oneof(instance, fc.array(instance, { minLength: 1, maxLength: 2 })),
        (name, attribute) => {
          const entity = { ...exampleOf(model), [name]: attribute };
          expect(found(entity).length > 0).toBe(!validate(entity));
        },
      ),
      runs(60),
    );
  }
});
