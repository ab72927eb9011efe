import { cityModels } from '../../../constructs/platform/city-models';
import type { RunningPod } from '../support/rendered';
import type { LiveCity } from './live-city';

/**
 * Has a broker take the example of each model of its city, as the context site serves them.
 *
 * @param tenantOf the tenant of a type
 */
export async function storeExamples(
  { city }: LiveCity,
  { site, broker }: { readonly site: RunningPod; readonly broker: RunningPod },
  tenantOf: (type: string) => string,
): Promise<void> {
  for (const { type } of cityModels(city.city)) {
    const { text: body } = await site.call(`/examples/${type}.jsonld`);
    const { status, text } = await broker.call('/ngsi-ld/v1/entities', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/ld+json', 'NGSILD-Tenant': tenantOf(type) },
      body,
    });
    if (status !== 201) throw new Error(`${type}: ${status} ${text}`);
  }
}
