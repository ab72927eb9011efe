import type { CityRule } from './city-rule';

/** Replicas that the memory of a profile holds, besides everything else. */
const most = { laptop: 1, pilot: 2, city: 8 } as const;

export const replicasFitProfile: CityRule = {
  code: 'replicas-fit-profile',
  reads: ['broker.replicas', 'broker.bus', 'openDataPortal.replicas', 'profile'],
  rule: `A service has as many replicas as the memory of the profile allows: at most ${most.pilot} for pilot, ${most.city} for city.`,
  check: ({ broker, openDataPortal, profile }) =>
    // The laptop has a rule of its own, which says more.
    (profile === 'laptop' ? [] : (['broker', 'openDataPortal'] as const)).flatMap((section) => {
      const { replicas } = { broker, openDataPortal }[section];
      if (replicas <= most[profile]) return [];
      const larger = profile === 'pilot' ? ", or set profile to 'city'" : '';
      return [{ path: `${section}.replicas`, value: replicas, fix: `Ask for ${most[profile]} or fewer${larger}.` }];
    }),
};
