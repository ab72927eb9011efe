import { RootConstruct } from 'constructs';
import { deviceGroups } from '../../../constructs/components/device-gateway/device-groups';
import { cityModels } from '../../../constructs/platform/city-models';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { CityError } from '../../../constructs/problems/city-error';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import type { Lacks } from '../../../constructs/waist/lacks';
import { optOuts } from '../../../constructs/waist/opt-out';
import type { Secret, Workload } from '../../../constructs/waist/primitives';

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  profile: 'laptop',
  tenants: [{ id: 'parking' }],
  dataModels: ['OffStreetParking', 'WeatherObserved'],
  devices: [
    {
      id: 'car-parks',
      tenant: 'parking',
      type: 'OffStreetParking',
      devices: ['hall', { id: 'port', static: { name: 'Port' } }],
      attributes: { free: 'availableSpotNumber', h: { name: 'maximumAllowedHeight', unit: 'CMT' } },
      static: { refParkingSpot: 'urn:ngsi-ld:ParkingSpot:1', maximumAllowedHeight: 2 },
    },
    {
      id: 'lora-weather',
      type: 'WeatherObserved',
      protocol: 'chirpstack',
      pattern: '*',
      unlisted: 'pass',
      network: { host: 'lora.town.example', user: 'town', secret: { name: 'lora' }, application: 'a1' },
    },
  ],
};

function platformOf(changes: Partial<CityInput> = {}, lacks: Lacks = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }), lacks });
}

const variable = (workload: Workload, name: string) =>
  workload.env[name]?.parts
    .map((part) => (typeof part === 'string' ? part : `<${part.source.node.path}.${part.output}>`))
    .join('');

const problemsOf = (changes: Partial<CityInput>) => {
  try {
    parseCity({ ...spec, ...changes });
  } catch (error) {
    if (error instanceof CityError) return error.problems.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
};

test('a city without devices has no gateway for them, no listener and no database', () => {
  const { devices, gateway, database } = platformOf({ devices: [] });
  expect([devices, gateway.edge.tls]).toEqual([undefined, []]);
  expect(database.setup.databases.map(({ name }) => name)).not.toContain('town_devices');
});

test('it may talk to the broker, its database and the network server, and to nothing else', () => {
  const { service } = platformOf().devices!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`).sort()).toEqual([
    'town/Platform/Broker/Service 9090',
    'town/Platform/Database 5432',
  ]);
  expect(service.egress).toEqual([
    { ports: [8883], to: { host: 'lora.town.example' }, reason: 'Uplinks of LoRaWAN devices are fetched.' },
  ]);
});

test('MQTT comes in over TLS alone', () => {
  const { gateway, devices } = platformOf();
  expect(gateway.edge.tls).toEqual([
    { name: 'mqtts', port: 8883, host: 'mqtt.town.localhost', target: devices!.service.endpoint('mqtt') },
  ]);
  expect(variable(devices!.service, 'MQTT_URL')).toBe('mqtts://mqtt.town.localhost:8883');
});

test('where the edge carries HTTP alone, devices send over HTTPS, and the report says so', () => {
  const { gateway, devices } = platformOf({}, { tcpEdge: 'An Ingress carries HTTP only.' });
  expect([gateway.edge.tls, devices!.mqttUrl, variable(devices!.service, 'MQTT_URL')]).toEqual([
    [],
    undefined,
    undefined,
  ]);
  expect(optOuts(devices!).map(({ measure, reason }) => `${measure}: ${reason}`)).toEqual([
    'MQTT from outside: An Ingress carries HTTP only.',
  ]);
});

test('devices show their own credentials, and an operator manages those of a tenant on a port of its own', () => {
  const { gateway, devices } = platformOf();
  const routes = gateway.routes.filter(({ props }) => props.endpoint.source === devices!.service);
  expect(
    routes.map(({ props }) => [props.host, props.path, props.endpoint.port, props.access, props.tenantHeader]),
  ).toEqual([
    ['iot', '/iot', 8080, 'passthrough', undefined],
    [
      'api',
      '/devices/v1',
      8081,
      [{ methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'], allow: { roles: ['operator'] } }],
      'NGSILD-Tenant',
    ],
  ]);
});

test('the password for a network server is a secret of the city, and stands in no file', () => {
  const { service } = platformOf().devices!;
  const [reference] = service.env.NETWORK_PASSWORD_LORA_WEATHER!.references;
  expect((reference!.source as Secret).existing).toEqual({ name: 'lora', key: 'password' });
});

test('kind and unit of a value follow from the data model', () => {
  const city = parseCity(spec);
  const [parks, weather] = deviceGroups(city.devices, cityModels(city), 'https://models.town.example');
  expect(parks).toEqual({
    id: 'car-parks',
    tenant: 'parking',
    protocol: 'json',
    type: 'OffStreetParking',
    entity: 'urn:ngsi-ld:OffStreetParking:{id}',
    context: expect.stringMatching(/^https:\/\/models\.town\.example\/context\/v1\/[0-9a-f]{12}\/Parking\.jsonld$/),
    devices: { hall: {}, port: { name: { type: 'Property', value: 'Port' } } },
    attributes: {
      free: { name: 'availableSpotNumber', kind: 'number' },
      h: { name: 'maximumAllowedHeight', kind: 'number', unit: 'CMT' },
    },
    fixed: {
      refParkingSpot: { type: 'Relationship', object: 'urn:ngsi-ld:ParkingSpot:1' },
      maximumAllowedHeight: { type: 'Property', value: 2, unitCode: 'MTR' },
    },
  });
  expect(weather!.network).toMatchObject({ topic: 'application/a1/device/+/event/up', port: 8883 });
  expect(weather!.attributes).toMatchObject({
    temperature: { name: 'temperature', kind: 'number', unit: 'CEL' },
    location: { name: 'location', kind: 'geometry' },
    dateObserved: { name: 'dateObserved', kind: 'instant' },
  });
});

test('The Things Stack has the application in the name of its user', () => {
  const network = { host: 'eu1.cloud.thethings.network', user: 'town-air@ttn', secret: { name: 'ttn' } };
  const city = parseCity({
    ...spec,
    devices: [{ id: 'lora', type: 'WeatherObserved', protocol: 'things-stack', unlisted: 'pass', network }],
  });
  expect(deviceGroups(city.devices, cityModels(city), 'https://m')[0]!.network!.topic).toBe(
    'v3/town-air@ttn/devices/+/up',
  );
});

test('every problem of a group is told at once, with its place', () => {
  const [parks] = spec.devices!;
  expect(
    problemsOf({
      devices: [
        { ...parks!, tenant: 'park', attributes: { free: 'freeSpots' }, static: { hight: 1 }, devices: ['a', 'a'] },
        {
          id: 'car-parks',
          type: 'OffstreetParking',
          network: { host: 'l.town.example', user: 'u', secret: { name: 's' } },
        },
      ],
    }).sort(),
  ).toEqual([
    'device-group-model devices[0].attributes.free',
    'device-group-model devices[0].static.hight',
    'device-group-model devices[1].type',
    'device-group-network devices[1].network',
    'device-group-takes devices[1]',
    'device-group-tenant devices[0].tenant',
    'device-group-unique devices[1].id',
    'device-unique devices[0].devices[1]',
  ]);
});
