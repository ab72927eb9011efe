import { ApiObject } from 'cdk8s';
import type { Edge } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import type { EdgeOption } from './kubernetes-options';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf } from './metadata';
import { renderEdgeProxy } from './private/edge-proxy';
import { k8s, object } from './private/k8s';
import { ownPods, podsIn, tcp } from './private/network-policy';

/** Where cert-manager's solver listens. */
const solverPort = 8089;

type Kind<K extends EdgeOption['kind']> = Extract<EdgeOption, { kind: K }>;

/** What brings requests from outside to the edge's target, with TLS. */
export const edgeKind: KubernetesKind<Edge> = {
  nameLength: () => 63,
  // Who brings the requests: the controller, or proxies of its own.
  pods(edge, target) {
    const { edge: option } = target;
    if (option.kind === 'none') return undefined;
    return option.kind === 'loadBalancer' ? ownPods(edge, target) : podsIn(option.controllerNamespace);
  },
  host: () => undefined,
  kept: () => false,
  render(edge, target) {
    const option = target.edge;
    if (option.kind === 'ingress') {
      edge.node.defaultChild = ingress(edge, target, option);
      if (option.clusterIssuer) letInSolver(edge, target, option);
    }
    if (option.kind === 'gateway') edge.node.defaultChild = httpRoute(edge, target, option);
    if (option.kind === 'loadBalancer') edge.node.defaultChild = renderEdgeProxy(edge, target, option.clusterIssuer);
    return { outputs: {} };
  },
};

function ingress(edge: Edge, target: KubernetesTarget, { className, clusterIssuer }: Kind<'ingress'>): ApiObject {
  const name = target.nameOf(edge);
  const hosts = [...edge.hosts];
  const backend = { service: { name: target.hostOf(edge.target.source), port: { number: edge.target.port } } };
  return object(k8s.KubeIngress, edge, 'Ingress', {
    metadata: metadataOf(target, edge, name, {
      annotations: clusterIssuer ? { 'cert-manager.io/cluster-issuer': clusterIssuer } : {},
    }),
    spec: {
      ...(className ? { ingressClassName: className } : {}),
      tls: [{ hosts, ...(clusterIssuer ? { secretName: `${name}-tls` } : {}) }],
      rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })),
    },
  });
}

/** cert-manager proves over HTTP-01 that a name is ours with a pod of its own, which the controller has to reach. */
function letInSolver(edge: Edge, target: KubernetesTarget, { controllerNamespace }: Kind<'ingress'>): void {
  object(k8s.KubeNetworkPolicy, edge, 'SolverPolicy', {
    metadata: metadataOf(target, edge, target.nameOf(edge)),
    spec: {
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [podsIn(controllerNamespace)], ports: tcp(solverPort) }],
    },
  });
}

function httpRoute(edge: Edge, target: KubernetesTarget, option: Kind<'gateway'>): ApiObject {
  return new ApiObject(edge, 'HTTPRoute', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadataOf(target, edge, target.nameOf(edge)),
    spec: {
      parentRefs: [
        {
          name: option.name,
          namespace: option.namespace,
          ...(option.sectionName ? { sectionName: option.sectionName } : {}),
        },
      ],
      hostnames: [...edge.hosts],
      rules: [{ backendRefs: [{ name: target.hostOf(edge.target.source), port: edge.target.port }] }],
    },
  });
}
