import { publishedTypes } from '../components/publisher/published-types';
import type { VerifiedPlatform } from '../components/verification/verified-platform';
import { schemaPath } from '../models/json-schema';
import { type City, namedTargets } from '../spec/city';
import { hasDeviceGateway } from '../spec/has-device-gateway';
import { cityModels } from './city-models';
import type { FederationPart } from './federation-part';

/** Where the platform is, and with whom. */
export interface VerifiedPlace {
  /** Port of its public addresses. @default 443 */
  readonly httpsPort?: number | undefined;
  /** Its part in its federation. @default none */
  readonly federation?: FederationPart | undefined;
}

/** What the platform of a city has to be for `citykit verify`, from its spec. */
export function verifiedPlatformOf(city: City, { httpsPort = 443, federation }: VerifiedPlace = {}): VerifiedPlatform {
  const hosts = federation?.hosts;
  const host = (label: string) => `${label}.${city.domain}`;
  const url = (label: string) => `https://${host(label)}${httpsPort === 443 ? '' : `:${httpsPort}`}`;
  const models = url('models');
  const own = cityModels(city);
  const keycloak = city.identity.existing;
  const published = publishedTypes(city.openData, own, models);
  const { places = ownPlaces(city, url('data')), ...declared } = city.declarations;
  return {
    title: city.title,
    hosts: ['api', 'data', 'id', 'models', ...(hosts ? ['federation'] : [])].map(host),
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
    datasets: published.map(({ name, type, tenant, access }) => ({
      name,
      type,
      ...(tenant !== undefined && { tenant }),
      access,
    })),
    downloads: `${url('data')}/open-data`,
    corsOrigins: city.gateway.corsOrigins,
    accessTokenMinutes: city.identity.accessTokenMinutes,
    ...(city.backups.enabled ? { backupHours: 25 } : { noBackups: city.backups.reason }),
    ...(hasMqtt(city) && { mqtt: { host: host('mqtt'), port: 8883 } }),
    ...(places !== undefined && { places }),
    ...(hosts && {
      federation: {
        api: `${url('federation')}/ngsi-ld/v1`,
        cities: hosts.cities.map(({ id }) => id),
        readers: hosts.readers,
      },
    }),
    declared,
  };
}

/** The platform's own API of places, at which strangers find a collection only where a type with a place is open to them. */
function ownPlaces(city: City, data: string): string | undefined {
  const open = new Set(city.openData.filter(({ access }) => access === 'public').map(({ type }) => type));
  const placed = cityModels(city).filter(({ attributes }) =>
    Object.values(attributes).some(({ kind }) => kind === 'GeoProperty'),
  );
  return placed.some(({ type }) => open.has(type)) ? `${data}/features` : undefined;
}

/** Whether devices speak MQTT from outside: not through what carries HTTP alone. */
function hasMqtt(city: City): boolean {
  const httpAlone = ['ingress', 'none'].includes(city.targets.kubernetes.edge.kind);
  const carried = namedTargets(city).some((target) => target !== 'kubernetes' || !httpAlone);
  return hasDeviceGateway(city) && carried;
}
