import type { GatewayLimits, GatewayModel, GatewayRoute } from '../gateway-model';
import { extension, type Json } from './typed';

/** Namespace and descriptor key under which a request carries the id of its route. */
const METADATA = 'gateway';
const ROUTE = 'route';
const CLIENT = 'masked_remote_address';

const ALWAYS: Json = { default_value: { numerator: 100, denominator: 'HUNDRED' } };

/**
 * Token buckets in Envoy itself: one over all requests, one for each client when the model says so, and for each route
 * that has its own limit one, and one for each of its clients. A client or route beyond its own limit uses up nothing of
 * the others'. Replicas share no counter: each has the buckets divided by how many replicas a name has.
 */
export function rateLimitFilter({ limits, hosts }: GatewayModel): Json {
  const routes = hosts.flatMap((host) => host.routes);
  const buckets = [...clientBuckets(limits), ...routeBuckets(routes), ...routeClientBuckets(routes)];
  return extension('gateway.rate-limit', 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: 'gateway',
    token_bucket: tokenBucket(limits.requestsPerSecond, limits.burst),
    filter_enabled: ALWAYS,
    filter_enforced: ALWAYS,
    enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
    ...(limits.replicasHost !== undefined && { local_cluster_rate_limit: {} }),
    ...(buckets.length > 0 && {
      rate_limits: [[client], [route], [route, client]].map((actions) => ({ actions })),
      descriptors: buckets,
      max_dynamic_descriptors: 10_000,
    }),
  });
}

/** What makes a route known to the limiter: all entries that were made from one route share its bucket. */
export function routeMetadata(id: string): Json {
  return { metadata: { filter_metadata: { [METADATA]: { [ROUTE]: id } } } };
}

/** One customer's IPv6 network is one client: addresses inside it are free to pick. */
const client: Json = { [CLIENT]: { v4_prefix_mask_len: 32, v6_prefix_mask_len: 64 } };

const route: Json = {
  metadata: {
    descriptor_key: ROUTE,
    metadata_key: { key: METADATA, path: [{ key: ROUTE }] },
    source: 'ROUTE_ENTRY',
    skip_if_absent: true,
  },
};

/** An entry without a value stands for any: a bucket is made for each client as it comes. */
function clientBuckets({ perClient }: GatewayLimits): Json[] {
  if (perClient === undefined) return [];
  return [{ entries: [{ key: CLIENT }], token_bucket: tokenBucket(perClient.requestsPerSecond, perClient.burst) }];
}

function routeBuckets(routes: readonly GatewayRoute[]): Json[] {
  return routes.flatMap(({ id, requestsPerSecond }) =>
    requestsPerSecond === undefined
      ? []
      : [{ entries: [{ key: ROUTE, value: id }], token_bucket: tokenBucket(requestsPerSecond, requestsPerSecond) }],
  );
}

function routeClientBuckets(routes: readonly GatewayRoute[]): Json[] {
  return routes.flatMap(({ id, perClient }) =>
    perClient === undefined
      ? []
      : [
          {
            entries: [{ key: ROUTE, value: id }, { key: CLIENT }],
            token_bucket: tokenBucket(perClient.requestsPerSecond, perClient.burst),
          },
        ],
  );
}

function tokenBucket(requestsPerSecond: number, burst: number): Json {
  return { max_tokens: burst, tokens_per_fill: requestsPerSecond, fill_interval: '1s' };
}
