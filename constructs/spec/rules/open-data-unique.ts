import { type CityRule, repeated } from './city-rule';

export const openDataUnique: CityRule = {
  code: 'open-data-unique',
  reads: ['openData'],
  rule: 'A type of a tenant becomes one dataset.',
  check: ({ openData }) =>
    repeated(openData, ({ type, tenant = '' }) => `${type} ${tenant}`).map(({ item, at }) => ({
      path: `openData[${at}]`,
      value: item.tenant === undefined ? item.type : `${item.type} of ${item.tenant}`,
      fix: 'Remove it, or name another tenant.',
    })),
};
