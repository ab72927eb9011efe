import type { GatewayModel } from '../gateway-model';
import { address } from './address';
import { connectionManager } from './connection-manager';
import { transportSocket } from './tls';
import type { Json } from './typed';

/** The listener that clients or the edge connect to. */
export function publicListener(model: GatewayModel): Json {
  return {
    name: 'public',
    address: address('0.0.0.0', model.listenPort),
    // Small on purpose: it bounds what a client that does not read can make the gateway hold.
    per_connection_buffer_limit_bytes: 65536,
    drain_type: 'DEFAULT',
    ...(model.tls && { listener_filters_timeout: '5s' }),
    filter_chains: [
      {
        filters: [connectionManager(model)],
        transport_socket_connect_timeout: '10s',
        ...(model.tls && { transport_socket: transportSocket(model.tls) }),
      },
    ],
  };
}
