/** What clients of an NGSI-LD API may name: addresses that the broker then calls by itself. */
export interface NgsiLdGuard {
  /** Path of the root of the API, at or above the route's own: `/ngsi-ld/v1`. */
  readonly root: string;
  /** Whose `@context`s may be used. */
  readonly contexts: AllowedContexts;
  /** Who may be notified. */
  readonly receivers: readonly AllowedReceivers[];
  /**
   * Whether the upstream shows the headers of a subscription's receiver to who wrote it alone.
   * @default false: their values are masked in every answer
   */
  readonly showsOwners?: boolean;
}

/** The contexts that requests may name. */
export interface AllowedContexts {
  /** What a context's URL may begin with, up to a slash: the platform's own. */
  readonly urls: readonly string[];
  /** Hosts, or `*.domain` for every host below one, over `https` on port 443. @default none */
  readonly hosts?: readonly string[];
}

/** Receivers of notifications, by host, by network, by both, or by namespace: `broker.notifications` of a city. */
export interface AllowedReceivers {
  /** A host, `*.domain` for every name below one, or `*` for every name. */
  readonly host?: string;
  /** An IPv4 or IPv6 network as CIDR. */
  readonly network?: string;
  /** A namespace of the same cluster. */
  readonly namespace?: string;
  /** `https`, `http`, `mqtts`, `mqtt`. */
  readonly schemes: readonly string[];
  readonly ports: readonly number[];
}
