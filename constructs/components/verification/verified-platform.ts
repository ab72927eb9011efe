/** A data model that the platform publishes. */
export interface VerifiedModel {
  readonly type: string;
  /** URL of its JSON Schema. */
  readonly schema: string;
  /** URL of an entity that agrees with it. */
  readonly example: string;
}

/** A dataset that the platform is to publish. */
export interface VerifiedDataset {
  /** As the portal names it. */
  readonly name: string;
  readonly type: string;
  readonly tenant?: string;
  readonly access: 'public' | 'restricted';
}

/** One query for several cities, as one of them answers it. */
export interface VerifiedFederation {
  /** Root of its NGSI-LD API, without a slash at its end. */
  readonly api: string;
  /** Names of the cities that it has to ask. */
  readonly cities: readonly string[];
  /** Whether a token is needed. */
  readonly readers: 'viewers' | 'anyone';
}

/** What the city says of itself that nobody can see from outside. */
export interface Declared {
  /** Where consent is kept, or why there is nothing to consent to. */
  readonly personalData?: { readonly url: string } | { readonly none: string };
  /** Public register of algorithms, or why there is none. */
  readonly algorithms?: { readonly url: string } | { readonly none: string };
  readonly rulebook?: string;
  readonly terms?: string;
}

/** A running platform as a check sees it: plain data, from a spec or found out at its address. */
export interface VerifiedPlatform {
  /** What people call it. */
  readonly title: string;
  /** Hosts that its gateway answers for. */
  readonly hosts: readonly string[];
  /** Root of the NGSI-LD API, without a slash at its end. */
  readonly api: string;
  /** Address of the open data portal, without a slash at its end. */
  readonly portal: string;
  /** Address of the data models, without a slash at its end. */
  readonly models: string;
  /** Who signs the tokens. */
  readonly issuer: string;
  /** Its tenants. @default those of the token */
  readonly tenants?: readonly string[];
  /** Its data models. @default those that its `@context` names */
  readonly types?: readonly VerifiedModel[];
  /** What it is to publish. @default what the portal lists */
  readonly datasets?: readonly VerifiedDataset[];
  /** Where what is published can be downloaded, without a slash at its end. @default below the portal */
  readonly downloads?: string;
  /** Origins whose scripts may read the API. @default not known */
  readonly corsOrigins?: readonly string[];
  /** Longest life of an access token, in minutes. @default 15 */
  readonly accessTokenMinutes?: number;
  /** Where devices speak MQTT over TLS. @default nowhere */
  readonly mqtt?: { readonly host: string; readonly port: number };
  /** Root of an OGC API Features. @default none */
  readonly places?: string;
  /** The query for several cities that it answers. @default it answers for itself alone */
  readonly federation?: VerifiedFederation;
  /** How old the newest backup may be, in hours; undefined where there are none, with the reason in `noBackups`. */
  readonly backupHours?: number;
  /** Why there are no backups. */
  readonly noBackups?: string;
  /** @default nothing */
  readonly declared?: Declared;
}
