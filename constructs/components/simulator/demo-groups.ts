import type { DataModel } from '../../models/data-model';
import type { City } from '../../spec/city';
import { demoPrefix, demoTypes } from '../../spec/demo-types';
import type { DeviceGroup } from '../device-gateway/device-group';
import { deviceGroups } from '../device-gateway/device-groups';
import type { DemoGroup, DemoKind, DemoPlan } from './demo-plan';

/** What the simulator sends, and as which devices. */
export interface DemoData {
  readonly plan: DemoPlan;
  readonly groups: readonly DeviceGroup[];
}

interface Kind {
  readonly kind: DemoKind;
  /** How many devices. */
  readonly count: number;
  readonly title: string;
  /** The attribute that the time of a measure becomes. */
  readonly time: string;
  readonly values: readonly string[];
}

const kinds: Readonly<Record<(typeof demoTypes)[number], Kind>> = {
  OffStreetParking: {
    kind: 'parking',
    count: 6,
    title: 'Demo car park',
    time: 'occupancyModified',
    values: ['availableSpotNumber', 'occupiedSpotNumber', 'occupancy', 'status'],
  },
  AirQualityObserved: {
    kind: 'air-quality',
    count: 6,
    title: 'Demo air station',
    time: 'dateObserved',
    values: ['no2', 'o3', 'pm10', 'pm25', 'temperature', 'relativeHumidity'],
  },
  WeatherObserved: {
    kind: 'weather',
    count: 3,
    title: 'Demo weather station',
    time: 'dateObserved',
    values: [
      ...['temperature', 'relativeHumidity', 'atmosphericPressure', 'windSpeed', 'windDirection'],
      ...['precipitation', 'solarRadiation'],
    ],
  },
  TrafficFlowObserved: {
    kind: 'traffic',
    count: 8,
    title: 'Demo road',
    time: 'dateObserved',
    values: ['intensity', 'occupancy', 'averageVehicleSpeed', 'congested'],
  },
};

/** Farthest device from the middle of the city, in kilometres. */
const farthest = 3;

/**
 * Simulated devices for each type that the city has a data model for, around the place where the city lies. They belong to the
 * tenant whose entities of the type are published, else to that of the city's own devices of the type.
 *
 * @param modelsUrl public URL of the contexts, without a slash at the end
 */
export function demoData(city: City, models: readonly DataModel[], modelsUrl: string): DemoData {
  const shown = demoTypes.filter((type) => models.some((model) => model.type === type));
  const total = shown.reduce((sum, type) => sum + kinds[type].count, 0);
  let placed = 0;
  const made = shown.map((type) => {
    const { kind, count, title, time, values } = kinds[type];
    const { attributes } = models.find((model) => model.type === type)!;
    const known = (name: string) => Object.hasOwn(attributes, name);
    const only = (all: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => known(name)));
    const spots = (index: number) => 120 + 60 * ((index * 7) % 6);
    const tenant = [...city.openData, ...city.devices].find((one) => one.type === type)?.tenant;
    const taken = values.filter(known);
    const devices = Array.from({ length: count }, (_, index) => ({
      id: `${kind}-${index + 1}`,
      static: only({
        name: `${title} ${index + 1}`,
        source: 'Simulator: no real values',
        location: placeOf(city.location!, placed++, total),
        ...(kind === 'parking' && { totalSpotNumber: spots(index) }),
        ...(kind === 'air-quality' && { typeofLocation: 'outdoor' }),
      }),
    }));
    const id = `${demoPrefix}${kind}`;
    const entry: City['devices'][number] = {
      id,
      type,
      ...(tenant !== undefined && { tenant }),
      protocol: 'json',
      entity: `urn:ngsi-ld:${type}:demo:{id}`,
      devices,
      attributes: Object.fromEntries([
        ...taken.map((name) => [name, name]),
        ...(known(time) ? [['TimeInstant', time]] : []),
      ]),
      unlisted: 'refuse',
      static: {},
    };
    const group: DemoGroup = {
      id,
      kind,
      ...(tenant !== undefined && { tenant }),
      values: taken,
      devices: devices.map((device, index) => ({ id: device.id, ...(kind === 'parking' && { spots: spots(index) }) })),
    };
    return { entry, group };
  });
  return {
    plan: {
      seed: city.name,
      latitude: city.location!.latitude,
      timeZone: city.timeZone,
      groups: made.map(({ group }) => group),
    },
    groups: deviceGroups(
      made.map(({ entry }) => entry),
      models,
      modelsUrl,
    ).map((group) => ({ ...group, simulated: true })),
  };
}

/** On a spiral of the golden angle, which fills a circle evenly, whatever the number. */
function placeOf({ latitude, longitude }: NonNullable<City['location']>, index: number, total: number): object {
  const distance = farthest * Math.sqrt((index + 0.5) / total);
  const angle = index * Math.PI * (3 - Math.sqrt(5));
  // Kilometres of a degree; towards a pole, those of a degree of longitude vanish.
  const degree = 111.32;
  const north = Math.max(-90, Math.min(90, latitude + (distance * Math.cos(angle)) / degree));
  const shrunk = Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  const east = longitude + (distance * Math.sin(angle)) / (degree * shrunk);
  const wrapped = ((((east + 180) % 360) + 360) % 360) - 180;
  return { type: 'Point', coordinates: [rounded(wrapped), rounded(north)] };
}

const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
