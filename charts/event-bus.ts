import { ApiObject } from 'cdk8s';
import { EventBus } from '../constructs/waist/primitives';
import type { Part } from '../constructs/waist/target';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf, pathAnnotation, platformLabels } from './metadata';
import { bootstrapHost, nameOfPrimitive } from './private/names';
import { pods, podsIn, renderNetworkPolicy, tcp } from './private/network-policy';
import { bytes, plainResources } from './private/quantities';
import type { SecretKey } from './secret-key';

/** Strimzi's ports: controllers and replication between brokers, and the agent that the operator asks. */
const brokerPorts = [9090, 9091];
const agentPort = 8443;

const restricted = {
  pod: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/**
 * A Kafka cluster without ZooKeeper, run by the Strimzi operator (1.0 or newer). Its listener speaks plain text: the
 * network policy lets in only the programs that refer to it.
 */
export function renderEventBus(
  bus: EventBus,
  target: KubernetesTarget,
): Record<'bootstrapServers' | 'securityProtocol', Part<SecretKey>[]> {
  const name = nameOfPrimitive(bus);
  const { replicas, size, storage } = bus.props;
  const { storageClass, labels, imagePullSecrets, zones } = target.options;
  const metadata = metadataOf(target, bus, name, { keep: true });
  const clients = target.traffic.ingressTo(bus);
  const selector = { 'strimzi.io/cluster': name };
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
          'default.replication.factor': copies,
          'min.insync.replicas': Math.max(1, copies - 1),
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
    keep: true,
    ingress: [
      ...clients,
      { from: [pods(selector)], ports: tcp(...brokerPorts) },
      {
        from: [podsIn(target.options.eventBus?.operatorNamespace ?? 'strimzi')],
        ports: tcp(...brokerPorts, agentPort),
      },
    ],
    egress: [{ to: [pods(selector)], ports: tcp(...brokerPorts) }],
  });
  return { bootstrapServers: [`${bootstrapHost(bus)}:${EventBus.port}`], securityProtocol: ['PLAINTEXT'] };
}
