import { RootConstruct } from 'constructs';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  domain: 'town.example',
  contact: { email: 'data@town.example' },
  tenants: [{ id: 'parking' }, { id: 'traffic' }],
  dataModels: ['OffStreetParking'],
  openData: [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }],
  backups: { enabled: false, reason: 'A trial that is thrown away.' },
  targets: { kubernetes: {} },
};

function platformOf(changes: Partial<CityInput> = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }) });
}
const described = ({ verification }: CityPlatform) =>
  JSON.parse(String(verification!.service.files['/citykit/verify/platform.json']?.parts.join('')));

test('it is there by itself but on a laptop, and goes when it is switched off', () => {
  const { domain: _, contact: __, ...rest } = spec;
  const laptop = (more: object) =>
    new CityPlatform(new RootConstruct('town'), 'Platform', {
      city: parseCity({ ...rest, profile: 'laptop', ...more }),
    });
  expect(platformOf().verification).toBeDefined();
  expect(platformOf({ verification: { enabled: false } }).verification).toBeUndefined();
  expect(laptop({}).verification).toBeUndefined();
  expect(laptop({ verification: { enabled: true } }).verification).toBeDefined();
});

test('it talks to the gateway, and to nothing else', () => {
  const { service } = platformOf().verification!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`)).toEqual([
    'town/Platform/Gateway/Service 8080',
  ]);
  expect(service.egress).toEqual([]);
});

test('it only reads, in every tenant, as a client of its own', () => {
  const { identity } = platformOf();
  const client = identity.clients.find(({ clientId }) => clientId === 'verification');
  expect(client?.props).toMatchObject({ flow: 'machine', roles: ['viewer'], tenants: ['parking', 'traffic'] });
});

test('its report is for who has a role', () => {
  const { gateway } = platformOf();
  const route = gateway.routes.find(({ props }) => props.path === '/verify');
  expect(route?.url).toBe('https://api.town.example/verify');
  expect(route?.props.access).toEqual([
    { methods: ['GET', 'HEAD'], allow: { roles: ['viewer', 'editor', 'operator'] } },
  ]);
});

test('it knows what the spec says of the platform', () => {
  expect(described(platformOf())).toMatchObject({
    api: 'https://api.town.example/ngsi-ld/v1',
    issuer: 'https://id.town.example/realms/town',
    tenants: ['parking', 'traffic'],
    types: [{ type: 'OffStreetParking', schema: 'https://models.town.example/schemas/OffStreetParking.schema.json' }],
    datasets: [{ name: 'parking-offstreetparking', tenant: 'parking', access: 'public' }],
    noBackups: 'A trial that is thrown away.',
  });
});

test('what the city declares to have elsewhere may be looked at there', () => {
  const declarations = {
    personalData: { none: 'No model is about persons.' },
    algorithms: { url: 'https://town.example/algorithms.json' },
    terms: 'https://town.example:8443/terms',
    places: 'https://maps.town.example/ogc',
  };
  const { service } = platformOf({ declarations }).verification!;
  expect(service.egress.map(({ to, ports }) => [to, ports])).toEqual([
    [{ host: 'maps.town.example' }, [443]],
    [{ host: 'town.example' }, [8443]],
    [{ host: 'town.example' }, [443]],
  ]);
});
