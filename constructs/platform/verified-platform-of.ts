import { publishedTypes } from '../components/publisher/published-types';
import type { VerifiedPlatform } from '../components/verification/verified-platform';
import { schemaPath } from '../models/json-schema';
import type { City } from '../spec/city';
import { cityModels } from './city-models';

/**
 * What the platform of a city has to be for `citykit verify`, from its spec.
 *
 * @param httpsPort port of its public addresses
 */
export function verifiedPlatformOf(city: City, httpsPort = 443): VerifiedPlatform {
  const host = (label: string) => `${label}.${city.domain}`;
  const url = (label: string) => `https://${host(label)}${httpsPort === 443 ? '' : `:${httpsPort}`}`;
  const models = url('models');
  const own = cityModels(city);
  const keycloak = city.identity.existing;
  const { places, ...declared } = city.declarations;
  return {
    title: city.title,
    hosts: ['api', 'data', 'id', 'models'].map(host),
    api: `${url('api')}/ngsi-ld/v1`,
    portal: city.openDataPortal.existing?.url ?? url('data'),
    models,
    issuer: `${keycloak?.url ?? url('id')}/realms/${keycloak?.realm ?? city.name}`,
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
    downloads: `${url('data')}/open-data`,
    corsOrigins: city.gateway.corsOrigins,
    accessTokenMinutes: city.identity.accessTokenMinutes,
    ...(city.backups.enabled ? { backupHours: 25 } : { noBackups: city.backups.reason }),
    ...(places !== undefined && { places }),
    declared,
  };
}
