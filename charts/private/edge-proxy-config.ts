/** Above 1024, as the proxy is no root. */
export const ports = { http: 8080, https: 8443 } as const;

export const certificateFolder = '/etc/envoy/certificate';

const api = 'type.googleapis.com/envoy.extensions';
const secretsFile = '/etc/envoy/secrets.json';

/** Envoy's bootstrap: ends TLS 1.2 or newer, redirects plain HTTP, and hands everything else on to `upstream`. */
export function edgeProxyFiles(upstream: { readonly host: string; readonly port: number }): Record<string, string> {
  const bootstrap = {
    // Secrets by file need a name for who asks.
    node: { id: 'edge', cluster: 'edge' },
    static_resources: {
      listeners: [
        listener('http', ports.http, {
          virtual_hosts: [
            { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, redirect: { https_redirect: true } }] },
          ],
        }),
        {
          ...listener(
            'https',
            ports.https,
            {
              virtual_hosts: [
                {
                  name: 'all',
                  domains: ['*'],
                  // How long an answer may take is the gateway's to say.
                  routes: [{ match: { prefix: '/' }, route: { cluster: 'gateway', timeout: '0s' } }],
                },
              ],
            },
            tls,
          ),
        },
      ],
      clusters: [
        {
          name: 'gateway',
          type: 'STRICT_DNS',
          connect_timeout: '2s',
          load_assignment: {
            cluster_name: 'gateway',
            endpoints: [
              {
                lb_endpoints: [
                  { endpoint: { address: { socket_address: { address: upstream.host, port_value: upstream.port } } } },
                ],
              },
            ],
          },
        },
      ],
    },
  };
  return { '/etc/envoy/envoy.json': json(bootstrap), [secretsFile]: json(secrets) };
}

const tls = {
  transport_socket: {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': `${api}.transport_sockets.tls.v3.DownstreamTlsContext`,
      common_tls_context: {
        alpn_protocols: ['h2', 'http/1.1'],
        tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
        tls_certificate_sds_secret_configs: [
          { name: 'edge', sds_config: { path_config_source: { path: secretsFile }, resource_api_version: 'V3' } },
        ],
      },
    },
  },
};

/** The folder is watched, so that a renewed certificate is taken up without a restart. */
const secrets = {
  resources: [
    {
      '@type': `${api}.transport_sockets.tls.v3.Secret`,
      name: 'edge',
      tls_certificate: {
        certificate_chain: { filename: `${certificateFolder}/tls.crt` },
        private_key: { filename: `${certificateFolder}/tls.key` },
        watched_directory: { path: certificateFolder },
      },
    },
  ],
};

function listener(name: string, port: number, route: object, chain: object = {}): object {
  return {
    name,
    address: { socket_address: { address: '0.0.0.0', port_value: port } },
    filter_chains: [
      {
        ...chain,
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type': `${api}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
              stat_prefix: name,
              use_remote_address: true,
              stream_idle_timeout: '300s',
              request_headers_timeout: '10s',
              upgrade_configs: [{ upgrade_type: 'websocket' }],
              route_config: { name, ...route },
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typed_config: { '@type': `${api}.filters.http.router.v3.Router` },
                },
              ],
            },
          },
        ],
      },
    ],
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
