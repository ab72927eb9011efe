import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { EventBus, PostgresServer, Primitive, Service } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, metricsLabel, serviceLabels } from '../metadata';

/** How often numbers are read. */
const interval = '30s';

/**
 * What the Prometheus operator reads: each replica of a service that shows metrics, and what the operators of databases and
 * buses show.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
 */
export function renderMonitors(target: KubernetesTarget, root: Construct): void {
  for (const primitive of Primitive.all(root)) {
    const name = target.nameOf(primitive);
    if (primitive instanceof Service && primitive.metrics) {
      const { port, path } = primitive.metrics;
      const [portName = ''] = Object.entries(primitive.ports).find(([, number]) => number === port) ?? [];
      monitor(target, primitive, 'ServiceMonitor', {
        selector: { matchLabels: { ...serviceLabels(target, name), ...metricsLabel } },
        endpoints: [{ port: portName, path, interval }],
      });
    }
    if (primitive instanceof PostgresServer && target.postgres.kind === 'cloudnative-pg')
      podMonitor(target, primitive, { 'cnpg.io/cluster': name }, 'metrics');
    if (primitive instanceof EventBus)
      podMonitor(target, primitive, { 'strimzi.io/cluster': name, 'strimzi.io/kind': 'Kafka' }, 'tcp-prometheus');
  }
}

function podMonitor(target: KubernetesTarget, primitive: Primitive, matchLabels: object, port: string): void {
  monitor(target, primitive, 'PodMonitor', {
    selector: { matchLabels },
    podMetricsEndpoints: [{ port, interval }],
  });
}

function monitor(
  target: KubernetesTarget,
  primitive: Primitive,
  kind: 'ServiceMonitor' | 'PodMonitor',
  spec: object,
): void {
  const metadata = metadataOf(target, primitive, target.nameOf(primitive), { keep: false });
  new ApiObject(primitive, kind, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    metadata: { ...metadata, labels: { ...metadata.labels, ...target.options.prometheusRules?.labels } },
    spec,
  });
}
