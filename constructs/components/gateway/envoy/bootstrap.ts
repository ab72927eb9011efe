import type { GatewayModel } from '../gateway-model';
import { address } from './address';
import { clusters, REPLICAS_CLUSTER } from './clusters';
import { overloadManager } from './overload-manager';
import { publicListener } from './public-listener';
import { readyListener } from './ready-listener';
import type { Json } from './typed';

/** The whole file. */
export function bootstrap(model: GatewayModel): Json {
  return {
    node: { id: 'gateway', cluster: 'gateway' },
    admin: { address: address('127.0.0.1', model.adminPort) },
    ...(model.limits.replicasHost !== undefined && { cluster_manager: { local_cluster_name: REPLICAS_CLUSTER } }),
    static_resources: {
      listeners: [publicListener(model), readyListener(model)],
      clusters: clusters(model),
    },
    // Patterns come from here alone, and the grammar of an API is larger than what Envoy expects of a pattern (100).
    layered_runtime: { layers: [{ name: 'gateway', static_layer: { 're2.max_program_size.error_level': 20_000 } }] },
    overload_manager: overloadManager(model.limits),
  };
}
