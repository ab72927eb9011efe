import { modelType } from '../model-type';
import { type CityRule, repeated } from './city-rule';

export const dataModelUnique: CityRule = {
  code: 'data-model-unique',
  reads: ['dataModels[].type'],
  each: ['dataModels'],
  rule: 'A type of entity has one data model.',
  check: ({ dataModels }) =>
    repeated(dataModels, modelType).map(({ item, at }) => ({
      path: typeof item === 'string' ? `dataModels[${at}]` : `dataModels[${at}].type`,
      value: modelType(item),
      fix: 'Remove it, or give it another type.',
    })),
};
