import { type GatewayModel, type GatewayUpstream, upstreamsOf } from '../gateway-model';
import { address } from './address';
import { extension, type Json, typed } from './typed';

/** Envoy's own administration interface, for the probes. */
export const ADMIN_CLUSTER = 'gateway.admin';
/** Where the signing keys of tokens come from. */
export const JWKS_CLUSTER = 'gateway.jwks';
/** The replicas of the gateway, which are counted and never called. */
export const REPLICAS_CLUSTER = 'gateway.replicas';

/** Every server the gateway talks to, each once, by id. */
export function clusters(model: GatewayModel): Json[] {
  const upstreams = new Map(
    model.hosts.flatMap((host) => host.routes.flatMap(upstreamsOf)).map((upstream) => [upstream.id, upstream] as const),
  );
  const ids = [...upstreams.keys()].sort();
  return [
    { ...base(ADMIN_CLUSTER, '127.0.0.1', model.adminPort), type: 'STATIC' },
    ...(model.identity ? [jwksCluster(new URL(model.identity.jwks.url))] : []),
    ...(model.limits.replicasHost === undefined
      ? []
      : [{ ...base(REPLICAS_CLUSTER, model.limits.replicasHost, model.listenPort), ...resolved }]),
    ...ids.map((id) => upstreamCluster(upstreams.get(id)!)),
  ];
}

function upstreamCluster({ id, host, port }: GatewayUpstream): Json {
  return {
    ...base(id, host, port),
    ...resolved,
    circuit_breakers: {
      thresholds: [{ max_connections: 1024, max_pending_requests: 1024, max_requests: 1024, max_retries: 16 }],
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          // Shorter than the keep-alive of the servers behind (5 s is the shortest), so that a connection is never
          // used in the moment its server closes it.
          common_http_protocol_options: { idle_timeout: '4s' },
          explicit_http_config: { http_protocol_options: {} },
        },
      ),
    },
  };
}

function jwksCluster(url: URL): Json {
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {
    ...base(JWKS_CLUSTER, url.hostname, port),
    ...resolved,
    ...(secure && { transport_socket: publicTls(url.hostname) }),
  };
}

/** An issuer outside the platform is checked against the authorities of the image. */
function publicTls(host: string): Json {
  return extension('envoy.transport_sockets.tls', 'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
    sni: host,
    common_tls_context: {
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
      validation_context: {
        trusted_ca: { filename: '/etc/ssl/certs/ca-certificates.crt' },
        match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: host } }],
      },
    },
  });
}

/** A name is asked for again every few seconds, so that an upstream that moved or came back is found by itself. */
const resolved: Json = {
  cluster_type: extension('envoy.clusters.dns', 'envoy.extensions.clusters.dns.v3.DnsCluster', {
    dns_lookup_family: 'V4_PREFERRED',
    dns_refresh_rate: '5s',
    dns_failure_refresh_rate: { base_interval: '1s', max_interval: '5s' },
    all_addresses_in_single_endpoint: false,
  }),
};

function base(name: string, host: string, port: number): Json {
  return {
    name,
    connect_timeout: '2s',
    per_connection_buffer_limit_bytes: 65536,
    upstream_connection_options: { tcp_keepalive: { keepalive_probes: 3, keepalive_time: 30, keepalive_interval: 10 } },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: address(host, port) } }] }],
    },
  };
}
