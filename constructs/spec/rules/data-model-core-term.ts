import { coreTerms } from '../../models/core-context';
import { formatPath } from '../../problems/problem-path';
import { termsOfEveryEntity as kept } from '../city-terms';
import type { CityRule } from './city-rule';

export const dataModelCoreTerm: CityRule = {
  code: 'data-model-core-term',
  reads: ['dataModels[].type', 'dataModels[].attributes'],
  each: ['dataModels'],
  rule: "A name that NGSI-LD's core context has for a type, a list, a date or a reference is that, whatever a data model says.",
  check: ({ dataModels }) =>
    dataModels.flatMap((model, at) => {
      if (typeof model === 'string') return [];
      const type = coreTerms.has(model.type)
        ? [{ path: `dataModels[${at}].type`, value: model.type, fix: 'Give the type another name.' }]
        : [];
      const attributes = Object.entries(model.attributes).flatMap(([name, { iri }]) => {
        const core = coreTerms.get(name);
        if (core === undefined || core.plain || core.iri === iri || Object.hasOwn(kept, name)) return [];
        const path = formatPath(['dataModels', at, 'attributes', name]);
        return [{ path, value: name, fix: 'Give the attribute another name.' }];
      });
      return [...type, ...attributes];
    }),
};
