import type { CityRule } from './city-rule';

export const demoDataProfile: CityRule = {
  code: 'demo-data-profile',
  reads: ['demoData', 'profile'],
  rule: 'Demo data is for trials: profile city, on which people rely, has none.',
  check: ({ demoData, profile }) =>
    demoData && profile === 'city'
      ? [{ path: 'demoData', value: true, fix: "Set it to false, or set profile to 'pilot' or 'laptop'." }]
      : [],
};
