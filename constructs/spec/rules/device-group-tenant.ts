import { nearest } from '../../problems/nearest';
import type { CityRule } from './city-rule';

export const deviceGroupTenant: CityRule = {
  code: 'device-group-tenant',
  reads: ['devices', 'tenants'],
  rule: 'Devices belong to a tenant that is declared.',
  check: ({ devices, tenants }) => {
    const ids = tenants.map(({ id }) => id);
    return devices.flatMap(({ tenant }, at) => {
      if (tenant === undefined || ids.includes(tenant)) return [];
      const meant = nearest(tenant, ids);
      const fix = meant ? `Did you mean '${meant}'? Else add ${tenant} to tenants.` : `Add ${tenant} to tenants.`;
      return [{ path: `devices[${at}].tenant`, value: tenant, fix }];
    });
  },
};
