import { type CityRule, repeated } from './city-rule';

export const tenantUnique: CityRule = {
  code: 'tenant-unique',
  reads: ['tenants[].id'],
  each: ['tenants'],
  rule: 'No two tenants have the same id: they would share their data.',
  check: ({ tenants }) =>
    repeated(tenants, ({ id }) => id).map(({ item, at }) => ({
      path: `tenants[${at}].id`,
      value: item.id,
      fix: 'Give it another id, or remove it.',
    })),
};
