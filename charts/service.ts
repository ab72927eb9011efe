import type { Metrics, Service } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf, metricsLabel, selectorOf } from './metadata';
import { renderDeployment } from './private/deployment';
import { k8s, object } from './private/k8s';
import { replicasName, servicePorts } from './private/long-running';
import { mainContainerOf } from './private/main-container';
import { ownPods, pods, podsIn, renderNetworkPolicy, tcp } from './private/network-policy';

/**
 * A Deployment with what it needs around it. Never a StatefulSet: no replica of ours has an identity of its own, and a
 * volume with one writer is safe in a Deployment that stops the old replica first.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 */
export const serviceKind: KubernetesKind<Service> = {
  nameLength: ({ metrics }) => 63 - (metrics ? replicasName('').length : 0),
  peers: ownPods,
  host: (service, target) => target.nameOf(service),
  kept: () => false,
  render(service, target) {
    const { ports, probes, replicas, replacesBeforeStart, stopsWithin, peerPorts, metrics } = service;
    const main = mainContainerOf(target, service);
    service.node.defaultChild = renderDeployment(target, {
      ...main,
      ports,
      probes,
      replicas,
      replacesBeforeStart,
      stopsWithin,
    });
    if (metrics) renderReplicas(target, service, metrics);
    const selector = selectorOf(main.name);
    const own = pods(selector);
    const monitoring = target.options.monitoringNamespace;
    renderNetworkPolicy(target, service, main.name, selector, {
      ingress: [
        ...target.traffic.ingressTo(service),
        ...(peerPorts.length ? [{ from: [own], ports: tcp(...peerPorts) }] : []),
        ...(monitoring && metrics ? [{ from: [podsIn(monitoring)], ports: tcp(metrics.port) }] : []),
      ],
      egress: [
        ...target.traffic.egressOf(main),
        ...(peerPorts.length ? [{ to: [own], ports: tcp(...peerPorts) }] : []),
      ],
    });
    return { outputs: {} };
  },
};

/**
 * A headless Service that leads to each replica by its own address, ready or not: one that is not ready is the one to
 * look at.
 */
function renderReplicas(target: KubernetesTarget, service: Service, { port }: Metrics): void {
  const name = target.nameOf(service);
  const metrics = Object.entries(service.ports).filter(([, number]) => number === port);
  const metadata = metadataOf(target, service, replicasName(name), { belongsTo: name });
  object(k8s.KubeService, service, 'Replicas', {
    metadata: { ...metadata, labels: { ...metadata.labels, ...metricsLabel } },
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: selectorOf(name),
      ports: servicePorts(Object.fromEntries(metrics)),
    },
  });
}
