import { nameOf } from '../constructs/waist/names';
import type { Edge, Service } from '../constructs/waist/primitives';
import type { KubernetesTarget } from './kubernetes-target';
import { selectorOf } from './metadata';
import { renderDeployment } from './private/deployment';
import type { k8s } from './private/k8s';
import { pods, podsIn, renderNetworkPolicy, tcp } from './private/network-policy';
import { programOf } from './private/program';

/**
 * A Deployment with what it needs around it. Never a StatefulSet: no replica of ours has an identity of its own, and a
 * volume with one writer is safe in a Deployment that stops the old replica first.
 */
export function renderService(service: Service, target: KubernetesTarget): Record<never, never> {
  const { ports, probes, replicas, replacesBeforeStart, stopsWithin, peerPorts } = service;
  const program = programOf(service);
  service.node.defaultChild = renderDeployment(target, {
    ...program,
    ports,
    probes,
    replicas,
    replacesBeforeStart,
    stopsWithin,
  });
  const selector = selectorOf(program.name);
  const own = pods(selector);
  const monitoring = target.options.monitoringNamespace;
  renderNetworkPolicy(target, service, program.name, selector, {
    ingress: [
      ...target.traffic.ingressTo(service),
      ...target.traffic.edgesOf(service).flatMap((edge) => fromEdge(target, edge)),
      ...(peerPorts.length ? [{ from: [own], ports: tcp(...peerPorts) }] : []),
      ...(monitoring && ports.metrics ? [{ from: [podsIn(monitoring)], ports: tcp(ports.metrics) }] : []),
    ],
    egress: [
      ...target.traffic.egressOf(program),
      ...(peerPorts.length ? [{ to: [own], ports: tcp(...peerPorts) }] : []),
    ],
  });
  return {};
}

/** Who brings requests from outside: the controller's pods, or the proxies that the edge has itself. */
function fromEdge({ edge: option }: KubernetesTarget, edge: Edge): k8s.NetworkPolicyIngressRule[] {
  const ports = tcp(edge.target.port);
  if (option.kind === 'none') return [];
  if (option.kind === 'loadBalancer') return [{ from: [pods(selectorOf(nameOf(edge)))], ports }];
  return [{ from: [podsIn(option.controllerNamespace)], ports }];
}
