import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';

/** Shares of a volume that are left, and how soon somebody has to act. */
const levels = [
  { alert: 'CityDiskFills', left: 0.2, severity: 'warning', within: 'within days' },
  { alert: 'CityDiskNearlyFull', left: 0.1, severity: 'critical', within: 'now' },
] as const;

/**
 * A PrometheusRule for the volumes of the platform, those of operators' servers among them: all are named after it, behind
 * `data-` or `data-0-` where a StatefulSet or Strimzi made them. What is left of each the kubelet tells: https://kubernetes.io/docs/reference/instrumentation/metrics/.
 */
export function renderDiskAlarms(target: KubernetesTarget, parent: Construct): void {
  const { prometheusRules } = target.options;
  if (!prometheusRules) return;
  const { platform, namespace } = target;
  const scope = new Construct(parent, 'Disks');
  const metadata = metadataOf(target, scope, `${platform}-disks`);
  const series = (name: string) =>
    `kubelet_volume_stats_${name}{${namespace ? `namespace="${namespace}",` : ''}persistentvolumeclaim=~"(data-([0-9]+-)?)?${platform}-.+"}`;
  new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { ...metadata, labels: { ...metadata.labels, ...prometheusRules.labels } },
    spec: {
      groups: [
        {
          name: `${platform}-disks`,
          rules: levels.map(({ alert, left, severity, within }) => ({
            alert,
            expr: `${series('available_bytes')} / ${series('capacity_bytes')} < ${left}`,
            for: '10m',
            labels: { severity, platform },
            annotations: {
              summary: `Less than ${left * 100} % of {{ $labels.persistentvolumeclaim }} is left.`,
              description: `Make the volume larger, or keep less, ${within}: a full disk stops the program that writes to it.`,
            },
          })),
        },
      ],
    },
  });
}
