import type { Construct } from 'constructs';
import { Dashboard } from '../../constructs/waist/dashboard';
import { nameOf } from '../../constructs/waist/names';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { k8s, object } from './k8s';
import { lateGrafanaDashboard } from './late-grafana-dashboard';
import { promql } from './promql';

/** What the Grafana beside the Prometheus operator finds dashboards by, in every namespace. */
const found = { grafana_dashboard: '1' };

/**
 * A ConfigMap for each dashboard, for the Grafana of those who operate the cluster: it comes with the Prometheus operator,
 * whose numbers only they may read.
 *
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export function renderDashboards(target: KubernetesTarget, root: Construct): void {
  for (const dashboard of Dashboard.all(root)) {
    const name = nameOf(dashboard, 63);
    const metadata = metadataOf(target, dashboard, name, { keep: false });
    const file = lateGrafanaDashboard().grafanaDashboard(
      `${target.namespace ?? ''}/${name}`,
      dashboard.props,
      (quantity) => promql(target, quantity),
    );
    object(k8s.KubeConfigMap, dashboard, 'Grafana', {
      metadata: { ...metadata, labels: { ...metadata.labels, ...found } },
      data: { [`${name}.json`]: file },
    });
  }
}
