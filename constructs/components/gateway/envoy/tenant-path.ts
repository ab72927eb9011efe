import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { literalPath, matchUnsafeBelow } from './path-match';
import { extension, type Json, typed } from './typed';

/** Writes the tenant of the path into the header of the route, before tokens and tenants are looked at. */
const TENANT_PATH_FILTER = 'gateway.tenant-path';

const LUA = 'envoy.extensions.filters.http.lua.v3';

/** What can be the name of a tenant; whether it is one, and whose, the tenant filter decides as for the header. */
const TENANT = '[a-z0-9_]{1,64}';

/** The filter: none where no route has tenants in its path. */
export function tenantPathFilter(model: GatewayModel): Json[] {
  const routes = model.hosts.flatMap(({ routes }) => routes).filter(({ tenantPath }) => tenantPath !== undefined);
  if (routes.length === 0) return [];
  const source_codes = Object.fromEntries(routes.map((route) => [route.id, { inline_string: script(route) }]));
  return [extension(TENANT_PATH_FILTER, `${LUA}.Lua`, { source_codes })];
}

/** The entry of a route for the same path with a tenant before it: `/tenants/parking/features`. */
export function withTenantPath(route: GatewayRoute, entry: Json): Json {
  const { path_separated_prefix: path, ...match } = entry.match as Json;
  const regex = `${below(route, String(path))}(?:/.*)?`;
  return {
    ...entry,
    match: { ...match, safe_regex: { regex } },
    typed_per_filter_config: {
      ...(entry.typed_per_filter_config as Json),
      [TENANT_PATH_FILTER]: typed(`${LUA}.LuaPerRoute`, { name: route.id }),
    },
  };
}

/** Spellings of it that gateway and upstream could read differently. */
export function matchUnsafeTenantPath(route: GatewayRoute): Json {
  return matchUnsafeBelow(below(route, route.path), route.encodedSlashes ?? false);
}

function below({ tenantPath = '' }: GatewayRoute, path: string): string {
  return `${literalPath(tenantPath)}/${TENANT}${literalPath(path)}`;
}

/** A header that the client sent itself is gone with it; without a tenant it is empty, which names none. */
function script({ tenantPath = '', tenantHeader = '' }: GatewayRoute): string {
  const before = `${tenantPath.replaceAll(/[-.]/g, (one) => `%${one}`)}/`;
  return `function envoy_on_request(handle)
  local tenant = handle:headers():get(':path'):match('^${before}([a-z0-9_]+)/')
  handle:headers():replace('${tenantHeader.toLowerCase()}', tenant or '')
end
`;
}
