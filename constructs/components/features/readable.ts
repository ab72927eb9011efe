import { contextPath, shortSubject } from '../../models/context';
import type { DataModel } from '../../models/data-model';
import { schemaPath } from '../../models/json-schema';
import type { City } from '../../spec/city';
import { licences } from '../../spec/licences';
import { datasetName, publishedAttributes } from '../publisher/published-types';
import type { Readable } from './readable-type';

/**
 * What can be read of a city: entities of its models in each of its tenants, and by everybody what it publishes.
 *
 * @param modelsUrl public URL of schemas and contexts, without a slash at the end
 */
export function readableOf(
  { tenants, openData }: Pick<City, 'tenants' | 'openData'>,
  models: readonly DataModel[],
  modelsUrl: string,
): Readable {
  return {
    types: models.map((model) => ({
      type: model.type,
      title: model.title,
      description: model.description,
      // That of the subject: its terms are exact for the type.
      context: `${modelsUrl}${contextPath(models, shortSubject(model.subject))}`,
      schema: `${modelsUrl}${schemaPath(model)}`,
      attributes: publishedAttributes(model).map(({ description: _, ...attribute }) => attribute),
    })),
    tenants: tenants.map(({ id }) => id),
    open: openData
      .filter(({ access }) => access === 'public')
      .map(({ type, tenant, title, description, licence }) => ({
        name: datasetName(type, tenant),
        type,
        ...(tenant !== undefined && { tenant }),
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
        licenceUrl: licences[licence],
      })),
  };
}
