/** Types of entities that the simulator has values for. */
export const demoTypes = ['OffStreetParking', 'AirQualityObserved', 'WeatherObserved', 'TrafficFlowObserved'] as const;
/** One of {@link demoTypes}. */
export type DemoType = (typeof demoTypes)[number];

/** What the ids of the simulator's groups begin with. */
export const demoPrefix = 'demo-';
