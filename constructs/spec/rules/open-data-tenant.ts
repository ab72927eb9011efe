import { nearest } from '../../problems/nearest';
import type { CityRule } from './city-rule';

export const openDataTenant: CityRule = {
  code: 'open-data-tenant',
  reads: ['openData[].tenant', 'tenants[].id'],
  each: ['openData'],
  rule: 'A dataset belongs to a tenant that is declared.',
  check: ({ openData, tenants }) => {
    const ids = tenants.map(({ id }) => id);
    return openData.flatMap(({ tenant }, at) => {
      if (tenant === undefined || ids.includes(tenant)) return [];
      const meant = nearest(tenant, ids);
      const fix = meant ? `Did you mean '${meant}'? Else add ${tenant} to tenants.` : `Add ${tenant} to tenants.`;
      return [{ path: `openData[${at}].tenant`, value: tenant, fix }];
    });
  },
};
