import { RootConstruct } from 'constructs';
import { publishedTypes } from '../../../constructs/components/publisher/published-types';
import { cityModels } from '../../../constructs/platform/city-models';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { optOuts } from '../../../constructs/waist/opt-out';
import type { Job, Workload } from '../../../constructs/waist/primitives';

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  profile: 'laptop',
  tenants: [{ id: 'parking' }],
  dataModels: [
    'OffStreetParking',
    'WeatherObserved',
    {
      type: 'Ferry',
      attributes: {
        berths: { kind: 'Property', iri: 'https://town.example/berths', schema: { type: 'integer' } },
        since: { kind: 'Property', iri: 'https://town.example/since', schema: { type: 'string', format: 'date' } },
        free: { kind: 'Property', iri: 'https://town.example/free' },
        route: { kind: 'Relationship', iri: 'https://town.example/route' },
      },
    },
  ],
  openData: [
    { type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0', highValue: 'mobility' },
    { type: 'Ferry', licence: 'CC0-1.0', access: 'restricted', theme: 'TRAN', keywords: ['boat'] },
  ],
};

function platformOf(changes: Partial<CityInput> = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }) });
}

const variable = (workload: Workload, name: string) =>
  workload.env[name]?.parts
    .map((part) => (typeof part === 'string' ? part : `<${part.source.node.path}.${part.output}>`))
    .join('');

test('a city that publishes nothing has no publisher, and nobody may write into its portal', () => {
  const { publisher, portal, broker } = platformOf({ openData: [] });
  expect(publisher).toBeUndefined();
  expect(variable(portal!.node.findChild('Setup') as Job, 'PUBLISHER_TOKEN_ID')).toBeUndefined();
  expect(variable(broker.relay, 'RECEIVERS')).not.toContain('program');
});

test('it may talk to the broker, to what keeps subscriptions and to the portal, and to nothing else', () => {
  const { service } = platformOf().publisher!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`).sort()).toEqual([
    'town/Platform/Broker/Notifications 8080',
    'town/Platform/Broker/Service 9090',
    'town/Platform/Portal/Service 5000',
    'town/Platform/Publisher/Service 8081',
  ]);
  expect(service.egress).toEqual([]);
});

test('the relay may notify it, by its own name', () => {
  const { broker, publisher } = platformOf();
  expect(broker.relay.talksTo).toContainEqual({ source: publisher!.service, port: 8081 });
  expect(variable(broker.relay, 'RECEIVERS')).toContain(
    '{"program":"<town/Platform/Publisher/Service.host>","schemes":["http"],"ports":[8081]}',
  );
});

test('the set-up of the portal has the id of its token, and it alone besides has the key', () => {
  const { portal, publisher } = platformOf();
  const id = '<town/Platform/Portal/PublisherToken.value>';
  expect(variable(portal!.node.findChild('Setup') as Job, 'PUBLISHER_TOKEN_ID')).toBe(id);
  expect(variable(publisher!.service, 'PORTAL_TOKEN_ID')).toBe(id);
  expect(variable(publisher!.service, 'PORTAL_TOKEN_KEY')).toBe('<town/Platform/Portal/TokenSecret.value>');
  expect(variable(portal!.service, 'PUBLISHER_TOKEN_ID')).toBeUndefined();
});

test('everybody may read its downloads, and write none', () => {
  const { gateway } = platformOf();
  const [route] = gateway.routes.filter(({ props }) => props.path === '/open-data');
  expect(route?.props).toMatchObject({ host: 'data', access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }] });
});

test('it runs once, and says why', () => {
  expect(optOuts(platformOf().publisher!).map(({ measure }) => measure)).toEqual(['more than one replica']);
});

test('what is published follows from the spec and the models', () => {
  const city = parseCity(spec);
  const [parking, ferry] = publishedTypes(city.openData, cityModels(city), 'https://models.town.example');
  expect(parking).toMatchObject({
    name: 'parking-offstreetparking',
    tenant: 'parking',
    title: 'Car park',
    titleLanguage: 'en',
    descriptionLanguage: 'en',
    themes: ['TRAN'],
    frequency: 'UPDATE_CONT',
    access: 'public',
    highValue: 'http://data.europa.eu/bna/c_b79e35eb',
    keywords: ['OffStreetParking'],
    schema: 'https://models.town.example/schemas/OffStreetParking.schema.json',
    context: expect.stringMatching(/^https:\/\/models\.town\.example\/context\/v1\/[0-9a-f]{12}\/Parking\.jsonld$/),
  });
  const kinds = Object.fromEntries(parking!.attributes.map(({ name, value }) => [name, value]));
  expect(kinds).toMatchObject({
    location: 'geometry',
    availableSpotNumber: 'number',
    category: 'text',
    address: 'json',
    occupancyModified: 'instant',
    refParkingSpot: 'text',
  });
  expect(ferry).toEqual({
    name: 'ferry',
    type: 'Ferry',
    context: expect.any(String),
    schema: 'https://models.town.example/schemas/Ferry.schema.json',
    title: 'Ferry',
    description: 'A data model of town.',
    licence: 'CC0-1.0',
    licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
    access: 'restricted',
    themes: ['TRAN'],
    frequency: 'UPDATE_CONT',
    keywords: ['Ferry', 'boat'],
    attributes: [
      { name: 'berths', value: 'number' },
      { name: 'since', value: 'instant' },
      { name: 'free', value: 'json' },
      { name: 'route', value: 'text' },
    ],
  });
});

test('a city that has a portal gets no other, and is published there with the token that it names', () => {
  const existing = { url: 'https://data.town.example:8443/ckan', organization: 'town', token: { name: 'portal' } };
  const platform = platformOf({ openDataPortal: { existing } });
  expect([platform.portal, platform.portalUrl]).toEqual([undefined, existing.url]);
  const { service } = platform.publisher!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`)).toContain(
    'town/Platform/ExistingPortal/Portal 8443',
  );
  const named = 'PORTAL_URL PORTAL_TOKEN PORTAL_TOKEN_KEY ORGANIZATION DOWNLOADS_URL'.split(' ');
  expect(named.map((name) => variable(service, name))).toEqual([
    'https://<town/Platform/ExistingPortal/Portal.host>:8443/ckan',
    '<town/Platform/ExistingPortal/Token.value>',
    undefined,
    'town',
    'https://data.town.localhost/open-data',
  ]);
});
