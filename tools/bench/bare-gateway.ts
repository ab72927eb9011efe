interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** An Envoy that only forwards, with the gateway's image, command, size and user: its objects, named `bare-gateway`. */
export function bareGateway(objects: readonly object[], gateway: string, broker: string): object[] {
  const own = (objects as readonly KubernetesObject[]).filter(
    ({ kind, metadata }) =>
      ['Deployment', 'Service', 'ConfigMap'].includes(kind) && [gateway, `${gateway}-files`].includes(metadata.name),
  );
  return own.map((object) => {
    const copy = JSON.parse(JSON.stringify(object).replaceAll(`"${gateway}`, '"bare-gateway')) as KubernetesObject & {
      data?: Record<string, string>;
    };
    if (!copy.data) return copy;
    const data = Object.fromEntries(Object.keys(copy.data).map((key) => [key, JSON.stringify(configuration(broker))]));
    return { ...copy, data };
  });
}

function configuration(broker: string): object {
  const address = (host: string, port_value: number) => ({ socket_address: { address: host, port_value } });
  const listener = (name: string, port: number, routes: object[]) => ({
    name,
    address: address('0.0.0.0', port),
    filter_chains: [
      {
        filters: [
          {
            name: 'http',
            typed_config: {
              '@type': type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
              stat_prefix: name,
              route_config: { virtual_hosts: [{ name, domains: ['*'], routes }] },
              http_filters: [
                { name: 'router', typed_config: { '@type': type('extensions.filters.http.router.v3.Router') } },
              ],
            },
          },
        ],
      },
    ],
  });
  const all = { prefix: '/' };
  return {
    admin: { address: address('127.0.0.1', 9901) },
    static_resources: {
      listeners: [
        listener('public', 8080, [{ match: all, route: { cluster: 'broker' } }]),
        listener('ready', 8081, [{ match: all, direct_response: { status: 200 } }]),
      ],
      clusters: [
        {
          name: 'broker',
          type: 'STRICT_DNS',
          dns_lookup_family: 'V4_ONLY',
          connect_timeout: '2s',
          load_assignment: {
            cluster_name: 'broker',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address(broker, 9090) } }] }],
          },
        },
      ],
    },
  };
}

const type = (name: string) => `type.googleapis.com/envoy.${name}`;
