import type { GatewayModel } from '../gateway-model';
import { address } from './address';
import { ADMIN_CLUSTER } from './clusters';
import { extension, type Json } from './typed';

const GET: Json = { name: ':method', string_match: { exact: 'GET' } };

/**
 * Probes and metrics, and nothing else of the administration interface. `/ready` is 503 before every listener is up
 * and from the moment a drain starts; `/live` says only that Envoy answers.
 */
export function readyListener(model: GatewayModel): Json {
  return {
    name: 'ready',
    address: address('0.0.0.0', model.readyPort),
    // A probe has to be answered most when the connections of clients have reached their limit.
    ignore_global_conn_limit: true,
    per_connection_buffer_limit_bytes: 65536,
    filter_chains: [{ filters: [manager()] }],
  };
}

function manager(): Json {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'ready',
      codec_type: 'HTTP1',
      request_headers_timeout: '5s',
      stream_idle_timeout: '15s',
      common_http_protocol_options: { idle_timeout: '60s' },
      http_filters: [extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router')],
      route_config: {
        name: 'ready',
        virtual_hosts: [
          {
            name: 'ready',
            domains: ['*'],
            routes: [
              {
                match: { path: '/live', headers: [GET] },
                direct_response: { status: 200, body: { inline_string: 'LIVE\n' } },
              },
              { match: { path: '/ready', headers: [GET] }, route: { cluster: ADMIN_CLUSTER, timeout: '5s' } },
              {
                match: { path: '/stats/prometheus', headers: [GET] },
                route: { cluster: ADMIN_CLUSTER, timeout: '10s' },
              },
            ],
          },
        ],
      },
    },
  );
}
