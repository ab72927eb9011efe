import { carriesLoad, carriesRequests, largest } from '../capacity/carried-load';
import type { CityRule } from './city-rule';

export const requestsFitProfile: CityRule = {
  code: 'requests-fit-profile',
  reads: ['gateway.requestsPerSecond', 'load', 'history', 'broker.bus', 'broker.replicas', 'profile', 'population'],
  rule: 'The gateway lets through no more requests a second than its replicas, and those of the broker behind it, can answer in the profile.',
  check: (city) => {
    // The limit follows from the load, which has a rule of its own.
    if (carriesRequests(city) || !carriesLoad(city)) return [];
    const { gateway, profile } = city;
    const most = largest(gateway.requestsPerSecond, (requestsPerSecond) =>
      carriesRequests({ ...city, gateway: { ...gateway, requestsPerSecond } }),
    );
    const larger = profile === 'city' ? '' : ", or set profile to 'city'";
    return [
      {
        path: 'gateway.requestsPerSecond',
        value: gateway.requestsPerSecond,
        fix: `Set gateway.requestsPerSecond to ${most} or less${larger}.`,
      },
    ];
  },
};
