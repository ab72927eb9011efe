import type { DemoDevice, DemoKind } from '../../constructs/components/simulator/demo-plan';
import { type DayShape, type Moment, shapeAt, sunAt } from './day';
import { chance, drift } from './noise';

/** Where a device measures. */
export interface Surroundings {
  /** Of the city: what is alike for all devices, such as the weather, follows from it. */
  readonly seed: string;
  /** In degrees north. */
  readonly latitude: number;
  readonly moment: Moment;
}

/** Values by the names of attributes of the data model. */
export type Values = Readonly<Record<string, number | boolean | readonly string[]>>;

type Signal = (device: DemoDevice, around: Surroundings) => Values;

/** Share of the spaces that are taken. */
const parked: Readonly<Record<'work' | 'weekend', DayShape>> = {
  work: [
    [0, 0.25],
    [6, 0.2],
    [9, 0.72],
    [12, 0.9],
    [15, 0.86],
    [18, 0.6],
    [21, 0.35],
  ],
  weekend: [
    [0, 0.3],
    [8, 0.2],
    [13, 0.68],
    [17, 0.76],
    [22, 0.42],
  ],
};

/** Traffic, from none to as much as the road carries. */
const driven: Readonly<Record<'work' | 'weekend', DayShape>> = {
  work: [
    [0, 0.1],
    [4, 0.04],
    [6.5, 0.35],
    [8, 0.92],
    [10, 0.55],
    [14, 0.55],
    [18, 0.95],
    [20, 0.5],
    [23, 0.2],
  ],
  weekend: [
    [0, 0.16],
    [5, 0.04],
    [10, 0.35],
    [14, 0.55],
    [18, 0.58],
    [22, 0.3],
  ],
};

/** What each kind of device measures. All of it follows from the seed, the device and the time. */
export const signals: Readonly<Record<DemoKind, Signal>> = { parking, 'air-quality': airQuality, weather, traffic };

function parking({ id, spots = 100 }: DemoDevice, { seed, moment }: Surroundings): Values {
  const { time, hour, isWeekend } = moment;
  const own = `${seed} ${id}`;
  const usual = shapeAt(parked[isWeekend ? 'weekend' : 'work'], hour);
  const share = limited(usual + 0.1 * (chance(own, 0) - 0.5) + 0.08 * drift(own, time, 1.5), 0, 1);
  const occupiedSpotNumber = Math.round(spots * share);
  const availableSpotNumber = spots - occupiedSpotNumber;
  const room = availableSpotNumber === 0 ? 'full' : share > 0.92 ? 'almostFull' : 'spacesAvailable';
  return {
    availableSpotNumber,
    occupiedSpotNumber,
    occupancy: rounded(occupiedSpotNumber / spots, 3),
    status: ['open', room],
  };
}

/** From 0 to 1. */
function trafficLevel(own: string, { time, hour, isWeekend }: Moment): number {
  return limited(shapeAt(driven[isWeekend ? 'weekend' : 'work'], hour) + 0.12 * drift(own, time, 0.5), 0, 1);
}

function traffic({ id }: DemoDevice, { seed, moment }: Surroundings): Values {
  const own = `${seed} ${id}`;
  const level = trafficLevel(own, moment);
  const width = 60 + 90 * chance(own, 0);
  return {
    intensity: Math.round(width * level),
    occupancy: rounded(0.02 + 0.7 * level * level, 3),
    averageVehicleSpeed: rounded(58 * (1 - 0.72 * level ** 3) + 3 * drift(own, moment.time, 0.4), 1),
    congested: level > 0.88,
  };
}

function weather({ id }: DemoDevice, around: Surroundings): Values {
  const { seed, moment } = around;
  const { time } = moment;
  const own = `${seed} ${id}`;
  const clouds = (1 + drift(`${seed} clouds`, time, 9)) / 2;
  const rain = Math.max(0, drift(`${seed} rain`, time, 7) - 0.55);
  const wind = Math.max(0, 3 + 2.5 * drift(`${seed} wind`, time, 6) + sunAt(moment) + 0.4 * drift(own, time, 0.5));
  return {
    ...airAt(own, around),
    atmosphericPressure: rounded(1014 + 9 * drift(`${seed} pressure`, time, 40), 1),
    windSpeed: rounded(wind, 1),
    windDirection: Math.round(180 + 180 * drift(`${seed} direction`, time, 12)),
    precipitation: rounded(9 * rain, 1),
    solarRadiation: Math.round(900 * sunAt(moment) * (1 - 0.75 * clouds)),
  };
}

/** Temperature and humidity: the year's, the day's, and what the weather makes of them. */
function airAt(own: string, { seed, latitude, moment }: Surroundings) {
  const { time, hour, season } = moment;
  const away = Math.abs(latitude);
  const summer = -Math.cos(2 * Math.PI * (season - 0.05)) * Math.sign(latitude || 1);
  const swing = 5 * Math.cos(((hour - 15) / 12) * Math.PI);
  const temperature = 29 - 0.33 * away + 0.24 * away * summer + swing + 3 * drift(`${seed} warmth`, time, 30);
  return {
    temperature: rounded(temperature + 0.4 * drift(own, time, 1), 1),
    relativeHumidity: rounded(limited(0.62 - 0.022 * swing + 0.15 * drift(`${seed} damp`, time, 20), 0.1, 1), 2),
  };
}

function airQuality({ id }: DemoDevice, around: Surroundings): Values {
  const { seed, moment } = around;
  const { time } = moment;
  const own = `${seed} ${id}`;
  const dirt = trafficLevel(own, moment) * (0.7 + 0.6 * chance(own, 0));
  const still = 1 + 0.4 * drift(`${seed} wind`, time, 6);
  const pm10 = Math.max(3, (14 + 30 * dirt) * still + 3 * drift(own, time, 0.7));
  return {
    no2: rounded(Math.max(2, (8 + 48 * dirt) * still + 3 * drift(own, time, 1)), 1),
    o3: rounded(Math.max(5, 38 + 55 * sunAt(moment) - 22 * dirt), 1),
    pm10: rounded(pm10, 1),
    pm25: rounded(pm10 * (0.42 + 0.08 * drift(`${own} fine`, time, 5)), 1),
    ...airAt(own, around),
  };
}

const limited = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
