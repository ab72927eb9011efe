/** An address of a city, and how the federation gets there. */
export interface CityAddress {
  /** As everybody knows it. */
  readonly url: string;
  /** Origin to connect to in place of that of the URL, for what runs on the same platform. @default - that of the URL */
  readonly via?: string;
}

/** A city that is asked, as the program reads it. */
export interface FederatedCity {
  /** Its name, a DNS label. */
  readonly id: string;
  readonly title: string;
  /** Its NGSI-LD API, before `/ngsi-ld/v1`. */
  readonly api: CityAddress;
  /** Its open data portal, before `/catalog.ttl`. */
  readonly portal: CityAddress;
  /** Where its identity issues tokens. */
  readonly token: CityAddress;
  readonly clientId: string;
  /** Variable of the environment with the secret of that client. */
  readonly secretVariable: string;
  /** URL of its own `@context`, in which it is asked when the client names none. */
  readonly context: string;
  /** The tenants that it shares. Empty: it has none, and is asked without. */
  readonly tenants: readonly string[];
  /** Names of the other cities whose datasets its portal shows too, each in an organisation of that name. */
  readonly collects: readonly string[];
}
