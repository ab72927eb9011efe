import type { GatewayModel } from '../gateway-model';
import { address } from './address';
import { clusters } from './clusters';
import { overloadManager } from './overload-manager';
import { publicListener } from './public-listener';
import { readyListener } from './ready-listener';
import type { Json } from './typed';

/** The whole file. */
export function bootstrap(model: GatewayModel): Json {
  return {
    node: { id: 'gateway', cluster: 'gateway' },
    admin: { address: address('127.0.0.1', model.adminPort) },
    static_resources: {
      listeners: [publicListener(model), readyListener(model)],
      clusters: clusters(model),
    },
    overload_manager: overloadManager(model.limits),
  };
}
