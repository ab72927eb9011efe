import { carriesLoad, carriesRequests, largest } from '../capacity/carried-load';
import { largerProfile } from '../capacity/larger-profile';
import type { CityRule } from './city-rule';

export const requestsFitProfile: CityRule = {
  code: 'requests-fit-profile',
  reads: ['gateway.requestsPerSecond', 'load', 'history', 'broker.bus', 'broker.replicas', 'profile', 'population'],
  rule: 'The gateway lets through no more requests a second than its replicas, and those of the broker behind it, can answer in the profile.',
  check: (city) => {
    // The limit follows from the load, which has a rule of its own.
    if (carriesRequests(city) || !carriesLoad(city)) return [];
    const { gateway } = city;
    const most = largest(gateway.requestsPerSecond, (requestsPerSecond) =>
      carriesRequests({ ...city, gateway: { ...gateway, requestsPerSecond } }),
    );
    const profile = largerProfile(city, carriesRequests);
    const larger = profile === undefined ? '' : `, or set profile to '${profile}'`;
    return [
      {
        path: 'gateway.requestsPerSecond',
        value: gateway.requestsPerSecond,
        fix: `Set gateway.requestsPerSecond to ${most} or less${larger}.`,
      },
    ];
  },
};
