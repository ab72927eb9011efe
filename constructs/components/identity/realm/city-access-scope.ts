import type { ClientScopeRepresentation, MapperRepresentation } from './representation';

/** Name of the client scope that every client of the platform has. */
export const cityAccess = 'city-access';

/**
 * What an access token says of its bearer's rights: `realm_access.roles`, `tenants` and `aud`.
 *
 * `tenants` lists the API client's roles, which only the groups `/tenants/<id>` give. Names of groups or attributes of
 * users would not do: a group of the same name elsewhere, or a profile that people edit, would open a tenant.
 */
export function cityAccessScope(audience: string): ClientScopeRepresentation {
  return {
    name: cityAccess,
    description: 'Roles, tenants and audience of the city platform',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' },
    protocolMappers: [
      mapper('roles', 'oidc-usermodel-realm-role-mapper', {
        'claim.name': 'realm_access.roles',
        'jsonType.label': 'String',
        multivalued: 'true',
        'userinfo.token.claim': 'true',
      }),
      mapper('tenants', 'oidc-usermodel-client-role-mapper', {
        'usermodel.clientRoleMapping.clientId': audience,
        'claim.name': 'tenants',
        'jsonType.label': 'String',
        multivalued: 'true',
        'userinfo.token.claim': 'true',
      }),
      mapper('audience', 'oidc-audience-mapper', { 'included.client.audience': audience }),
    ],
  };
}

function mapper(name: string, protocolMapper: string, config: Record<string, string>): MapperRepresentation {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: {
      ...config,
      'access.token.claim': 'true',
      'introspection.token.claim': 'true',
      'id.token.claim': 'false',
    },
  };
}
