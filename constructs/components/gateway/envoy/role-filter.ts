import type { AccessRule, GatewayModel, GatewayRoute } from '../gateway-model';
import { rbacFilter, rbacPerRoute, tokenListHasOneOf, tokenValue } from './rbac';
import { namesTenant } from './tenant-filter';
import type { Json } from './typed';

/** Name of the filter that checks roles. */
export const ROLE_FILTER = 'gateway.role';

/** Where Keycloak lists the roles of a realm. */
const ROLES_CLAIM = ['claims', 'realm_access', 'roles'];

/** Refuses everything; a route has to say whom it lets through. */
export function roleFilter(): Json {
  return rbacFilter(ROLE_FILTER, { action: 'ALLOW', policies: {} });
}

/** Whom a route lets through, and with which tenant named. */
export function roleFilterPerRoute(
  { identity }: GatewayModel,
  route: GatewayRoute,
  { allow, anyTenant = false }: AccessRule,
): Json {
  const [name, principal] =
    allow === 'anyone'
      ? ['anyone', identity ? noOtherCredentials : { any: true }]
      : ['role', tokenListHasOneOf(ROLES_CLAIM, [...allow.roles].sort())];
  return rbacPerRoute({
    action: 'ALLOW',
    policies: {
      [name]: identity ? { and_ids: { ids: [principal, ...(anyTenant ? [] : namesTenant(route))] } } : principal,
    },
  });
}

/**
 * Without a token or with a good one. The check of tokens looks at bearer tokens only, and an upstream must not get a
 * password that it may believe from a client that the gateway takes for a stranger.
 */
const noOtherCredentials: Json = {
  or_ids: {
    ids: [
      { not_id: { header: { name: 'authorization', present_match: true } } },
      tokenValue(['claims', 'iss'], { present_match: true }),
    ],
  },
};
