/**
 * The part of Keycloak's `RealmRepresentation` that the kit writes, in Keycloak's own names
 * (https://www.keycloak.org/docs-api/latest/rest-api/, seen on 26.7.3).
 */
export interface RealmRepresentation extends Settings {
  readonly realm: string;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, readonly ComponentRepresentation[]>>;
  readonly authenticationFlows: readonly FlowRepresentation[];
  readonly roles: RolesRepresentation;
  readonly clientScopes: readonly ClientScopeRepresentation[];
  readonly defaultDefaultClientScopes: readonly string[];
  readonly defaultOptionalClientScopes: readonly string[];
  readonly clients: readonly ClientRepresentation[];
  readonly scopeMappings: readonly ScopeMappingRepresentation[];
  /** By the client whose roles are mapped. */
  readonly clientScopeMappings: Readonly<Record<string, readonly ScopeMappingRepresentation[]>>;
  readonly groups: readonly GroupRepresentation[];
  /** Service accounts only: people are never part of the file. */
  readonly users: readonly ServiceAccountRepresentation[];
}

/** Settings by name. */
export type Settings = Readonly<Record<string, unknown>>;

/** A component of the realm, such as a provider of keys. */
export interface ComponentRepresentation {
  readonly name: string;
  readonly providerId: string;
  readonly config: Readonly<Record<string, readonly string[]>>;
}

/** An authentication flow. */
export interface FlowRepresentation {
  readonly alias: string;
  readonly description: string;
  readonly providerId: 'basic-flow';
  readonly topLevel: boolean;
  readonly builtIn: false;
  readonly authenticationExecutions: readonly ExecutionRepresentation[];
}

/** One step of a flow: an authenticator, or a flow within it. */
export interface ExecutionRepresentation {
  readonly authenticator?: string;
  readonly flowAlias?: string;
  readonly authenticatorFlow: boolean;
  readonly requirement: 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL';
  readonly priority: number;
}

/** The roles of the realm, and those of its clients. */
export interface RolesRepresentation {
  readonly realm: readonly RoleRepresentation[];
  /** By client id. */
  readonly client: Readonly<Record<string, readonly RoleRepresentation[]>>;
}

/** One role. */
export interface RoleRepresentation {
  readonly name: string;
  readonly description: string;
  /** The realm roles it contains; where given, these and no other. */
  readonly composites?: { readonly realm: readonly string[] };
}

/** A client scope: mappers that several clients share. */
export interface ClientScopeRepresentation {
  readonly name: string;
  readonly description: string;
  readonly protocol: 'openid-connect';
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly MapperRepresentation[];
}

/** A mapper, which puts something into tokens. */
export interface MapperRepresentation {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

/** One client. */
export interface ClientRepresentation extends Settings {
  readonly clientId: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly defaultClientScopes?: readonly string[];
  readonly optionalClientScopes?: readonly string[];
}

/** The realm roles that the tokens of a client may carry. */
export interface ScopeMappingRepresentation {
  readonly client: string;
  readonly roles: readonly string[];
}

/** A group, with the client roles of its members. */
export interface GroupRepresentation {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly clientRoles?: Readonly<Record<string, readonly string[]>>;
  readonly subGroups?: readonly GroupRepresentation[];
}

/** The user that stands for a machine. */
export interface ServiceAccountRepresentation {
  readonly username: string;
  readonly serviceAccountClientId: string;
  readonly enabled: true;
  readonly realmRoles: readonly string[];
  /** Paths, e.g. `/tenants/parks`. */
  readonly groups: readonly string[];
}
