import type { CityRule } from './city-rule';

export const demoDataPlace: CityRule = {
  code: 'demo-data-place',
  reads: ['demoData', 'location'],
  rule: 'Devices of the simulator stand around the place where the city lies, which location says.',
  check: ({ demoData, location }) =>
    demoData && !location ? [{ path: 'demoData', value: true, fix: 'Add location, with latitude and longitude.' }] : [],
};
