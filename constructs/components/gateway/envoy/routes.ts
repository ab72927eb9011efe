import type { AccessRule, GatewayHost, GatewayModel, GatewayRoute } from '../gateway-model';
import type { CheckedResource } from '../ngsi-ld/checked-resources';
import { BODY_LIMIT, bodyLimitPerRoute } from './body-limit';
import { CORS, corsPolicy, variesByOrigin, withSharedCors } from './cors';
import { directRoute } from './direct-route';
import { checkedPaths, guardEntries, guardPerRoute } from './guard';
import { JWT, tokenIgnored, tokenOptional, tokenRequired } from './jwt-authn';
import { joinPaths, matchMethods, matchPrefix, matchUnsafe } from './path-match';
import { routeMetadata } from './rate-limit';
import { rbacOff } from './rbac';
import { rewriteAction } from './rewrite';
import { ROLE_FILTER, roleFilterPerRoute } from './role-filter';
import { foreignTenantHeaders, TENANT_FILTER, tenantFilterPerRoute } from './tenant-filter';
import { matchUnsafeTenantPath, withTenantPath } from './tenant-path';
import { type Json, seconds } from './typed';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Every host and, for any other, 404. */
export function routeConfiguration(model: GatewayModel): Json {
  return {
    name: 'public',
    ignore_port_in_host_matching: true,
    virtual_hosts: [
      ...model.hosts.map((host) => virtualHost(model, host)),
      { name: 'unknown', domains: ['*'], routes: [directRoute(model, { prefix: '/' }, 404)] },
    ],
  };
}

function virtualHost(model: GatewayModel, host: GatewayHost): Json {
  const longestFirst = [...host.routes].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1));
  const entries = longestFirst.flatMap((route) => routeEntries(model, route));
  const routes = [...entries, directRoute(model, { prefix: '/' }, 404)];
  return withSharedCors({ name: host.host, domains: [host.host], ...variesByOrigin, routes });
}

/**
 * The entries of a route, in this order: unsafe spellings, what its API does not have, entries for each rule, and the
 * refusal of what no rule matches.
 */
function routeEntries(model: GatewayModel, route: GatewayRoute): Json[] {
  const unsafe = directRoute(
    model,
    matchUnsafe(route.path, route.encodedSlashes ?? false),
    400,
    route,
    'The spelling of the path is not acceptable.',
  );
  if (route.access === 'passthrough') return [unsafe, passthroughEntry(model, route)];
  const decided = [
    ...route.access.flatMap((rule) => (rule.paths ?? ['/']).flatMap((below) => ruleEntries(model, route, rule, below))),
    refusal(model, route),
  ];
  return [unsafe, ...guardEntries(model, route), ...decided, ...tenantPathEntries(model, route, decided)];
}

/** What decides on a request with the tenant in its path is what decides on one with the tenant in its header. */
function tenantPathEntries(model: GatewayModel, route: GatewayRoute, decided: readonly Json[]): Json[] {
  if (route.tenantPath === undefined) return [];
  const says = 'The spelling of the path is not acceptable.';
  return [
    directRoute(model, matchUnsafeTenantPath(route), 400, route, says),
    ...decided.map((entry) => withTenantPath(route, entry)),
  ];
}

/** One entry for a path of a rule, and where bodies or answers are read, one for each resource that this is said of. */
function ruleEntries(model: GatewayModel, route: GatewayRoute, rule: AccessRule, below: string): Json[] {
  const methods = rule.methods.includes('GET') ? [...new Set([...rule.methods, 'HEAD'])] : rule.methods;
  return checkedPaths(route, joinPaths(route.path, below)).flatMap(([path, resource]) => {
    const split = resource ? [methods.filter(isRead), methods.filter((method) => !isRead(method))] : [methods];
    return split
      .filter((some) => some.length > 0)
      .map((some) => ruleEntry(model, route, rule, path.slice(route.path.length) || '/', some, resource));
  });
}

const isRead = (method: string) => SAFE_METHODS.includes(method);

function ruleEntry(
  model: GatewayModel,
  route: GatewayRoute,
  rule: AccessRule,
  below: string,
  methods: readonly string[],
  resource: CheckedResource | undefined,
): Json {
  return {
    name: route.id,
    match: { ...matchPrefix(joinPaths(route.path, below)), headers: [matchMethods(methods)] },
    ...routeMetadata(route.id),
    route: routeAction(route, below, methods, rule.upstream),
    request_headers_to_remove: [
      ...((rule.forwardToken ?? route.forwardToken) === true ? [] : ['authorization']),
      ...foreignTenantHeaders(model, route),
    ],
    typed_per_filter_config: {
      ...filterConfig(model, route, rule),
      ...guardPerRoute(route, resource, methods.every(isRead)),
    },
  };
}

function passthroughEntry(model: GatewayModel, route: GatewayRoute): Json {
  return {
    name: route.id,
    match: matchPrefix(route.path),
    ...routeMetadata(route.id),
    route: routeAction(route, '/', []),
    request_headers_to_remove: foreignTenantHeaders(model, route),
    typed_per_filter_config: {
      ...(model.identity && { [JWT]: tokenIgnored() }),
      [TENANT_FILTER]: rbacOff(),
      [ROLE_FILTER]: rbacOff(),
      ...bodyLimit(route),
    },
  };
}

/**
 * What no rule matches, preflights among it: the CORS filter answers those first, and only on an entry with an
 * upstream. Everything else the role filter refuses as it does by itself; without a token with 401, so that strangers
 * are not told what there is to be refused.
 */
function refusal(model: GatewayModel, route: GatewayRoute): Json {
  return {
    name: route.id,
    match: matchPrefix(route.path),
    ...routeMetadata(route.id),
    route: { cluster: route.upstream.id },
    typed_per_filter_config: {
      [CORS]: corsPolicy(model, route),
      ...(model.identity && { [JWT]: tokenRequired() }),
    },
  };
}

function routeAction(route: GatewayRoute, below: string, methods: readonly string[], upstream = route.upstream): Json {
  const timeout = route.timeoutSeconds ?? 30;
  return {
    cluster: upstream.id,
    ...(route.rewrite !== undefined && rewriteAction(route.path, route.rewrite, below)),
    timeout: seconds(timeout),
    // After the timeout, so that a slow upstream is answered with 504 and not cut off.
    idle_timeout: seconds(Math.max(60, timeout + 5)),
    retry_policy: retryPolicy(methods),
  };
}

function filterConfig(model: GatewayModel, route: GatewayRoute, rule: AccessRule): Json {
  const anyone = rule.allow === 'anyone';
  const tenant = tenantFilterPerRoute(model, route, anyone);
  return {
    [CORS]: corsPolicy(model, route),
    ...(model.identity && { [JWT]: anyone ? tokenOptional() : tokenRequired() }),
    ...(tenant && { [TENANT_FILTER]: tenant }),
    [ROLE_FILTER]: roleFilterPerRoute(model, route, rule),
    ...bodyLimit(route),
  };
}

function bodyLimit(route: GatewayRoute): Json {
  return route.maxBodyBytes === undefined ? {} : { [BODY_LIMIT]: bodyLimitPerRoute(route.maxBodyBytes) };
}

/** A request that was never sent can be sent again; one that was cut off only when it changes nothing. */
function retryPolicy(methods: readonly string[]): Json {
  const safe = methods.length > 0 && methods.every((method) => SAFE_METHODS.includes(method));
  return { retry_on: `connect-failure,refused-stream${safe ? ',reset' : ''}`, num_retries: 1 };
}
