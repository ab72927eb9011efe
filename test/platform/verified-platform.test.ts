import { join } from 'node:path';
import { loadSpec } from '../../constructs/files/load-spec';
import { partOf } from '../../constructs/platform/federation-part';
import { verifiedPlatformOf } from '../../constructs/platform/verified-platform-of';
import { type CityInput, parseCity } from '../../constructs/spec/city';

const of = (more: Partial<CityInput>) =>
  verifiedPlatformOf(
    parseCity({
      name: 'izmir',
      country: 'TR',
      population: 400_000,
      domain: 'izmir.example',
      contact: { email: 'data@izmir.example' },
      profile: 'pilot',
      tenants: [{ id: 'parking' }],
      dataModels: ['OffStreetParking'],
      ...more,
    }),
  );
const devices: CityInput['devices'] = [
  { id: 'lots', type: 'OffStreetParking', tenant: 'parking', pattern: '*', unlisted: 'pass' },
];
const balanced = { kubernetes: { edge: { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' } } } as const;

test('MQTT is looked at where devices reach it: not without devices, and not behind what carries HTTP alone', () => {
  expect(of({ targets: balanced }).mqtt).toBeUndefined();
  expect(of({ devices, targets: balanced }).mqtt).toEqual({ host: 'mqtt.izmir.example', port: 8883 });
  expect(of({ devices, targets: { kubernetes: {} } }).mqtt).toBeUndefined();
});

test('places are the platform’s own where a type with a place is open, unless the city declares others', () => {
  const openData: CityInput['openData'] = [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }];
  expect(of({}).places).toBeUndefined();
  expect(of({ openData }).places).toBe('https://data.izmir.example/features');
  const [one] = openData;
  expect(of({ openData: [{ ...one!, access: 'restricted' }] }).places).toBeUndefined();
  const places = 'https://maps.izmir.example/ogc';
  expect(of({ openData, declarations: { places } }).places).toBe(places);
});

test('the city that answers for a federation is asked for all its cities, and the others for none', async () => {
  const spec = await loadSpec(join(__dirname, '../../examples/turkiye/federation.yaml'));
  if (spec.kind !== 'federation') throw new Error('the example is no federation');
  const { federation } = spec;
  // Whose portal shows the datasets of which others.
  const asked = partOf(federation, federation.cities[1]!)?.hosts?.cities;
  expect(asked?.map(({ id, collects }) => [id, collects])).toEqual([
    ['istanbul', []],
    ['izmir', ['istanbul']],
  ]);
  const [istanbul, izmir] = federation.cities.map((city) =>
    verifiedPlatformOf(city, { federation: partOf(federation, city) }),
  );
  expect(izmir!.federation).toEqual({
    api: 'https://federation.izmir.example/ngsi-ld/v1',
    cities: ['istanbul', 'izmir'],
    readers: 'viewers',
  });
  expect(izmir!.hosts).toContain('federation.izmir.example');
  expect([istanbul!.federation, istanbul!.hosts.filter((host) => host.startsWith('federation.'))]).toEqual([
    undefined,
    [],
  ]);
});
