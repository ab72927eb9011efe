import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { extension, type Json, typed } from './typed';

/** Name of the filter that answers preflights. */
export const CORS = 'envoy.filters.http.cors';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const READING = ['GET', 'HEAD'];
const REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'if-match',
  'if-none-match',
  'link',
  'ngsild-entitymap',
  'prefer',
];
const RESPONSE_HEADERS = [
  'allow',
  'content-crs',
  'content-disposition',
  'content-range',
  'etag',
  'federation-answer',
  'link',
  'location',
  'ngsild-entitymap',
  'ngsild-results-count',
  'ngsild-warning',
  'preference-applied',
  'retry-after',
  'www-authenticate',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
];

/** Answers preflights; which origins are allowed is said by the routes. */
export function corsFilter(): Json {
  return extension(CORS, 'envoy.extensions.filters.http.cors.v3.Cors');
}

/**
 * The policy of a route whose tokens the gateway checks: tokens travel in a header, so cookies are not allowed. What everybody may
 * read, and nobody write, the pages of every origin may read.
 */
export function corsPolicy(model: GatewayModel, route: GatewayRoute | undefined): Json {
  const tenant = route?.tenantHeader === undefined ? [] : [route.tenantHeader.toLowerCase()];
  const isOpen = route !== undefined && isReadByAnyone(route);
  const origins = isOpen ? ['*'] : model.cors.origins;
  return typed('envoy.extensions.filters.http.cors.v3.CorsPolicy', {
    allow_origin_string_match: origins.map((origin) =>
      origin === '*' ? { safe_regex: { regex: '.*' } } : { exact: origin },
    ),
    allow_methods: isOpen ? READING.join(', ') : METHODS,
    allow_headers: [...REQUEST_HEADERS, ...tenant].join(', '),
    expose_headers: [...RESPONSE_HEADERS, ...tenant].join(', '),
    max_age: '600',
    allow_credentials: false,
    forward_not_matching_preflights: false,
  });
}

function isReadByAnyone({ access }: GatewayRoute): boolean {
  if (access === 'passthrough') return false;
  return access.every(({ allow, methods }) => allow === 'anyone' && methods.every((one) => READING.includes(one)));
}

/** Envoy names the origin that asked, so that an answer is not to be kept for another. */
export const variesByOrigin: Json = {
  response_headers_to_add: [{ header: { key: 'vary', value: 'origin' }, append_action: 'APPEND_IF_EXISTS_OR_ADD' }],
};

/**
 * Says a policy of most routes once, for their host, and on routes only where it is another. A host with a route that has none
 * stays as it is: the route would get that of the host. On every route it was a fifth of the gateway's configuration.
 */
export function withSharedCors(host: Json & { readonly routes: readonly Json[] }): Json {
  const counts = new Map<string, number>();
  for (const route of host.routes) {
    const policy = JSON.stringify(perFilter(route)[CORS]);
    if (policy === undefined) return host;
    counts.set(policy, (counts.get(policy) ?? 0) + 1);
  }
  const [[shared] = ['']] = [...counts].sort(([, one], [, other]) => other - one);
  const routes = host.routes.map((route) => {
    const { [CORS]: policy, ...others } = perFilter(route);
    return JSON.stringify(policy) === shared ? { ...route, typed_per_filter_config: others } : route;
  });
  return { ...host, routes, typed_per_filter_config: { [CORS]: JSON.parse(shared) } };
}

function perFilter(route: Json): Json {
  return route.typed_per_filter_config as Json;
}
