import { publishedTypes } from '../components/publisher/published-types';
import type { VerifiedPlatform } from '../components/verification/verified-platform';
import { schemaPath } from '../models/json-schema';
import type { City } from '../spec/city';
import { cityModels } from './city-models';

/** What the platform of a city has to be for `citykit verify`, from its spec. */
export function verifiedPlatformOf(city: City): VerifiedPlatform {
  const host = (label: string) => `${label}.${city.domain}`;
  const models = `https://${host('models')}`;
  const own = cityModels(city);
  const keycloak = city.identity.existing;
  const { places, ...declared } = city.declarations;
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
    downloads: `https://${host('data')}/open-data`,
    corsOrigins: city.gateway.corsOrigins,
    accessTokenMinutes: city.identity.accessTokenMinutes,
    ...(city.backups.enabled ? { backupHours: 25 } : { noBackups: city.backups.reason }),
    ...(places !== undefined && { places }),
    declared,
  };
}
