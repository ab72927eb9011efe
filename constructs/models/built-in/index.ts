import type { DataModel } from '../data-model';
import { airQualityObserved } from './air-quality-observed';
import { building } from './building';
import { device } from './device';
import { gtfsRoute } from './gtfs-route';
import { gtfsStop } from './gtfs-stop';
import { keyPerformanceIndicator } from './key-performance-indicator';
import { noiseLevelObserved } from './noise-level-observed';
import { offStreetParking } from './off-street-parking';
import { parkingSpot } from './parking-spot';
import { pointOfInterest } from './point-of-interest';
import { streetlight } from './streetlight';
import { trafficFlowObserved } from './traffic-flow-observed';
import { vehicle } from './vehicle';
import { wasteContainer } from './waste-container';
import { wasteContainerIsle } from './waste-container-isle';
import { weatherForecast } from './weather-forecast';
import { weatherObserved } from './weather-observed';

const models: readonly DataModel[] = [
  offStreetParking,
  parkingSpot,
  airQualityObserved,
  noiseLevelObserved,
  trafficFlowObserved,
  weatherObserved,
  weatherForecast,
  gtfsStop,
  gtfsRoute,
  vehicle,
  wasteContainer,
  wasteContainerIsle,
  streetlight,
  building,
  pointOfInterest,
  keyPerformanceIndicator,
  device,
];

/** The data models that come with the kit, by entity type. */
export const builtInModels: Readonly<Record<string, DataModel>> = Object.fromEntries(
  models.map((model) => [model.type, model]),
);
