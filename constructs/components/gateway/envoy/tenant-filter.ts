import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { rbacFilter, rbacOff, rbacPerRoute, tokenListHas, tokenValue } from './rbac';
import type { Json } from './typed';

/** Name of the filter that checks tenants. */
export const TENANT_FILTER = 'gateway.tenant';

/** The claim that lists the tenants of a person or machine. */
const TENANTS_CLAIM = ['claims', 'tenants'];

/** Headers by which the brokers know a tenant, whatever the routes say. */
const KNOWN = ['fiware-service', 'ngsild-tenant'];

/**
 * Every tenant header that is sent must name, exactly, a tenant of the platform that the token lists too. A list of
 * values in one header is no tenant; of two headers the header filter has left the first.
 */
export function tenantFilter(model: GatewayModel): Json {
  return rbacFilter(TENANT_FILTER, {
    action: 'ALLOW',
    policies: { 'own-tenant': all(tenantHeaders(model).map((header) => ownTenant(header, model.tenants))) },
  });
}

/** What a route changes in it, if anything. */
export function tenantFilterPerRoute(model: GatewayModel, route: GatewayRoute, anyone: boolean): Json | undefined {
  if (route.tenantHeader === undefined) return rbacOff();
  const open = route.anonymousTenants ?? [];
  if (!anyone || open.length === 0) return undefined;
  const header = route.tenantHeader.toLowerCase();
  return rbacPerRoute({
    action: 'ALLOW',
    policies: {
      'own-or-open-tenant': all(
        tenantHeaders(model).map((name) => ownTenant(name, model.tenants, name === header ? open : [])),
      ),
    },
  });
}

/** Whoever has tenants has to name one in the header of the route: what belongs to no tenant is not theirs. */
export function namesTenant({ tenantHeader }: GatewayRoute): readonly Json[] {
  return tenantHeader === undefined
    ? []
    : [{ or_ids: { ids: [present(tenantHeader.toLowerCase()), { not_id: hasTenants }] } }];
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

function ownTenant(header: string, tenants: readonly string[], open: readonly string[] = []): Json {
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

function all(ids: Json[]): Json {
  return ids.length === 0 ? { any: true } : { and_ids: { ids } };
}
