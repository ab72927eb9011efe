import type { PublishedAttribute } from '../publisher/published-type';

/** A type of entity whose state and history are read through the API of features. */
export interface ReadableType {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** URL of the `@context` in which the names of type and attributes stand. */
  readonly context: string;
  /** URL of the schema that the entities conform to. */
  readonly schema: string;
  readonly attributes: readonly PublishedAttribute[];
}

/** Entities of a type and tenant that everybody may read. */
export interface OpenCollection {
  /** Of the collection, as of the dataset in the portal. */
  readonly name: string;
  readonly type: string;
  /** @default - the default tenant */
  readonly tenant?: string;
  /** @default - that of the type */
  readonly title?: string;
  /** @default - that of the type */
  readonly description?: string;
  /** URL of the licence. */
  readonly licenceUrl: string;
}

/** What the program is given to read. */
export interface Readable {
  readonly types: readonly ReadableType[];
  /** Tenants besides the default one. */
  readonly tenants: readonly string[];
  readonly open: readonly OpenCollection[];
}
