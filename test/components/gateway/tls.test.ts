import { envoyTlsSecret, transportSocket } from '../../../constructs/components/gateway/envoy/tls';

const tls = { certificateFile: '/etc/tls/tls.crt', keyFile: '/etc/tls/tls.key', secretFile: '/etc/envoy/tls.json' };

it('names the secret file in the listener and watches the folder of the certificate', () => {
  expect(transportSocket(tls)).toMatchObject({
    typed_config: {
      common_tls_context: {
        tls_certificate_sds_secret_configs: [
          {
            name: 'edge',
            sds_config: { path_config_source: { path: '/etc/envoy/tls.json' }, resource_api_version: 'V3' },
          },
        ],
      },
    },
  });
  expect(envoyTlsSecret(tls)).toEqual({
    resources: [
      {
        '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
        name: 'edge',
        tls_certificate: {
          certificate_chain: { filename: '/etc/tls/tls.crt' },
          private_key: { filename: '/etc/tls/tls.key' },
          watched_directory: { path: '/etc/tls' },
        },
      },
    ],
  });
});
