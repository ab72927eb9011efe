import type { RealmRole } from './realm-model';

/** The realm roles of a platform. A person or client has them for the tenants that it is a member of. */
const roles = {
  viewer: 'May read the entities and the history of its tenants.',
  editor: 'May also write entities and keep subscriptions in its tenants.',
  operator: 'May also manage data models, registrations of other brokers and the portal.',
} as const;

/** Name of a realm role. */
export type Role = keyof typeof roles;

/** Roles that include `role`: an operator may do what an editor may. */
export function atLeast(role: Role): Role[] {
  const names = Object.keys(roles) as Role[];
  return names.slice(names.indexOf(role));
}

/** The realm roles as the realm describes them. */
export const realmRoles: readonly RealmRole[] = Object.entries(roles).map(([name, description]) => ({
  name,
  description,
}));
