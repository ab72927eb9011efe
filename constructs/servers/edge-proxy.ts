/** Above 1024, as the proxy is no root. */
export const ports = { http: 8080, https: 8443 } as const;

/** Folder of the proxy in which the certificate is mounted. */
export const certificateFolder = '/etc/envoy/certificate';

/** Variables of the proxy that hold the certificate with its chain and its key, both in PEM. */
export const certificateVariables = { chain: 'CERTIFICATE', key: 'CERTIFICATE_KEY' } as const;

/** One worker: by itself Envoy starts one for each processor of the machine, each with memory of its own. */
export const edgeProxyCommand = [
  'envoy',
  '-c',
  '/etc/envoy/envoy.json',
  '--log-level',
  'warn',
  '--concurrency',
  '1',
  '--disable-hot-restart',
];

const api = 'type.googleapis.com/envoy.extensions';
const secretsFile = '/etc/envoy/secrets.json';

interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** Where the proxy takes the connections of the TLS listener with this index. */
export function tlsPort(index: number): number {
  return 10_000 + index;
}

/** Where the proxy has its certificate from, and how it is reached. */
export interface EdgeProxyOptions {
  /** Files in {@link certificateFolder}, taken up when they change; or {@link certificateVariables}. */
  readonly certificate: 'files' | 'variables';
  /** Public port of the HTTPS listener. @default 443 */
  readonly httpsPort?: number;
}

/**
 * Envoy's bootstrap: ends TLS 1.2 or newer, redirects plain HTTP, hands requests on to `upstream`, and what is inside the
 * connections of each further listener to the upstream of that.
 */
export function edgeProxyFiles(
  upstream: Upstream,
  further: readonly { readonly name: string; readonly upstream: Upstream }[],
  { certificate, httpsPort = 443 }: EdgeProxyOptions,
): Record<string, string> {
  const redirect = { https_redirect: true, ...(httpsPort !== 443 && { port_redirect: httpsPort }) };
  const tls = (protocols: readonly string[]) => tlsSocket(protocols, certificate);
  const bootstrap = {
    // Secrets by file need a name for who asks.
    node: { id: 'edge', cluster: 'edge' },
    static_resources: {
      listeners: [
        listener('http', ports.http, {
          virtual_hosts: [{ name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, redirect }] }],
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
            tls(['h2', 'http/1.1']),
            // On another port than 443 clients name it with the host, and routes are told apart by hosts alone.
            httpsPort === 443 ? {} : { strip_any_host_port: true },
          ),
        },
        ...further.map(({ name }, index) => tcpListener(name, tlsPort(index), tls([]))),
      ],
      clusters: [cluster('gateway', upstream), ...further.map((one) => cluster(one.name, one.upstream))],
    },
  };
  return {
    '/etc/envoy/envoy.json': json(bootstrap),
    ...(certificate === 'files' && { [secretsFile]: json(secrets) }),
  };
}

function cluster(name: string, { host, port }: Upstream): object {
  const address = { socket_address: { address: host, port_value: port } };
  return {
    name,
    type: 'STRICT_DNS',
    connect_timeout: '2s',
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
  };
}

const tlsSocket = (protocols: readonly string[], certificate: EdgeProxyOptions['certificate']) => ({
  transport_socket: {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': `${api}.transport_sockets.tls.v3.DownstreamTlsContext`,
      common_tls_context: {
        ...(protocols.length > 0 && { alpn_protocols: protocols }),
        tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
        ...(certificate === 'files'
          ? {
              tls_certificate_sds_secret_configs: [
                { name: 'edge', sds_config: { path_config_source: { path: secretsFile }, resource_api_version: 'V3' } },
              ],
            }
          : {
              tls_certificates: [
                {
                  certificate_chain: { environment_variable: certificateVariables.chain },
                  private_key: { environment_variable: certificateVariables.key },
                },
              ],
            }),
      },
    },
  },
});

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

function listener(name: string, port: number, route: object, chain: object = {}, manager: object = {}): object {
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
              ...manager,
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

function tcpListener(name: string, port: number, chain: object): object {
  const proxy = {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: { '@type': `${api}.filters.network.tcp_proxy.v3.TcpProxy`, stat_prefix: name, cluster: name },
  };
  return {
    name,
    address: { socket_address: { address: '0.0.0.0', port_value: port } },
    filter_chains: [{ ...chain, filters: [proxy] }],
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
