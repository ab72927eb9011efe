import { nearest } from '../../problems/nearest';
import type { CityRule } from './city-rule';

export const dashboardsTenant: CityRule = {
  code: 'dashboards-tenant',
  reads: ['dashboards.tenants', 'tenants'],
  rule: 'Only tenants that are declared have data to draw.',
  check: ({ dashboards, tenants }) => {
    const ids = tenants.map(({ id }) => id);
    return dashboards.tenants.flatMap((tenant, at) => {
      if (ids.includes(tenant)) return [];
      const meant = nearest(tenant, ids);
      const fix = meant ? `Did you mean '${meant}'? Else add ${tenant} to tenants.` : `Add ${tenant} to tenants.`;
      return [{ path: `dashboards.tenants[${at}]`, value: tenant, fix }];
    });
  },
};
