import { demoTypes } from '../demo-types';
import { modelType } from '../model-type';
import type { CityRule } from './city-rule';

export const demoDataModel: CityRule = {
  code: 'demo-data-model',
  reads: ['demoData', 'dataModels[].type'],
  rule: `Demo data is of types that the city has a data model for: ${demoTypes.join(', ')}.`,
  check: ({ demoData, dataModels }) =>
    demoData && !dataModels.map(modelType).some((type) => demoTypes.some((known) => known === type))
      ? [{ path: 'demoData', value: true, fix: 'Add one of them to dataModels.' }]
      : [],
};
