import type { AskedCity } from '../components/federation/asked-city';
import { contextPath } from '../models/context';
import type { City } from '../spec/city';
import type { Federation, FederationQuery } from '../spec/federation';
import { cityModels } from './city-models';

/** A city whose catalogue is read, as the platform that does so knows it. */
export interface CataloguedCity {
  /** Its name, a DNS label. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** Public URL of its portal, without a slash at its end: `https://data.izmir.example`. */
  readonly portal: string;
}

/** What a city does in its federation: plain data. */
export interface FederationPart {
  /** Name of the federation, a DNS label. */
  readonly federation: string;
  /** What people call the federation. */
  readonly title: string;
  /** Ids of the tenants that this city shares in the query. @default it has no part in the query */
  readonly shares?: readonly string[];
  /** Set where this city answers for all: whom it asks, in the order in which their entities stand, and who may ask it. */
  readonly hosts?: { readonly readers: FederationQuery['readers']; readonly cities: readonly AskedCity[] };
  /** Set where the portal of this city shows the datasets of all: whose catalogues it reads, in their order, and how often. */
  readonly catalogue?: { readonly everyMinutes: number; readonly cities: readonly CataloguedCity[] };
}

/** Asked for by each city of a federation. */
const asked = new WeakMap<Federation, readonly AskedCity[]>();

/** The part of a city in its federation. Undefined: it has none in the query and does not hold the catalogue. */
export function partOf(federation: Federation, city: City): FederationPart | undefined {
  const { name, title } = federation;
  const query = queryPart(federation, city);
  const catalogue = cataloguePart(federation, city);
  return query || catalogue ? { federation: name, title, ...query, ...(catalogue && { catalogue }) } : undefined;
}

function queryPart(federation: Federation, city: City): Pick<FederationPart, 'shares' | 'hosts'> | undefined {
  const { query } = federation;
  const shares = query && Object.hasOwn(query.shares, city.name) ? query.shares[city.name] : undefined;
  if (!query || !shares) return undefined;
  const cities = asked.get(federation) ?? askedCities(federation, query);
  asked.set(federation, cities);
  return { shares, ...(query.host === city.name && { hosts: { readers: query.readers, cities } }) };
}

function cataloguePart({ cities, catalogue }: Federation, { name }: City): FederationPart['catalogue'] {
  if (catalogue?.host !== name) return undefined;
  // A laptop has no address at which it could be read.
  const others = cities.filter((city) => city.name !== name && city.profile !== 'laptop');
  return {
    everyMinutes: catalogue.everyMinutes,
    cities: others.map(({ name: id, title, domain, openDataPortal }) => ({
      id,
      title,
      portal: openDataPortal.existing?.url ?? `https://data.${domain}`,
    })),
  };
}

function askedCities(federation: Federation, { shares }: FederationQuery): readonly AskedCity[] {
  const { cities } = federation;
  return cities.flatMap((city) => {
    const tenants = Object.hasOwn(shares, city.name) ? shares[city.name] : undefined;
    if (!tenants) return [];
    const { domain, identity, openDataPortal } = city;
    const models = `https://models.${domain}`;
    return [
      {
        id: city.name,
        title: city.title,
        api: `https://api.${domain}`,
        issuer: `${identity.existing?.url ?? `https://id.${domain}`}/realms/${identity.existing?.realm ?? city.name}`,
        portal: openDataPortal.existing?.url ?? `https://data.${domain}`,
        models,
        context: `${models}${contextPath(cityModels(city))}`,
        tenants,
        collects: cataloguePart(federation, city)?.cities.map(({ id }) => id) ?? [],
      },
    ];
  });
}
