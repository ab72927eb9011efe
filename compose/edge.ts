import {
  certificateVariables,
  edgeProxyCommand,
  edgeProxyFiles,
  ports,
  tlsPort,
} from '../constructs/servers/edge-proxy';
import { images } from '../constructs/waist/images';
import type { Edge, HttpsListener, TlsListener } from '../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../constructs/waist/units';
import type { ComposeKind } from './compose-kind';
import type { ComposeTarget } from './compose-target';
import { renderContainer } from './private/container';
import { healthCheckOf } from './private/health-check';
import { placeOf } from './secret-variable';

const listening = { tcp: ports.https };

/**
 * An Envoy that ends TLS, and the only container whose ports this machine publishes. Its certificate and key come from
 * `.env`, so that no file has to be readable for its user.
 */
export const edgeKind: ComposeKind<Edge> = {
  runs: 'nowhere',
  ready: () => undefined,
  render(edge, target) {
    const name = target.nameOf(edge);
    const { address, httpsPort, httpPort } = target;
    const upstreamOf = ({ target: { source, port } }: HttpsListener | TlsListener) => ({
      host: target.hostOf(source),
      port,
    });
    const certificate = variablesOf(edge, target);
    target.networks.publish(name);
    const healthcheck = healthCheckOf(images.envoy, {
      ready: listening,
      live: listening,
      startsWithin: Duration.minutes(1),
    });
    const service = renderContainer(target, {
      scope: edge,
      name,
      image: images.envoy,
      size: { cpu: Cpu.millis(100), memory: Size.mebibytes(96) },
      command: edgeProxyCommand,
      env: {},
      scratch: [{ path: '/tmp' }],
      files: edgeProxyFiles(
        upstreamOf(edge.https),
        edge.tls.map((listener) => ({ name: listener.name, upstream: upstreamOf(listener) })),
        { certificate: 'variables', httpsPort },
      ),
      ...(healthcheck && { healthcheck }),
      stopsWithin: Duration.seconds(30),
      restart: 'unless-stopped',
      ports: [
        { name: 'https', port: httpsPort, listensOn: ports.https },
        ...(httpPort === undefined ? [] : [{ name: 'http', port: httpPort, listensOn: ports.http }]),
        ...edge.tls.map(({ name: listener, port }, index) => ({ name: listener, port, listensOn: tlsPort(index) })),
      ].map(({ name: port, port: published, listensOn }) => ({
        name: port,
        target: listensOn,
        published: String(published),
        host_ip: address,
        protocol: 'tcp',
        mode: 'host',
      })),
    });
    service.definition.environment = {
      [certificateVariables.chain]: placeOf({ variable: certificate.chain }),
      [certificateVariables.key]: placeOf({ variable: certificate.key }),
    };
    target.setEdge({
      hosts: [...edge.https.hosts, ...edge.tls.map(({ host }) => host)],
      address,
      httpsPort,
      certificate,
      issuer: target.options.certificate ?? 'local',
    });
    return { outputs: {}, keeps: [] };
  },
};

/** Names of the certificate and its key in `.env`. */
function variablesOf(edge: Edge, target: ComposeTarget) {
  const prefix = target
    .nameOf(edge)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
  return { chain: `${prefix}_CERTIFICATE`, key: `${prefix}_CERTIFICATE_KEY` };
}
