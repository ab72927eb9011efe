import { ApiObject } from 'cdk8s';
import {
  certificateFolder,
  edgeProxyCommand,
  edgeProxyFiles,
  ports,
  tlsPort,
} from '../../constructs/servers/edge-proxy';
import { images } from '../../constructs/waist/images';
import type { Edge, HttpsListener, TlsListener } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import { REASONS } from '../gates/annotations';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, selectorOf } from '../metadata';
import { renderDeployment } from './deployment';
import { k8s, object } from './k8s';
import { bareContainer } from './main-container';
import { renderNetworkPolicy, tcp } from './network-policy';

/**
 * A load balancer before Envoys that end TLS and hand on to the edge's target, with a certificate of cert-manager. For
 * clusters with neither an ingress controller nor a Gateway.
 */
export function renderEdgeProxy(edge: Edge, target: KubernetesTarget, clusterIssuer: string): ApiObject {
  const name = target.nameOf(edge);
  const selector = selectorOf(name);
  const replicas = target.options.zones === 3 ? 2 : 1;
  const secretName = `${name}-tls`;
  const upstreamOf = ({ target: { source, port } }: HttpsListener | TlsListener) => ({
    host: target.hostOf(source),
    port,
  });
  const tls = edge.tls.map((listener) => ({ name: listener.name, upstream: upstreamOf(listener) }));
  const tlsPorts = edge.tls.map(({ name, port }, index) => ({ name, port, listensOn: tlsPort(index) }));
  const main = bareContainer({
    scope: edge,
    name,
    image: images.envoy,
    size: { cpu: Cpu.millis(100), memory: Size.mebibytes(128) },
    command: edgeProxyCommand,
    files: edgeProxyFiles(upstreamOf(edge.https), tls, { certificate: 'files' }),
  });
  const proxies = renderDeployment(target, {
    ...main,
    ports: { ...ports, ...Object.fromEntries(tlsPorts.map(({ name, listensOn }) => [name, listensOn])) },
    // The one of type LoadBalancer below leads to them.
    service: false,
    probes: { ready: { tcp: ports.https }, live: { tcp: ports.http }, startsWithin: Duration.minutes(2) },
    replicas: { min: replicas, max: replicas },
    replacesBeforeStart: false,
    stopsWithin: Duration.seconds(30),
    mounted: {
      volumes: [{ name: 'certificate', secret: { secretName, defaultMode: 0o440 } }],
      mounts: [{ name: 'certificate', mountPath: certificateFolder, readOnly: true }],
    },
  });
  new ApiObject(edge, 'Certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: metadataOf(target, edge, name),
    spec: {
      secretName,
      dnsNames: [...edge.https.hosts, ...edge.tls.map(({ host }) => host)],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: clusterIssuer },
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
  });
  object(k8s.KubeService, edge, 'LoadBalancer', {
    metadata: metadataOf(target, edge, name, { annotations: { [REASONS.edge]: `the way in for ${edge.domain}` } }),
    spec: {
      type: 'LoadBalancer',
      // Keeps the address of the caller for limits and the audit log.
      externalTrafficPolicy: 'Local',
      selector,
      ports: [
        { name: 'https', port: 443, targetPort: k8s.IntOrString.fromNumber(ports.https), protocol: 'TCP' },
        { name: 'http', port: 80, targetPort: k8s.IntOrString.fromNumber(ports.http), protocol: 'TCP' },
        ...tlsPorts.map(({ name: listener, port, listensOn }) => ({
          name: listener,
          port,
          targetPort: k8s.IntOrString.fromNumber(listensOn),
          protocol: 'TCP',
        })),
      ],
    },
  });
  renderNetworkPolicy(target, edge, name, selector, {
    ingress: [{ ports: tcp(ports.https, ports.http, ...tlsPorts.map(({ listensOn }) => listensOn)) }],
    egress: target.traffic.egressOf(main),
  });
  return proxies;
}
