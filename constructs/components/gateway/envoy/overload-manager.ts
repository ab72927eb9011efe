import type { GatewayLimits } from '../gateway-model';
import { extension, type Json } from './typed';

const HEAP = 'envoy.resource_monitors.fixed_heap';

/** Refuses connections beyond the limit at accept, and requests with 503 when the heap is nearly full. */
export function overloadManager(limits: GatewayLimits): Json {
  const connections = extension(
    'envoy.resource_monitors.global_downstream_max_connections',
    'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
    { max_active_downstream_connections: limits.maxConnections ?? 10_000 },
  );
  if (limits.maxHeapBytes === undefined) return { resource_monitors: [connections] };
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      connections,
      extension(HEAP, 'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', {
        max_heap_size_bytes: limits.maxHeapBytes,
      }),
    ],
    actions: [
      action('envoy.overload_actions.shrink_heap', 0.85),
      action('envoy.overload_actions.disable_http_keepalive', 0.9),
      action('envoy.overload_actions.stop_accepting_requests', 0.95),
    ],
  };
}

function action(name: string, share: number): Json {
  return { name, triggers: [{ name: HEAP, threshold: { value: share } }] };
}
