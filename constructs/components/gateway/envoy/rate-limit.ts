import type { GatewayLimits, GatewayModel } from '../gateway-model';
import { extension, type Json } from './typed';

/** Namespace and descriptor key under which a request carries the id of its route. */
const METADATA = 'gateway';
const ROUTE = 'route';
const CLIENT = 'masked_remote_address';

const ALWAYS: Json = { default_value: { numerator: 100, denominator: 'HUNDRED' } };

/**
 * Token buckets in Envoy itself, so one set for each replica: one over all requests, one for each client when the
 * model says so, and one for each route that has its own limit. A client or route beyond its own limit uses up
 * nothing of the others'.
 */
export function rateLimitFilter({ limits, hosts }: GatewayModel): Json {
  const buckets = [...clientBuckets(limits), ...routeBuckets(hosts.flatMap((host) => host.routes))];
  return extension('gateway.rate-limit', 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: 'gateway',
    token_bucket: tokenBucket(limits.requestsPerSecond, limits.burst),
    filter_enabled: ALWAYS,
    filter_enforced: ALWAYS,
    enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
    ...(buckets.length > 0 && {
      rate_limits: [byClient, byRoute],
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
const byClient: Json = { actions: [{ [CLIENT]: { v4_prefix_mask_len: 32, v6_prefix_mask_len: 64 } }] };

const byRoute: Json = {
  actions: [
    {
      metadata: {
        descriptor_key: ROUTE,
        metadata_key: { key: METADATA, path: [{ key: ROUTE }] },
        source: 'ROUTE_ENTRY',
        skip_if_absent: true,
      },
    },
  ],
};

/** An entry without a value stands for any: a bucket is made for each client as it comes. */
function clientBuckets({ perClient }: GatewayLimits): Json[] {
  if (perClient === undefined) return [];
  return [{ entries: [{ key: CLIENT }], token_bucket: tokenBucket(perClient.requestsPerSecond, perClient.burst) }];
}

function routeBuckets(routes: readonly { readonly id: string; readonly requestsPerSecond?: number }[]): Json[] {
  return routes.flatMap(({ id, requestsPerSecond }) =>
    requestsPerSecond === undefined
      ? []
      : [{ entries: [{ key: ROUTE, value: id }], token_bucket: tokenBucket(requestsPerSecond, requestsPerSecond) }],
  );
}

function tokenBucket(requestsPerSecond: number, burst: number): Json {
  return { max_tokens: burst, tokens_per_fill: requestsPerSecond, fill_interval: '1s' };
}
