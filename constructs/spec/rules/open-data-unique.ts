import { type CityRule, repeated } from './city-rule';

export const openDataUnique: CityRule = {
  code: 'open-data-unique',
  reads: ['openData[].type', 'openData[].tenant'],
  each: ['openData'],
  rule: 'Each type of a tenant is published once, as one dataset, whose name has no capitals.',
  check: ({ openData }) =>
    repeated(openData, ({ type, tenant = '' }) => `${type.toLowerCase()} ${tenant}`).map(({ item, at }) => ({
      path: `openData[${at}]`,
      value: item.tenant === undefined ? item.type : `${item.type} of ${item.tenant}`,
      fix: 'Remove it, or name another tenant.',
    })),
};
