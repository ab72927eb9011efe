import type { OpenCollection, Readable, ReadableType } from '../../constructs/components/features/readable-type';

/** Entities of a type and tenant, under the name by which a client knows them. */
export interface Collection extends ReadableType {
  readonly name: string;
  /** @default - the default tenant */
  readonly tenant?: string;
  /** The attribute that says where an entity is. @default - such entities are nowhere */
  readonly place?: string;
  /** URL of the licence. @default - it is not published */
  readonly licenceUrl?: string;
}

/** What a tenant has: a collection for each type, under the name of the type. */
export function collectionsOf({ types }: Readable, tenant: string | undefined): readonly Collection[] {
  return types.map((type) => ({ ...type, ...placeOf(type), name: type.type, ...(tenant !== undefined && { tenant }) }));
}

/** What everybody may read, of whichever tenant. */
export function openCollections({ types, open }: Readable): readonly Collection[] {
  return open.flatMap((entry: OpenCollection) => {
    const type = types.find((one) => one.type === entry.type);
    return type ? [{ ...type, ...placeOf(type), ...entry }] : [];
  });
}

/** `location`, which is the place of an entity in NGSI-LD, or else the model's first one. */
function placeOf({ attributes }: ReadableType): { readonly place?: string } {
  const places = attributes.filter(({ value }) => value === 'geometry').map(({ name }) => name);
  const place = places.includes('location') ? 'location' : places[0];
  return place === undefined ? {} : { place };
}
