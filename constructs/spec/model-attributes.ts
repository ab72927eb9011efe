import { builtInModels } from '../models/built-in';
import type { CityDraft } from './city-defaults';
import { modelType } from './model-type';

/** Names of the attributes of a type; undefined when the city has no data model of it. */
export function attributeNames({ dataModels }: Pick<CityDraft, 'dataModels'>, type: string): string[] | undefined {
  const model = dataModels.find((entry) => modelType(entry) === type);
  if (model === undefined) return undefined;
  return Object.keys(typeof model === 'string' ? builtInModels[model]!.attributes : model.attributes);
}
