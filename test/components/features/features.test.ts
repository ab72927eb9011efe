import { RootConstruct } from 'constructs';
import { readableOf } from '../../../constructs/components/features/readable';
import type { Readable } from '../../../constructs/components/features/readable-type';
import { cityModels } from '../../../constructs/platform/city-models';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { parseReadable } from '../../../programs/features/features-config';

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  profile: 'laptop',
  timeZone: 'Europe/Helsinki',
  tenants: [{ id: 'parking' }],
  dataModels: ['OffStreetParking', 'GtfsRoute'],
  openData: [
    { type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0', title: 'Car parks of the town' },
    { type: 'GtfsRoute', licence: 'CC0-1.0', access: 'restricted' },
  ],
};

function platformOf(changes: Partial<CityInput> = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }) });
}

const given = ({ city }: CityPlatform): Readable => readableOf(city, cityModels(city), 'https://models.town.localhost');

test('a city without data models has nothing to read', () => {
  expect(platformOf({ dataModels: [], openData: [] }).features).toBeUndefined();
  expect(platformOf({ openData: [] }).features).toBeDefined();
});

test('it may talk to the broker and to nothing else', () => {
  const { service } = platformOf().features!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`)).toEqual([
    'town/Platform/Broker/Service 9090',
  ]);
  expect(service.egress).toEqual([]);
});

test('with a token it is read for a tenant in the header or in the path, without one only where all is open', () => {
  const { gateway, features } = platformOf();
  const routes = gateway.routes.filter(({ node }) => node.path.includes('/Features/'));
  expect(
    routes.map(({ url, props }) => [url, props.endpoint.port, props.access, props.tenantHeader, props.tenantPath]),
  ).toEqual(
    ['features', 'history'].flatMap((name) => [
      [
        `https://api.town.localhost/${name}`,
        8080,
        [{ methods: ['GET', 'HEAD'], allow: { roles: ['viewer', 'editor', 'operator'] } }],
        'NGSILD-Tenant',
        '/tenants',
      ],
      [
        `https://data.town.localhost/${name}`,
        8081,
        [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
        undefined,
        undefined,
      ],
    ]),
  );
  expect([features!.url, features!.openUrl]).toEqual([
    'https://api.town.localhost/features',
    'https://data.town.localhost/features',
  ]);
});

test('the program is given every model, and as open what everybody may have', () => {
  const readable = given(platformOf());
  expect(readable.types.map(({ type }) => type)).toEqual(['OffStreetParking', 'GtfsRoute']);
  expect(readable.types[0]!.context).toMatch(
    /^https:\/\/models\.town\.localhost\/context\/v1\/[0-9a-f]{12}\/Parking\.jsonld$/,
  );
  expect(readable.types[0]!.attributes).toContainEqual({ name: 'location', value: 'geometry' });
  expect([readable.tenants, readable.open]).toEqual([
    ['parking'],
    [
      {
        name: 'parking-offstreetparking',
        type: 'OffStreetParking',
        tenant: 'parking',
        title: 'Car parks of the town',
        licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
      },
    ],
  ]);
  const notes: string[] = [];
  expect(parseReadable(readable, (rule) => notes.push(rule))).toEqual(readable);
  expect(parseReadable({ ...readable, types: [{ type: 'X' }] }, (rule) => notes.push(rule))).toBeUndefined();
  expect(notes).toEqual(['must be a JSON object with types, tenants and open']);
});

test('one replica is said to be one', () => {
  expect(platformOf().features!.service.replicas.max).toBe(1);
  expect(
    platformOf({ profile: 'city', population: 4_000_000, domain: 'town.example', contact: { email: 'a@town.example' } })
      .features!.service.replicas,
  ).toEqual({ min: 2, max: 2 });
});
