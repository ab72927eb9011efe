import { posix } from 'node:path';
import type { GatewayTls } from '../gateway-model';
import { extension, type Json, typed } from './typed';

const SECRET = 'edge';

/** TLS 1.2 or later towards clients, HTTP/2 offered. */
export function transportSocket(tls: GatewayTls): Json {
  return extension('envoy.transport_sockets.tls', 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      alpn_protocols: ['h2', 'http/1.1'],
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
      ...(tls.secretFile === undefined
        ? { tls_certificates: [certificate(tls)] }
        : { tls_certificate_sds_secret_configs: [{ name: SECRET, sds_config: watched(tls.secretFile) }] }),
    },
  });
}

/**
 * The content of `tls.secretFile`. Envoy watches the folder of the certificate: a Kubernetes secret is renewed by
 * swapping a symbolic link in it.
 */
export function envoyTlsSecret(tls: GatewayTls): object {
  const watched_directory = { path: posix.dirname(tls.certificateFile) };
  return {
    resources: [
      typed('envoy.extensions.transport_sockets.tls.v3.Secret', {
        name: SECRET,
        tls_certificate: { ...certificate(tls), watched_directory },
      }),
    ],
  };
}

function certificate(tls: GatewayTls): Json {
  return { certificate_chain: { filename: tls.certificateFile }, private_key: { filename: tls.keyFile } };
}

function watched(path: string): Json {
  return { path_config_source: { path }, resource_api_version: 'V3' };
}
