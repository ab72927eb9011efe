import type { AccessRule } from '../gateway-model';
import { rbacFilter, rbacPerRoute, tokenListHas } from './rbac';
import type { Json } from './typed';

export const ROLE_FILTER = 'gateway.role';

/** Where Keycloak lists the roles of a realm. */
const ROLES_CLAIM = ['claims', 'realm_access', 'roles'];

/** Refuses everything; a route has to say whom it lets through. */
export function roleFilter(): Json {
  return rbacFilter(ROLE_FILTER, { action: 'ALLOW', policies: {} });
}

/** Whom a route lets through. */
export function roleFilterPerRoute(allow: AccessRule['allow']): Json {
  const [name, principal] =
    allow === 'anyone'
      ? ['anyone', { any: true }]
      : ['role', { or_ids: { ids: [...allow.roles].sort().map((role) => tokenListHas(ROLES_CLAIM, role)) } }];
  return rbacPerRoute({ action: 'ALLOW', policies: { [name]: principal } });
}
