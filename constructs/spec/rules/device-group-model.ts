import { nearest } from '../../problems/nearest';
import { formatPath } from '../../problems/problem-path';
import { attributeNames } from '../model-attributes';
import { modelType } from '../model-type';
import type { CityRule, RuleProblem } from './city-rule';

export const deviceGroupModel: CityRule = {
  code: 'device-group-model',
  reads: ['devices', 'dataModels'],
  rule: 'What devices send becomes attributes of a data model, which says what is a number and in which unit.',
  check: (city) =>
    city.devices.flatMap((group, at): RuleProblem[] => {
      const known = attributeNames(city, group.type);
      if (known === undefined) {
        const meant = nearest(group.type, city.dataModels.map(modelType));
        const fix = `${meant ? `Did you mean '${meant}'? Else add` : 'Add'} ${group.type} to dataModels.`;
        return [{ path: `devices[${at}].type`, value: group.type, fix }];
      }
      const named = [
        ...Object.entries(group.attributes).map(([from, to]) =>
          typeof to === 'string'
            ? { name: to, path: ['attributes', from] }
            : { name: to.name, path: ['attributes', from, 'name'] },
        ),
        ...Object.keys(group.static).map((name) => ({ name, path: ['static', name] })),
        ...group.devices.flatMap((device, number) =>
          typeof device === 'string'
            ? []
            : Object.keys(device.static).map((name) => ({ name, path: ['devices', number, 'static', name] })),
        ),
      ];
      return named.flatMap(({ name, path }): RuleProblem[] => {
        if (known.includes(name)) return [];
        const meant = nearest(name, known);
        const fix = meant
          ? `Did you mean '${meant}'?`
          : `Name an attribute of ${group.type}, or add it to a data model.`;
        return [{ path: formatPath(['devices', at, ...path]), value: name, fix }];
      });
    }),
};
