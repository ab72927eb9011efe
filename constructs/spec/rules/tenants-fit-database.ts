import { carriesLoad, carriesTenants, largest } from '../capacity/carried-load';
import { largerProfile } from '../capacity/larger-profile';
import type { CityRule } from './city-rule';

export const tenantsFitDatabase: CityRule = {
  code: 'tenants-fit-database',
  reads: [
    'tenants[].id',
    'load',
    'history',
    'broker.bus',
    'broker.replicas',
    'openDataPortal.replicas',
    'dashboards',
    'profile',
    'population',
  ],
  rule: 'Each replica of the broker keeps connections to the database of each tenant; the memory of the profile limits their number.',
  check: (city) => {
    const { tenants, broker } = city;
    // What is too much without any tenant has rules of its own.
    if (tenants.length === 0 || carriesTenants(city) || !carriesLoad(city)) return [];
    const most = largest(tenants.length, (count) => carriesTenants({ ...city, tenants: tenants.slice(0, count) }));
    const copies = largest(broker.replicas, (replicas) => carriesTenants({ ...city, broker: { ...broker, replicas } }));
    const fewer = copies > 0 && copies < broker.replicas ? `, or set broker.replicas to ${copies} or less` : '';
    const profile = largerProfile(city, carriesTenants);
    const larger = profile === undefined ? '' : `, or set profile to '${profile}'`;
    return [{ path: 'tenants', value: tenants.length, fix: `Name ${most} or fewer${fewer}${larger}.` }];
  },
};
