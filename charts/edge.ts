import { ApiObject } from 'cdk8s';
import { CityError } from '../constructs/problems/city-error';
import type { Edge, HttpsListener, TlsListener } from '../constructs/waist/primitives';
import type { Size } from '../constructs/waist/units';
import type { KubernetesKind } from './kubernetes-kind';
import type { Callers, EdgeOption } from './kubernetes-options';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf, selectorOf } from './metadata';
import { renderEdgeProxy } from './private/edge-proxy';
import { k8s, object } from './private/k8s';
import { callerPeers, from, ownPods } from './private/network-policy';

/** Where cert-manager's solver listens. */
const solverPort = 8089;

const healthEnding = '-health';

type Kind<K extends EdgeOption['kind']> = Extract<EdgeOption, { kind: K }>;

/**
 * What brings requests from outside to the edge's target, with TLS.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 * @see https://gateway-api.sigs.k8s.io/
 */
export const edgeKind: KubernetesKind<Edge> = {
  // A TCPRoute ends in a hyphen and the name of its listener.
  nameLength: ({ tls }) => 63 - (tls.length > 0 ? 13 : healthEnding.length),
  // Who brings the requests: the controller, or proxies of its own.
  peers(edge, target) {
    const { edge: option } = target;
    if (option.kind === 'none') return [];
    return option.kind === 'loadBalancer' ? ownPods(edge, target) : callerPeers(option.callers);
  },
  host: () => undefined,
  kept: () => false,
  render(edge, target) {
    const option = target.edge;
    if (option.kind === 'ingress') {
      refuseTls(edge);
      edge.node.defaultChild = ingress(edge, target, option);
      if (option.clusterIssuer) letInSolver(edge, target, option);
      letInHealthChecks(edge, target, option.callers);
    }
    if (option.kind === 'gateway') {
      edge.node.defaultChild = httpRoute(edge, target, option);
      for (const listener of edge.tls) tcpRoute(edge, listener, target, option);
      letInHealthChecks(edge, target, option.callers);
    }
    // Whoever makes it is a load balancer, wherever it stands.
    if (option.kind === 'external')
      edge.node.defaultChild = healthPolicy(edge, target, option.callers, target.nameOf(edge));
    if (option.kind === 'loadBalancer') edge.node.defaultChild = renderEdgeProxy(edge, target, option.clusterIssuer);
    return { outputs: {} };
  },
};

function ingress(
  edge: Edge,
  target: KubernetesTarget,
  { className, clusterIssuer, tlsSecret, annotations }: Kind<'ingress'>,
): ApiObject {
  const name = target.nameOf(edge);
  const { https } = edge;
  const hosts = [...https.hosts];
  const { source, port } = https.target;
  const secretName = clusterIssuer ? `${name}-tls` : tlsSecret;
  const backend = { service: { name: target.hostOf(source), port: { number: port } } };
  return object(k8s.KubeIngress, edge, 'Ingress', {
    metadata: metadataOf(target, edge, name, {
      annotations: {
        ...(clusterIssuer ? { 'cert-manager.io/cluster-issuer': clusterIssuer } : {}),
        ...bodySize(https.maxBody),
        ...annotations,
      },
    }),
    spec: {
      ...(className ? { ingressClassName: className } : {}),
      tls: [{ hosts, ...(secretName ? { secretName } : {}) }],
      rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })),
    },
  });
}

/**
 * Controllers made of nginx refuse a body of more than a megabyte unless they are told. Traefik, HAProxy, Contour, Cilium,
 * Kong and the load balancers of clouds have no such limit. Who does not know an annotation passes over it.
 *
 * - https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 * - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ (retired, but still in use)
 */
function bodySize({ mebibytes }: Size): Record<string, string> {
  const size = `${Math.ceil(mebibytes)}m`;
  return { 'nginx.org/client-max-body-size': size, 'nginx.ingress.kubernetes.io/proxy-body-size': size };
}

/**
 * A load balancer beside the cluster asks the target itself how it is, where a controller in the cluster asks the API server: ALBs with
 * `target-type: ip`, and those of GKE. A policy knows them by their addresses alone.
 */
function letInHealthChecks(edge: Edge, target: KubernetesTarget, callers: Callers | undefined): void {
  if (callers?.kind !== 'addresses') return;
  healthPolicy(edge, target, callers, `${target.nameOf(edge)}${healthEnding}`);
}

function healthPolicy(edge: Edge, target: KubernetesTarget, callers: Callers | undefined, name: string): ApiObject {
  const { health, target: to } = edge.https;
  return object(k8s.KubeNetworkPolicy, edge, 'HealthPolicy', {
    metadata: metadataOf(target, edge, name, { belongsTo: target.nameOf(edge) }),
    spec: {
      podSelector: { matchLabels: selectorOf(target.nameOf(to.source)) },
      policyTypes: ['Ingress'],
      ingress: from(callerPeers(callers), health.port),
    },
  });
}

/** cert-manager proves over HTTP-01 that a name is ours with a pod of its own, which the controller has to reach. */
function letInSolver(edge: Edge, target: KubernetesTarget, { callers }: Kind<'ingress'>): void {
  object(k8s.KubeNetworkPolicy, edge, 'SolverPolicy', {
    metadata: metadataOf(target, edge, target.nameOf(edge)),
    spec: {
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: from(callerPeers(callers), solverPort),
    },
  });
}

function httpRoute(edge: Edge, target: KubernetesTarget, option: Kind<'gateway'>): ApiObject {
  const { https } = edge;
  return new ApiObject(edge, 'HTTPRoute', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadataOf(target, edge, target.nameOf(edge)),
    spec: {
      parentRefs: [{ ...parentOf(option), sectionName: option.sectionName ?? 'https' }],
      hostnames: [...https.hosts],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [backendOf(target, https.target)],
        },
      ],
    },
  });
}

/** Defaults of the API within lists are written out: who compares with what is applied would find each of them changed. */
function parentOf({ name, namespace }: Kind<'gateway'>): object {
  return { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace, name };
}

function backendOf(target: KubernetesTarget, { source, port }: HttpsListener['target']): object {
  return { group: '', kind: 'Service', name: target.hostOf(source), port, weight: 1 };
}

/** Of a Gateway whose listener on that port ends TLS. Standard since Gateway API 1.6. */
function tcpRoute(edge: Edge, listener: TlsListener, target: KubernetesTarget, option: Kind<'gateway'>): void {
  const { name, port, target: to } = listener;
  new ApiObject(edge, `TCPRoute-${name}`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'TCPRoute',
    metadata: metadataOf(target, edge, `${target.nameOf(edge)}-${name}`),
    spec: {
      parentRefs: [{ ...parentOf(option), port }],
      rules: [{ backendRefs: [backendOf(target, to)] }],
    },
  });
}

/** @throws CityError for each listener that an Ingress cannot serve. */
function refuseTls({ tls }: Edge): void {
  if (tls.length === 0) return;
  throw new CityError(
    tls.map(({ name, host, port }) => ({
      code: 'edge-tls',
      path: 'targets.kubernetes.edge.kind',
      value: 'ingress',
      rule: `An Ingress carries HTTP only, and ${name} is TLS over TCP at ${host}:${port}.`,
      fix: `Set it to 'gateway', with a listener on port ${port} that ends TLS, or to 'loadBalancer'.`,
    })),
  );
}
