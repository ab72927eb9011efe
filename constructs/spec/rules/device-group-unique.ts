import { type CityRule, repeated } from './city-rule';

export const deviceGroupUnique: CityRule = {
  code: 'device-group-unique',
  reads: ['devices'],
  rule: 'The id of a group of devices stands for one group.',
  check: ({ devices }) =>
    repeated(devices, ({ id }) => id).map(({ item, at }) => ({
      path: `devices[${at}].id`,
      value: item.id,
      fix: 'Give it another id.',
    })),
};
