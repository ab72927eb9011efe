import type { Service } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { selectorOf } from './metadata';
import { renderDeployment } from './private/deployment';
import { ownPods, pods, podsIn, renderNetworkPolicy, tcp } from './private/network-policy';
import { programOf } from './private/program';

/**
 * A Deployment with what it needs around it. Never a StatefulSet: no replica of ours has an identity of its own, and a
 * volume with one writer is safe in a Deployment that stops the old replica first.
 */
export const serviceKind: KubernetesKind<Service> = {
  nameLength: () => 63,
  pods: ownPods,
  host: (service, target) => target.nameOf(service),
  kept: () => false,
  render(service, target) {
    const { ports, probes, replicas, replacesBeforeStart, stopsWithin, peerPorts } = service;
    const program = programOf(target, service);
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
        ...(peerPorts.length ? [{ from: [own], ports: tcp(...peerPorts) }] : []),
        ...(monitoring && ports.metrics ? [{ from: [podsIn(monitoring)], ports: tcp(ports.metrics) }] : []),
      ],
      egress: [
        ...target.traffic.egressOf(program),
        ...(peerPorts.length ? [{ to: [own], ports: tcp(...peerPorts) }] : []),
      ],
    });
    return { outputs: {} };
  },
};
