import { javaHash } from '../java-hash';
import type { CityRule } from './city-rule';

export const tenantDatabase: CityRule = {
  code: 'tenant-database',
  reads: ['tenants[].id'],
  each: ['tenants'],
  rule: 'No two tenants have ids with the same Java hash code: the broker names the database of a tenant by it, and they would share their data.',
  check: ({ tenants }) => {
    const firstOf = new Map<number, string>();
    return tenants.flatMap(({ id }, at) => {
      const hash = javaHash(id);
      const first = firstOf.get(hash) ?? id;
      firstOf.set(hash, first);
      return first === id
        ? []
        : [{ path: `tenants[${at}].id`, value: id, fix: `Give it another id: ${first} has the same.` }];
    });
  },
};
