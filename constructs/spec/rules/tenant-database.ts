import { javaHash } from '../java-hash';
import type { CityRule } from './city-rule';

export const tenantDatabase: CityRule = {
  code: 'tenant-database',
  reads: ['tenants'],
  rule: 'No two tenants have ids with the same Java hash code: the broker names the database of a tenant by it, and they would share their data.',
  check: ({ tenants }) =>
    tenants.flatMap(({ id }, at) => {
      const other = tenants.slice(0, at).find((earlier) => earlier.id !== id && javaHash(earlier.id) === javaHash(id));
      return other
        ? [{ path: `tenants[${at}].id`, value: id, fix: `Give it another id: ${other.id} has the same.` }]
        : [];
    }),
};
