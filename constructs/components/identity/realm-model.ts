/** A department or other holder of data: one NGSI-LD tenant, one group of people and machines. */
export interface RealmTenant {
  /** The value of the `NGSILD-Tenant` header and of the token's `tenants`. */
  readonly id: string;
  readonly title: string;
}

/** A realm role, as it stands in a token's `realm_access.roles`. */
export interface RealmRole {
  readonly name: string;
  readonly description: string;
}

/** An OpenID Connect client of the platform. */
export interface RealmClient {
  /** The `client_id`; unique, and the `azp` of its tokens. */
  readonly id: string;
  readonly title: string;
  /**
   * `browser`: authorization code with PKCE, for people; confidential when `secretEnv` is given, public otherwise.
   * `machine`: client credentials. `device`: the device grant, for screens and command lines; always public.
   */
  readonly flow: 'browser' | 'machine' | 'device';
  /** Exact URIs, no wildcard. Only for `browser`. */
  readonly redirectUris: readonly string[];
  /** Origins whose scripts may call the token endpoint. Only for `browser`. */
  readonly webOrigins: readonly string[];
  /** `machine`: the realm roles it has. Otherwise the most its tokens may carry of the roles that the person has. */
  readonly roles: readonly string[];
  /** `machine`: the tenants it is a member of. Otherwise empty: tenants come from the person. */
  readonly tenants: readonly string[];
  /** Environment variable of the applying job that holds the client's secret. Never the secret itself. */
  readonly secretEnv?: string;
}

/** Where the realm sends its mail. */
export interface RealmSmtp {
  readonly host: string;
  readonly port: number;
  /** Address of the sender. */
  readonly from: string;
  readonly tls: 'starttls' | 'implicit' | 'none';
  /** Environment variables of the applying job with the login. @default no login */
  readonly credentials?: { readonly userEnv: string; readonly passwordEnv: string };
}

/** Everything that decides a city's realm. */
export interface RealmModel {
  /** Name of the platform, which the realm is marked with. */
  readonly platform: string;
  /** Name in URLs: `<publicUrl>/realms/<realm>` is the issuer of its tokens. */
  readonly realm: string;
  readonly title: string;
  /** Keycloak's names of its translations; the first is the default. */
  readonly languages: readonly string[];
  /** As browsers see it, e.g. `https://id.example.org`. */
  readonly publicUrl: string;
  /** The platform's API: the `aud` of every access token, and the client whose roles are the tenants. */
  readonly audience: string;
  readonly passwordMinLength: number;
  /** Whether everyone needs a one-time password besides the password, or only those who set one up. */
  readonly multiFactor: 'required' | 'optional';
  readonly accessTokenMinutes: number;
  readonly tenants: readonly RealmTenant[];
  readonly roles: readonly RealmRole[];
  readonly clients: readonly RealmClient[];
  /** @default no mail: addresses are not verified and nobody can reset a password alone */
  readonly smtp?: RealmSmtp;
}
