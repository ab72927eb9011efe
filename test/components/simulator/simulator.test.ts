import { RootConstruct } from 'constructs';
import { synthKubernetes } from '../../../charts/synth';
import { synthCompose } from '../../../compose/synth';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import type { Lacks } from '../../../constructs/waist/lacks';
import type { Workload } from '../../../constructs/waist/primitives';

const spec: CityInput = {
  name: 'town',
  country: 'FI',
  population: 8200,
  profile: 'laptop',
  location: { latitude: 60.17, longitude: 24.94 },
  tenants: [{ id: 'parking' }, { id: 'roads' }],
  dataModels: ['OffStreetParking', 'WeatherObserved', 'TrafficFlowObserved'],
  openData: [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }],
  devices: [{ id: 'loops', tenant: 'roads', type: 'TrafficFlowObserved', unlisted: 'pass' }],
  demoData: true,
};

function platformOf(changes: Partial<CityInput> = {}, lacks: Lacks = {}): CityPlatform {
  return new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...spec, ...changes }), lacks });
}
const fileOf = (workload: Workload, path: string) => JSON.parse(String(workload.files[path]?.parts[0]));
const groupsOf = (platform: CityPlatform): { id: string; simulated?: boolean; tenant?: string }[] =>
  fileOf(platform.devices!.service, '/citykit/devices/groups.json');

test('its devices are groups of the device gateway, of the types that the city has models for', () => {
  const simulated = groupsOf(platformOf()).filter((group) => group.simulated);
  expect(simulated).toMatchObject([
    { id: 'demo-parking', tenant: 'parking', entity: 'urn:ngsi-ld:OffStreetParking:demo:{id}' },
    { id: 'demo-weather' },
    { id: 'demo-traffic', tenant: 'roads' },
  ]);
  expect(simulated[1]).not.toHaveProperty('tenant');
});

test('they stand apart from each other, within three kilometres of the city', () => {
  const places = groupsOf(platformOf())
    .filter(({ simulated }) => simulated)
    .flatMap((group) => Object.values((group as never as { devices: object }).devices))
    .map(({ location }) => location.value.coordinates as [number, number]);
  expect(new Set(places.map(String)).size).toBe(17);
  for (const [longitude, latitude] of places) {
    const north = (latitude - 60.17) * 111.32;
    const east = (longitude - 24.94) * 111.32 * Math.cos((60.17 * Math.PI) / 180);
    expect(Math.hypot(north, east)).toBeLessThan(3.01);
  }
});

test.each([
  [90, 180],
  [-90, -180],
])('at %d° and %d° their places are on the map', (latitude, longitude) => {
  const text = JSON.stringify(groupsOf(platformOf({ location: { latitude, longitude } })));
  for (const [, east, north] of text.matchAll(/"coordinates":\[([^,]+),([^\]]+)\]/g)) {
    expect(Math.abs(Number(east))).toBeLessThanOrEqual(180);
    expect(Math.abs(Number(north))).toBeLessThanOrEqual(90);
  }
});

test('it talks to the device gateway, and comes in from outside where MQTT does', () => {
  const { simulator, devices } = platformOf();
  const gateway = devices!.service.node.path;
  expect(simulator!.service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`).sort()).toEqual([
    `${gateway} 1883`,
    `${gateway} 8081`,
  ]);
  expect(simulator!.service.egress).toMatchObject([{ to: { host: 'mqtt.town.localhost' }, ports: [8883] }]);
  const inside = platformOf({}, { tcpEdge: 'An Ingress carries HTTP only.' }).simulator!.service;
  expect([inside.egress, inside.env.PUBLIC_MQTT_HOST]).toEqual([[], undefined]);
});

test('without it no device is simulated, and the device gateway stays to remove what was sent', () => {
  const off = platformOf({ demoData: false });
  expect([off.simulator, groupsOf(off).map(({ id }) => id)]).toEqual([undefined, ['loops']]);
  const alone = platformOf({ demoData: false, devices: [] });
  expect([alone.simulator, groupsOf(alone)]).toEqual([undefined, []]);
  const { demoData: _, ...never } = spec;
  const none = new CityPlatform(new RootConstruct('town'), 'Platform', { city: parseCity({ ...never, devices: [] }) });
  expect([none.simulator, none.devices]).toEqual([undefined, undefined]);
});

test('with devices and demo data a laptop is within its memory, on a cluster and on one machine', () => {
  const { demoData: _, ...withDevices } = spec;
  const edge = { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' } as const;
  const withMqtt = parseCity({ ...withDevices, targets: { kubernetes: { edge } } });
  expect(synthKubernetes(withMqtt).findings).toEqual([]);
  expect(synthKubernetes(parseCity(spec)).findings).toEqual([]);
  expect(synthCompose(parseCity(spec)).findings).toEqual([]);
});
