import type { GatewayModel } from '../gateway-model';
import { accessLog } from './access-log';
import { httpFilters } from './http-filters';
import { localReplies } from './local-replies';
import { routeConfiguration } from './routes';
import { extension, type Json } from './typed';

/** HTTP as the gateway speaks it to clients: limits on size and time, one spelling of every path, believed addresses. */
export function connectionManager(model: GatewayModel): Json {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'public',
      codec_type: 'AUTO',
      ...clientAddress(model.trustedHops),
      ...pathSpelling,
      ...timeouts,
      ...protocolLimits,
      // The header filter removes the upstream's own name; Envoy adds none in its place.
      server_header_transformation: 'PASS_THROUGH',
      always_set_request_id_in_response: true,
      route_config: routeConfiguration(model),
      http_filters: httpFilters(model),
      local_reply_config: localReplies(model),
      access_log: [accessLog(model)],
    },
  );
}

function clientAddress(trustedHops: number): Json {
  return {
    use_remote_address: true,
    xff_num_trusted_hops: trustedHops,
    // No caller is "internal": a private address is what every pod and every load balancer has.
    internal_address_config: { unix_sockets: false },
  };
}

/** `%2F` is kept here and refused route by route, since NGSI-LD identifiers may need it. */
const pathSpelling: Json = {
  normalize_path: true,
  merge_slashes: true,
  path_with_escaped_slashes_action: 'KEEP_UNCHANGED',
};

const timeouts: Json = {
  request_headers_timeout: '10s',
  request_timeout: '300s',
  stream_idle_timeout: '60s',
  drain_timeout: '5s',
  delayed_close_timeout: '1s',
};

const protocolLimits: Json = {
  max_request_headers_kb: 60,
  common_http_protocol_options: {
    // Longer than what load balancers keep idle connections for (60 s at AWS): they close first.
    idle_timeout: '300s',
    max_headers_count: 100,
    headers_with_underscores_action: 'REJECT_REQUEST',
  },
  http2_protocol_options: {
    max_concurrent_streams: 100,
    initial_stream_window_size: 65536,
    initial_connection_window_size: 1048576,
  },
};
