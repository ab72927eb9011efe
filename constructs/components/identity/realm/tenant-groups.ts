import type { RealmModel } from '../realm-model';
import type { GroupRepresentation } from './representation';

/** The path of a tenant's group. */
export function tenantPath(tenant: string): string {
  return `/tenants/${tenant}`;
}

/** The group `tenants` with one group a tenant; its members get the API client's role of the tenant's name. */
export function tenantGroups({ tenants, audience }: RealmModel): GroupRepresentation {
  return {
    name: 'tenants',
    subGroups: tenants.map(({ id, title }) => ({
      name: id,
      attributes: { title: [title] },
      clientRoles: { [audience]: [id] },
    })),
  };
}
