import { ApiObject } from 'cdk8s';
import { logSettings } from '../constructs/servers/kafka';
import { EventBus } from '../constructs/waist/primitives';
import { Cpu, Size } from '../constructs/waist/units';
import type { KubernetesKind } from './kubernetes-kind';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf, pathAnnotation, platformLabels } from './metadata';
import { pods, podsIn, renderNetworkPolicy, tcp, toApiServer } from './private/network-policy';
import { onLinux } from './private/node-selector';
import { bytes, plainResources } from './private/quantities';

/** Strimzi's ports: controllers and replication between brokers, and the agent that the operator asks. */
const brokerPorts = [9090, 9091];
const agentPort = 8443;
/** Of Strimzi's Kafka Exporter, which tells what waits. */
const exporterPort = 9404;

/**
 * Pod Security `restricted`. Strimzi adds nothing to a security context that it is given, so the group that its images write
 * a volume as stands here too: BaselinePodSecurityProvider of Strimzi 1.2.
 */
const restricted = {
  pod: { fsGroup: 0, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/** Strimzi has no selector of nodes but this. */
function onNodesOf(labels: Readonly<Record<string, string>>): object {
  const matchExpressions = Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}

const exporter = {
  topicRegex: '.*',
  groupRegex: '.*',
  resources: plainResources({ cpu: Cpu.millis(20), memory: Size.mebibytes(64) }),
  template: {
    pod: { securityContext: restricted.pod, affinity: onNodesOf(onLinux) },
    container: { securityContext: restricted.container },
  },
};

/**
 * A Kafka cluster without ZooKeeper, run by the Strimzi operator (1.0 or newer). Its listener speaks plain text: the
 * network policy lets in only the workloads that refer to it.
 *
 * @see https://strimzi.io/documentation/
 */
export const eventBusKind: KubernetesKind<EventBus> = {
  // Strimzi names a pod after the cluster and its pool, whose names are the same here, in 63 characters.
  nameLength: () => 28,
  // A policy knows addresses only, and a bus beside the cluster by its names alone.
  peers: (bus, target) => (external(target) ? 'anyone' : [pods(selectorOf(target.nameOf(bus)))]),
  // The Service that Strimzi makes for finding the brokers.
  host: (bus, target) => external(target)?.host ?? `${target.nameOf(bus)}-kafka-bootstrap`,
  kept: () => true,
  render(bus, target) {
    const beside = external(target);
    if (beside) {
      const { bootstrapServers, securityProtocol } = beside;
      return { outputs: { bootstrapServers: [bootstrapServers], securityProtocol: [securityProtocol] } };
    }
    renderKafka(bus, target, target.nameOf(bus));
    const bootstrapServers = [`${target.hostOf(bus)}:${EventBus.port}`];
    return { outputs: { bootstrapServers, securityProtocol: ['PLAINTEXT'] } };
  },
};

/** The bus beside the cluster, if that is what there is. */
function external({ options: { eventBus } }: KubernetesTarget) {
  return eventBus && 'bootstrapServers' in eventBus ? eventBus : undefined;
}

function operatorNamespace({ options: { eventBus } }: KubernetesTarget): string {
  return eventBus && 'operatorNamespace' in eventBus ? eventBus.operatorNamespace : 'strimzi';
}

function selectorOf(name: string): Record<string, string> {
  return { 'strimzi.io/cluster': name };
}

function renderKafka(bus: EventBus, target: KubernetesTarget, name: string): void {
  const { replicas, size, storage } = bus.props;
  const { storageClass, labels, imagePullSecrets, zones, prometheusRules } = target.options;
  const monitoring = target.options.monitoringNamespace;
  const metadata = metadataOf(target, bus, name);
  const clients = target.traffic.ingressTo(bus);
  const selector = selectorOf(name);
  const copies = Math.min(3, replicas);
  bus.node.defaultChild = new ApiObject(bus, 'Kafka', {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'Kafka',
    metadata,
    spec: {
      kafka: {
        listeners: [
          {
            name: 'internal',
            port: EventBus.port,
            type: 'internal',
            tls: false,
            // Strimzi writes a policy of its own, which would let in everybody.
            networkPolicyPeers: clients.flatMap(({ from }) => from ?? []),
          },
        ],
        config: {
          ...logSettings(bus.props),
          'offsets.topic.replication.factor': copies,
          'transaction.state.log.replication.factor': copies,
          'transaction.state.log.min.isr': Math.max(1, copies - 1),
        },
        template: {
          pod: {
            metadata: {
              labels: { ...labels, ...platformLabels(target) },
              annotations: { [pathAnnotation]: bus.node.path },
            },
            ...(imagePullSecrets?.length
              ? { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }
              : {}),
            securityContext: restricted.pod,
            affinity: onNodesOf(onLinux),
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: zones === 3 ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname',
                whenUnsatisfiable: 'ScheduleAnyway',
                labelSelector: { matchLabels: selector },
              },
            ],
          },
          kafkaContainer: { securityContext: restricted.container },
        },
      },
      ...(monitoring && prometheusRules && { kafkaExporter: exporter }),
    },
  });
  new ApiObject(bus, 'KafkaNodePool', {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaNodePool',
    metadata: { ...metadata, labels: { ...metadata.labels, ...selector } },
    spec: {
      replicas,
      roles: ['controller', 'broker'],
      resources: plainResources(size),
      storage: {
        type: 'jbod',
        volumes: [
          {
            id: 0,
            type: 'persistent-claim',
            size: bytes(storage),
            kraftMetadata: 'shared',
            deleteClaim: false,
            ...(storageClass ? { class: storageClass } : {}),
          },
        ],
      },
    },
  });
  renderNetworkPolicy(target, bus, name, selector, {
    ingress: [
      ...clients,
      { from: [pods(selector)], ports: tcp(...brokerPorts) },
      {
        from: [podsIn(operatorNamespace(target))],
        ports: tcp(...brokerPorts, agentPort),
      },
      ...(monitoring && prometheusRules ? [{ from: [podsIn(monitoring)], ports: tcp(exporterPort) }] : []),
    ],
    // Since Strimzi 0.50 a broker reads its certificates from the API server, with KubernetesSecretConfigProvider.
    egress: [{ to: [pods(selector)], ports: tcp(...brokerPorts) }, toApiServer(target)],
  });
}
