import type { NgsiLdGuard } from './ngsi-ld/ngsi-ld-guard';

/** What the gateway has to know to answer for a whole platform; no target and no Envoy in it. */
export interface GatewayModel {
  /** Port of the public listener: plain HTTP behind an edge that does TLS, HTTPS when `tls` is set. */
  readonly listenPort: number;
  /** Port of Envoy's administration interface; bound to 127.0.0.1 only. */
  readonly adminPort: number;
  /** Port that answers `GET /ready`, `GET /live` and `GET /stats/prometheus`, for probes and scrapers. */
  readonly readyPort: number;
  /**
   * How many proxies in front append to `X-Forwarded-For` and can be believed. 0 when clients connect directly,
   * 1 behind one load balancer.
   */
  readonly trustedHops: number;
  /**
   * Who signs the tokens.
   * @default - there are no tokens, so only rules that allow anyone can be met
   */
  readonly identity?: GatewayIdentity;
  /** Every tenant of the platform. A tenant that is not listed is refused whatever a token says. */
  readonly tenants: readonly string[];
  readonly hosts: readonly GatewayHost[];
  readonly cors: {
    /** Origins (`https://portal.example`) whose pages may call the APIs; `*` for any. No credentials are allowed. */
    readonly origins: readonly string[];
  };
  readonly limits: GatewayLimits;
  /**
   * Set when the gateway itself terminates TLS.
   * @default - the edge in front terminates TLS
   */
  readonly tls?: GatewayTls;
}

/** The issuer of the platform's tokens, such as a Keycloak realm. */
export interface GatewayIdentity {
  /** The exact `iss` of a token: the public URL of the realm. */
  readonly issuer: string;
  /** A value that has to be in the token's `aud`. */
  readonly audience: string;
  /** Where the signing keys are, as the gateway reaches it: usually an internal `http` URL. */
  readonly jwks: { readonly url: string };
}

/** Limits of the platform. Each replica lets through its share of them, when it knows how many there are. */
export interface GatewayLimits {
  /**
   * A name that resolves to the address of every replica.
   * @default - there is one replica
   */
  readonly replicasHost?: string;
  /** Sustained requests a second over all clients. */
  readonly requestsPerSecond: number;
  /** Requests accepted at once after a quiet moment, over all clients. */
  readonly burst: number;
  /** Largest request body, in bytes, of a route that names no limit of its own. */
  readonly maxBodyBytes: number;
  /**
   * Sustained requests a second and burst of one client: an IPv4 address or an IPv6 /64 network.
   * @default - a single client may use all of the limit
   */
  readonly perClient?: { readonly requestsPerSecond: number; readonly burst: number };
  /**
   * Open client connections.
   * @default 10000
   */
  readonly maxConnections?: number;
  /**
   * Heap in bytes at which new requests are refused with 503 (at 95 %).
   * @default - no limit but the container's
   */
  readonly maxHeapBytes?: number;
}

/** Certificate files of the gateway. */
export interface GatewayTls {
  readonly certificateFile: string;
  readonly keyFile: string;
  /**
   * Path of the file with `envoyTlsSecret(tls)` in it; with it a renewed certificate is taken up without a restart.
   * @default - the certificate is read once, at start
   */
  readonly secretFile?: string;
}

/** A public host name and what is behind it. */
export interface GatewayHost {
  /** Without port; any port matches. */
  readonly host: string;
  /** In any order: the longest path wins. */
  readonly routes: readonly GatewayRoute[];
}

/** A path of a host and the upstream that answers it. */
export interface GatewayRoute {
  /** Stable and readable, as it appears in the audit trail: `broker-ngsi-ld`. */
  readonly id: string;
  /** Prefix, matched on whole segments: `/ngsi-ld/v1` matches `/ngsi-ld/v1/entities` and not `/ngsi-ld/v10`. */
  readonly path: string;
  readonly upstream: GatewayUpstream;
  /**
   * What the upstream sees in place of `path`.
   * @default - the same path
   */
  readonly rewrite?: string;
  /**
   * The first rule whose methods and paths match decides; a request that no rule matches is refused. `passthrough`
   * leaves it all to an upstream with a way of its own (Keycloak's endpoints, CKAN's sessions and API keys): every
   * method goes through, `Authorization` untouched, and CORS is the upstream's. Limits and clean headers stay.
   */
  readonly access: readonly AccessRule[] | 'passthrough';
  /**
   * Whether the upstream gets the token that the gateway has checked.
   * @default false
   */
  readonly forwardToken?: boolean;
  /**
   * Header that selects the tenant, such as `NGSILD-Tenant`. When sent it must be one of the token's tenants. A route
   * that names none never passes a tenant header on.
   * @default - the route knows no tenants
   */
  readonly tenantHeader?: string;
  /**
   * What stands before a tenant in the path: with `/tenants`, `/tenants/parking<path>` is the same as `path` with `parking`
   * in the tenant header, for clients that cannot send one. The upstream gets the path as it is, and the header.
   * @default - the header alone selects the tenant
   */
  readonly tenantPath?: string;
  /**
   * Tenants that rules with `allow: 'anyone'` open to requests without a token.
   * @default - none: without a token only the default tenant, which is no header at all
   */
  readonly anonymousTenants?: readonly string[];
  /**
   * Whether `%2F` may be in the path: NGSI-LD identifiers are URIs, and clients encode them. Only for an upstream that
   * splits the path before it decodes it.
   * @default false
   */
  readonly encodedSlashes?: boolean;
  /**
   * What clients of an NGSI-LD API may say. Only what the grammar of NGSI-LD allows is let through, and addresses that
   * the broker would call; answers tell nothing of its database, and no header values of others.
   * @default - it is no NGSI-LD API
   */
  readonly guard?: NgsiLdGuard;
  /**
   * Time for the whole answer, in seconds.
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Largest request body, in bytes. A body is held in memory until it is complete.
   * @default - the limit of the gateway
   */
  readonly maxBodyBytes?: number;
  /**
   * Requests a second of this route over all clients, below the limit of the gateway.
   * @default - the limit of the gateway
   */
  readonly requestsPerSecond?: number;
  /**
   * Sustained requests a second and burst of one client on this route, below its limit of the gateway.
   * @default - the limit of the gateway for one client
   */
  readonly perClient?: { readonly requestsPerSecond: number; readonly burst: number };
}

/** A server inside the platform. Routes with the same upstream share its connections. */
export interface GatewayUpstream {
  readonly id: string;
  readonly host: string;
  readonly port: number;
}

/** Who may use which methods. */
export interface AccessRule {
  /** Upper case. `GET` covers `HEAD`. */
  readonly methods: readonly string[];
  /**
   * Prefixes below the route's path, matched on whole segments: `/entities`.
   * @default - the whole route
   */
  readonly paths?: readonly string[];
  /** With roles, a token that has one of them in `realm_access.roles`. */
  readonly allow: 'anyone' | { readonly roles: readonly string[] };
  /**
   * What it leads to belongs to every tenant: whoever has tenants need not name one.
   * @default false
   */
  readonly anyTenant?: boolean;
  /** The server that answers. @default - that of the route */
  readonly upstream?: GatewayUpstream;
  /** Whether it gets the token that the gateway has checked. @default - as the route says */
  readonly forwardToken?: boolean;
}

/** The servers that answer a route. */
export function upstreamsOf({ upstream, access }: GatewayRoute): GatewayUpstream[] {
  return [upstream, ...(access === 'passthrough' ? [] : access.flatMap((rule) => rule.upstream ?? []))];
}
