import { atLeast } from '../identity/roles';

/**
 * Who may sign in, as Grafana asks it of what the realm tells of a person (JMESPath): whoever has a role and is a member of
 * each tenant whose data are drawn may look. Of everybody else it gives nothing, and Grafana refuses them.
 *
 * One organisation of Grafana lets everybody ask every data source in it, so that there is nobody in it who may not.
 *
 * @param roles any of which is enough. @default every role of the platform
 * @see https://jmespath.org/specification.html
 */
export function signInRole(tenants: readonly string[], roles: readonly string[] = atLeast('viewer')): string {
  const anyRole = roles.map((role) => `contains(realm_access.roles || \`[]\`, '${role}')`);
  const everyTenant = tenants.map((tenant) => `contains(tenants || \`[]\`, '${tenant}')`);
  return `${[`(${anyRole.join(' || ')})`, ...everyTenant].join(' && ')} && 'Viewer' || ''`;
}
