import { EventBus } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { newChart, Rendered, service, size } from './support';

function render(replicas = 3, options = {}): Rendered {
  const chart = newChart();
  const bus = new EventBus(chart, 'Bus', { replicas, size, storage: Size.gibibytes(5) });
  service(chart, 'Broker', { env: { BROKERS: bus.bootstrapServers, PROTOCOL: bus.securityProtocol } });
  return new Rendered(chart, options);
}

describe('an event bus on Kubernetes', () => {
  test('is a Kafka cluster of Strimzi whose one pool of nodes does everything', () => {
    const rendered = render(3, { storageClass: 'fast' });
    expect(rendered.one('Kafka', 'city-bus')).toMatchObject({
      apiVersion: 'kafka.strimzi.io/v1',
      spec: {
        kafka: {
          config: {
            'default.replication.factor': 3,
            'min.insync.replicas': 2,
            'num.partitions': 3,
            'compression.type': 'lz4',
            'log.retention.ms': 3_600_000,
            // Of three partitions, each with the segment that is written to: 60 % of 5 GiB.
            'log.retention.bytes': 939_524_096,
            'log.segment.bytes': 134_217_728,
            'offsets.topic.replication.factor': 3,
            'transaction.state.log.replication.factor': 3,
            'transaction.state.log.min.isr': 2,
          },
        },
      },
    });
    expect(rendered.one('KafkaNodePool', 'city-bus')).toMatchObject({
      apiVersion: 'kafka.strimzi.io/v1',
      metadata: { labels: { 'strimzi.io/cluster': 'city-bus' } },
      spec: {
        replicas: 3,
        roles: ['controller', 'broker'],
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '256Mi' } },
        storage: {
          type: 'jbod',
          volumes: [
            {
              id: 0,
              type: 'persistent-claim',
              size: '5Gi',
              class: 'fast',
              deleteClaim: false,
              kraftMetadata: 'shared',
            },
          ],
        },
      },
    });
  });

  test('runs on nodes of Linux, as does what counts its messages', () => {
    const { kafka, kafkaExporter } = render(3, { monitoringNamespace: 'monitoring', prometheusRules: {} }).one(
      'Kafka',
      'city-bus',
    ).spec;
    const linux = [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }];
    for (const { pod } of [kafka.template, kafkaExporter.template])
      expect(pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
        nodeSelectorTerms: linux,
      });
  });

  test('of one broker keeps one copy', () => {
    expect(render(1).one('Kafka', 'city-bus').spec.kafka.config).toMatchObject({
      'default.replication.factor': 1,
      'min.insync.replicas': 1,
    });
  });

  test('tells its clients where it is and that it speaks plain text', () => {
    expect(render().container('Deployment', 'city-broker').env).toEqual([
      { name: 'BROKERS', value: 'city-bus-kafka-bootstrap:9094' },
      { name: 'PROTOCOL', value: 'PLAINTEXT' },
    ]);
  });

  test('lets in its clients alone, by the policy of Strimzi as by its own', () => {
    const rendered = render();
    const clients = [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-broker' } } }];
    expect(rendered.one('Kafka', 'city-bus').spec.kafka.listeners).toEqual([
      { name: 'internal', port: 9094, type: 'internal', tls: false, networkPolicyPeers: clients },
    ]);
    const { podSelector, ingress } = rendered.one('NetworkPolicy', 'city-bus').spec;
    expect(podSelector).toEqual({ matchLabels: { 'strimzi.io/cluster': 'city-bus' } });
    expect(ingress[0]).toEqual({ from: clients, ports: [{ protocol: 'TCP', port: 9094 }] });
  });

  test('lets its brokers reach each other, and the API server, which holds their certificates', () => {
    const { egress } = render().one('NetworkPolicy', 'city-bus').spec;
    const port = (number: number) => ({ protocol: 'TCP', port: number });
    expect(egress.slice(1)).toEqual([
      { to: [{ podSelector: { matchLabels: { 'strimzi.io/cluster': 'city-bus' } } }], ports: [port(9090), port(9091)] },
      { ports: [port(443), port(6443)] },
    ]);
  });

  test('runs its brokers after Pod Security restricted', () => {
    const { pod, kafkaContainer } = render().one('Kafka', 'city-bus').spec.kafka.template;
    // Without the group, Strimzi's user 1001 may not write the volume: a context that is given replaces Strimzi's own.
    expect(pod.securityContext).toEqual({
      fsGroup: 0,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(kafkaContainer.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });
});
