import { demoPrefix } from '../demo-types';
import type { CityRule } from './city-rule';

export const demoGroupReserved: CityRule = {
  code: 'demo-group-reserved',
  reads: ['demoData', 'devices'],
  rule: `Where there is demo data, ids of groups that begin with '${demoPrefix}' are those of the simulator.`,
  check: ({ demoData, devices }) =>
    demoData === undefined
      ? []
      : devices.flatMap(({ id }, at) =>
          id.startsWith(demoPrefix)
            ? [
                {
                  path: `devices[${at}].id`,
                  value: id,
                  fix: `Name it otherwise, such as ${id.slice(demoPrefix.length) || 'own'}.`,
                },
              ]
            : [],
        ),
};
