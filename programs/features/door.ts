import type { Readable } from '../../constructs/components/features/readable-type';
import { ProblemDetails } from '../dcat-ap/answer';
import { type Collection, collectionsOf, openCollections } from './collection';

/** A way in: what is read there, and under which address. */
export interface Door {
  /** Public address before `/features` and `/history`, without a slash at the end. */
  readonly root: string;
  readonly collections: readonly Collection[];
  /** What stands before the id of an entity to get it as NGSI-LD. */
  entityUrl(collection: Collection): string;
  /** Whether everybody may pass. */
  readonly open: boolean;
}

/** Where the program is reached from outside. */
export interface PublicUrls {
  /** For those with a token. */
  readonly api: string;
  /** For everybody. */
  readonly open: string;
  /** Of the publisher's downloads. */
  readonly downloads: string;
}

/** The way in for everybody: what the city publishes, and nothing else. */
export function openDoor(readable: Readable, urls: PublicUrls): Door {
  return {
    root: urls.open,
    collections: openCollections(readable),
    entityUrl: ({ name }) => `${urls.downloads}/${name}/ngsi-ld/v1/entities/`,
    open: true,
  };
}

/**
 * The way in for those whom the gateway has let through: a tenant's. Where the path names the tenant, the gateway has written
 * the header from it; that both agree is looked at again.
 *
 * @returns the door, and what of the path is behind it
 * @throws ProblemDetails where there is no such tenant
 */
export function tenantDoor(
  readable: Readable,
  urls: PublicUrls,
  path: string,
  header: string | undefined,
): { readonly door: Door; readonly path: string } {
  const [, named, rest] = /^\/tenants\/([a-z0-9_]+)(\/.*)$/.exec(path) ?? [];
  const isKnown = header === undefined || readable.tenants.includes(header);
  if (!isKnown || (named !== undefined && named !== header))
    throw new ProblemDetails(404, 'Not found', 'There is no such tenant.');
  return {
    door: {
      root: named === undefined ? urls.api : `${urls.api}/tenants/${named}`,
      collections: collectionsOf(readable, header),
      entityUrl: () => `${urls.api}/ngsi-ld/v1/entities/`,
      open: false,
    },
    path: rest ?? path,
  };
}
