import { publishedTypes } from '../constructs/components/publisher/published-types';
import { schemaPath } from '../constructs/models/json-schema';
import { cityModels } from '../constructs/platform/city-models';
import type { City } from '../constructs/spec/city';
import type { VerifiedPlatform } from './platform';

/** What the platform of a city has to be, from its spec. */
export function platformOfCity(city: City): VerifiedPlatform {
  const host = (label: string) => `${label}.${city.domain}`;
  const models = `https://${host('models')}`;
  const own = cityModels(city);
  const keycloak = city.identity.existing;
  return {
    title: city.title,
    hosts: ['api', 'data', 'id', 'models'].map(host),
    api: `https://${host('api')}/ngsi-ld/v1`,
    portal: city.openDataPortal.existing?.url ?? `https://${host('data')}`,
    models,
    issuer: `${keycloak?.url ?? `https://${host('id')}`}/realms/${keycloak?.realm ?? city.name}`,
    tenants: city.tenants.map(({ id }) => id),
    types: own.map((model) => ({
      type: model.type,
      schema: `${models}${schemaPath(model)}`,
      example: `${models}/examples/${model.type}.jsonld`,
    })),
    datasets: publishedTypes(city.openData, own, models).map(({ name, type, tenant, access }) => ({
      name,
      type,
      ...(tenant !== undefined && { tenant }),
      access,
    })),
    corsOrigins: city.gateway.corsOrigins,
    accessTokenMinutes: city.identity.accessTokenMinutes,
    ...(city.backups.enabled ? { backupHours: 25 } : { noBackups: city.backups.reason }),
    ...(city.declarations.places !== undefined && { places: city.declarations.places }),
    declared: city.declarations,
  };
}
