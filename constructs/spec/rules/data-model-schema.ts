import { valueSchemaProblems } from '../../models/value-schema-problems';
import { formatPath } from '../../problems/problem-path';
import { redact } from '../../problems/redact';
import type { CityRule } from './city-rule';

export const dataModelSchema: CityRule = {
  code: 'data-model-schema',
  reads: ['dataModels[].attributes'],
  each: ['dataModels'],
  rule: 'The schema of an attribute is one of JSON Schema 2020-12 that is whole in itself, with a valid example.',
  check: ({ dataModels }) =>
    dataModels.flatMap((model, at) => {
      if (typeof model === 'string') return [];
      return Object.entries(model.attributes).flatMap(([name, { schema, kind, iri }]) => {
        if (schema === undefined) return [];
        return valueSchemaProblems({ kind, iri, schema }).map(({ steps, value, rule, fix }) => ({
          path: formatPath(['dataModels', at, 'attributes', name, 'schema', ...steps]),
          value: redact(value),
          rule,
          fix,
        }));
      });
    }),
};
