import type { CityRule, RuleProblem } from './city-rule';

export const deviceGroupTakes: CityRule = {
  code: 'device-group-takes',
  reads: ['devices'],
  rule: 'A group takes values: it lists attributes, or lets those of the data model pass.',
  check: ({ devices }) =>
    devices.flatMap(({ id, attributes, unlisted }, at): RuleProblem[] =>
      unlisted === 'refuse' && Object.keys(attributes).length === 0
        ? [{ path: `devices[${at}]`, value: id, fix: "List attributes, or set unlisted to 'pass'." }]
        : [],
    ),
};
