import { nearest } from '../../problems/nearest';
import { modelType } from '../model-type';
import type { CityRule } from './city-rule';

export const openDataModel: CityRule = {
  code: 'open-data-model',
  reads: ['openData[].type', 'dataModels[].type'],
  each: ['openData'],
  rule: 'A published type has a data model, which its dataset names as what it conforms to.',
  check: ({ openData, dataModels }) => {
    const types = dataModels.map(modelType);
    return openData.flatMap(({ type }, at) => {
      if (types.includes(type)) return [];
      const meant = nearest(type, types);
      const fix = meant ? `Did you mean '${meant}'? Else add ${type} to dataModels.` : `Add ${type} to dataModels.`;
      return [{ path: `openData[${at}].type`, value: type, fix }];
    });
  },
};
