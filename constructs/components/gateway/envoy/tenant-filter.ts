import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { rbacFilter, rbacOff, rbacPerRoute, tokenListHas, tokenValue } from './rbac';
import type { Json } from './typed';

export const TENANT_FILTER = 'gateway.tenant';

/** The claim that lists the tenants of a person or machine. */
const TENANTS_CLAIM = ['claims', 'tenants'];

/** Headers by which the brokers know a tenant, whatever the routes say. */
const KNOWN = ['fiware-service', 'ngsild-tenant'];

/** Refuses everything; a route has to say which tenants it lets through. */
export function tenantFilter(): Json {
  return rbacFilter(TENANT_FILTER, { action: 'ALLOW', policies: {} });
}

/**
 * Every tenant header that is sent must name, exactly, a tenant of the platform that the token lists too. A list of
 * values in one header is no tenant; of two headers the header filter has left the first. Whoever has tenants has to name
 * one: what belongs to no tenant is not theirs.
 */
export function tenantFilterPerRoute(model: GatewayModel, route: GatewayRoute, anyone: boolean): Json {
  const header = route.tenantHeader?.toLowerCase();
  if (header === undefined) return rbacOff();
  const open = anyone ? (route.anonymousTenants ?? []) : [];
  return rbacPerRoute({
    action: 'ALLOW',
    policies: {
      'own-tenant': {
        and_ids: {
          ids: [
            ...tenantHeaders(model).map((name) => ownTenant(name, model.tenants, name === header ? open : [])),
            { or_ids: { ids: [present(header), { not_id: hasTenants }] } },
          ],
        },
      },
    },
  });
}

/** Tenant headers that the route's upstream must not see. */
export function foreignTenantHeaders(model: GatewayModel, route: GatewayRoute): string[] {
  const known = new Set([...KNOWN, ...tenantHeaders(model)]);
  known.delete(route.tenantHeader?.toLowerCase() ?? '');
  return [...known].sort();
}

/** Lower-case names of the tenant headers in use, sorted. */
export function tenantHeaders(model: GatewayModel): string[] {
  const names = model.hosts.flatMap((host) => host.routes).flatMap((route) => route.tenantHeader?.toLowerCase() ?? []);
  return [...new Set(names)].sort();
}

function ownTenant(header: string, tenants: readonly string[], open: readonly string[]): Json {
  const is = (tenant: string): Json => ({ header: { name: header, string_match: { exact: tenant } } });
  const own = tenants.map((tenant) => ({ and_ids: { ids: [is(tenant), tokenListHas(TENANTS_CLAIM, tenant)] } }));
  return { or_ids: { ids: [{ not_id: present(header) }, ...open.map(is), ...own] } };
}

function present(header: string): Json {
  return { header: { name: header, present_match: true } };
}

/** A token that lists at least one tenant. */
const hasTenants = tokenValue(TENANTS_CLAIM, {
  list_match: { one_of: { string_match: { safe_regex: { regex: '.+' } } } },
});
