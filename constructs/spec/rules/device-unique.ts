import { type CityRule, repeated } from './city-rule';

export const deviceUnique: CityRule = {
  code: 'device-unique',
  reads: ['devices'],
  rule: 'A group names a device once.',
  check: ({ devices }) =>
    devices.flatMap(({ devices: all }, group) =>
      repeated(all, (device) => (typeof device === 'string' ? device : device.id)).map(({ item, at }) => ({
        path: `devices[${group}].devices[${at}]`,
        value: typeof item === 'string' ? item : item.id,
        fix: 'Remove it.',
      })),
    ),
};
