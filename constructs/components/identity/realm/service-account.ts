import type { RealmClient } from '../realm-model';
import type { ServiceAccountRepresentation } from './representation';
import { tenantPath } from './tenant-groups';

/** The user that stands for a machine: exactly the client's roles and tenants, none of the realm's default roles. */
export function serviceAccount({ id, roles, tenants }: RealmClient): ServiceAccountRepresentation {
  return {
    username: `service-account-${id.toLowerCase()}`,
    serviceAccountClientId: id,
    enabled: true,
    realmRoles: [...roles],
    groups: tenants.map(tenantPath),
  };
}
