import type { CityRule } from './city-rule';

export const openDataPersonal: CityRule = {
  code: 'open-data-personal',
  reads: ['openData[].type', 'dataModels[].type', 'dataModels[].personal'],
  each: ['openData', 'dataModels'],
  rule: 'What tells of persons is not published.',
  check: ({ openData, dataModels }) => {
    const personal = new Set(
      dataModels.flatMap((model) => (typeof model === 'object' && model.personal ? [model.type] : [])),
    );
    return openData.flatMap(({ type }, at) =>
      personal.has(type)
        ? [
            {
              path: `openData[${at}].type`,
              value: type,
              fix: 'Remove it, or publish figures in a data model of their own that tell of nobody.',
            },
          ]
        : [],
    );
  },
};
