import { demoData } from '../../../constructs/components/simulator/demo-groups';
import type { DemoGroup } from '../../../constructs/components/simulator/demo-plan';
import { EntityValidator } from '../../../constructs/models/entities/entity-validator';
import { cityModels } from '../../../constructs/platform/city-models';
import { parseCity } from '../../../constructs/spec/city';
import { clockOf, shapeAt } from '../../../programs/simulator/day';
import { DemoMeasures } from '../../../programs/simulator/demo-measures';

const city = parseCity({
  name: 'town',
  country: 'TR',
  population: 8200,
  profile: 'laptop',
  timeZone: 'Europe/Istanbul',
  location: { latitude: 38.42, longitude: 27.14 },
  dataModels: ['OffStreetParking', 'AirQualityObserved', 'WeatherObserved', 'TrafficFlowObserved'],
  demoData: true,
});
const models = cityModels(city);
const { plan, groups } = demoData(city, models, 'https://m');
const every = 300_000;
const measuresOf = new Map([plan.seed, 'other'].map((seed) => [seed, new DemoMeasures({ ...plan, seed }, every)]));
const groupOf = (kind: string) => plan.groups.find((group) => group.kind === kind) as DemoGroup;
const measured = (kind: string, time: string | number, device = 0, seed = plan.seed): Record<string, number> => {
  const group = groupOf(kind);
  const { message } = measuresOf.get(seed)!.last(group, group.devices[device]!, 0, Number(new Date(time)));
  return JSON.parse(message);
};
/** Mean over the devices of a kind and two weeks, at an hour of İzmir's clocks (UTC+3). */
const usual = (kind: string, name: string, hour: number, weekend: boolean): number => {
  const days = Array.from({ length: 14 }, (_, day) => Date.UTC(2026, 4, 4 + day, hour - 3));
  const times = days.filter((_, day) => day % 7 >= 5 === weekend);
  const all = times.flatMap((time) => groupOf(kind).devices.map((_, device) => measured(kind, time, device)[name]!));
  return all.reduce((sum, one) => sum + one, 0) / all.length;
};

test('what is measured follows from the seed, the device and the time alone', () => {
  const time = '2026-11-28T10:00:00Z';
  for (const { kind } of plan.groups) {
    expect(measured(kind, time)).toEqual(measured(kind, time));
    expect(measured(kind, time)).not.toEqual(measured(kind, time, 1));
    expect(measured(kind, time)).not.toEqual(measured(kind, time, 0, 'other'));
    expect(measured(kind, time)).not.toEqual(measured(kind, '2026-11-28T14:00:00Z'));
  }
});

test('every value is one of its data model, at any time of a year', () => {
  const validator = new EntityValidator(models);
  let count = 0;
  for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2027, 0, 1); time += 401 * 3_600_000) {
    for (const [at, group] of plan.groups.entries())
      for (const [index, device] of group.devices.entries()) {
        const { attributes, type, fixed, devices } = groups[at]!;
        const values = Object.entries(measured(group.kind, time, index));
        const named = values.map(([from, value]) => [attributes[from]!.name, { type: 'Property', value }]);
        const entity = {
          id: `urn:ngsi-ld:${type}:1`,
          type,
          ...fixed,
          ...devices[device.id],
          ...Object.fromEntries(named),
        };
        expect(validator.problems(entity)).toEqual([]);
        count++;
      }
  }
  expect(count).toBeGreaterThan(450);
});

test('the values have the shape of a day, by the clocks of the city', () => {
  expect(usual('parking', 'occupancy', 12, false)).toBeGreaterThan(3 * usual('parking', 'occupancy', 5, false));
  expect(usual('parking', 'occupancy', 12, false)).toBeGreaterThan(usual('parking', 'occupancy', 12, true));
  expect(usual('traffic', 'intensity', 8, false)).toBeGreaterThan(2 * usual('traffic', 'intensity', 8, true));
  expect(usual('traffic', 'averageVehicleSpeed', 4, false)).toBeGreaterThan(
    usual('traffic', 'averageVehicleSpeed', 18, false),
  );
  expect(usual('air-quality', 'no2', 18, false)).toBeGreaterThan(2 * usual('air-quality', 'no2', 4, false));
  expect(usual('weather', 'temperature', 15, false)).toBeGreaterThan(5 + usual('weather', 'temperature', 3, false));
  expect(usual('weather', 'solarRadiation', 2, false)).toBe(0);
});

test('free and taken spaces are all spaces of a car park, as its entity has it', () => {
  for (const [index, { id, spots }] of groupOf('parking').devices.entries()) {
    const { availableSpotNumber, occupiedSpotNumber } = measured('parking', '2026-11-27T09:00:00Z', index);
    expect(availableSpotNumber! + occupiedSpotNumber!).toBe(spots);
    expect(groups[0]!.devices[id]).toMatchObject({ totalSpotNumber: { value: spots } });
  }
});

test('a device measures once an interval, at its own second, whenever it is started', () => {
  const group = groupOf('weather');
  const due = (now: number, place: number) => measuresOf.get(plan.seed)!.last(group, group.devices[0]!, place, now).due;
  const now = Date.UTC(2026, 10, 28, 10, 4);
  expect(new Date(due(now, 0)).toISOString()).toBe('2026-11-28T10:00:00.000Z');
  expect(new Date(due(now, 0.5)).toISOString()).toBe('2026-11-28T10:02:30.000Z');
  expect(due(now, 0.9)).toBe(due(now + 29_000, 0.9));
  expect(due(now + 30_000, 0.9)).toBe(due(now, 0.9) + every);
});

test.each([
  ['2026-03-28T22:30:00Z', 'Europe/Istanbul', 1.5, true],
  ['2026-03-29T01:30:00Z', 'Europe/Berlin', 3.5, true],
  ['2026-03-27T23:15:30Z', 'UTC', 23.25 + 30 / 3600, false],
])('%s in %s is hour %d', (time, zone, hour, isWeekend) => {
  const moment = clockOf(zone)(Date.parse(time));
  expect(moment.hour).toBeCloseTo(hour, 9);
  expect(moment.isWeekend).toBe(isWeekend);
});

test('between the hours of a shape its value changes evenly, over midnight too', () => {
  const shape = [
    [6, 0],
    [18, 1],
  ] as const;
  expect([0, 3, 6, 12, 18, 21].map((hour) => shapeAt(shape, hour))).toEqual([0.5, 0.25, 0, 0.5, 1, 0.75]);
});
