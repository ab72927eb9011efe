import type { KubernetesOptions } from '../../charts/kubernetes-options';
import { Volume } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { type Manifest, newChart, Rendered } from './support';

describe('alarms of disks on Kubernetes', () => {
  const rendered = (options: KubernetesOptions) => {
    const chart = newChart();
    new Volume(chart, 'Files', { size: Size.gibibytes(3) });
    return new Rendered(chart, options);
  };

  test('are rendered for a cluster with the Prometheus operator alone', () => {
    expect(rendered({}).all('PrometheusRule')).toEqual([]);
  });

  test('come before a disk is full, of the volumes of the platform in its namespace', () => {
    const options = { namespace: 'platforms', prometheusRules: { labels: { release: 'prometheus' } } };
    const { metadata, spec } = rendered(options).one('PrometheusRule', 'city-disks');
    expect(metadata.labels).toMatchObject({ release: 'prometheus', 'app.kubernetes.io/part-of': 'city' });
    const [{ rules }] = spec.groups;
    const claims = '{namespace="platforms",persistentvolumeclaim=~"(data-([0-9]+-)?)?city-.+"}';
    const share = `kubelet_volume_stats_available_bytes${claims} / kubelet_volume_stats_capacity_bytes${claims}`;
    expect(rules.map(({ expr, labels }: Manifest) => [expr, labels])).toEqual([
      [`${share} < 0.2`, { severity: 'warning', platform: 'city' }],
      [`${share} < 0.1`, { severity: 'critical', platform: 'city' }],
    ]);
  });

  test('know the claims of servers that operators and StatefulSets make, and no other platform’s', () => {
    const { spec } = rendered({ prometheusRules: {} }).one('PrometheusRule', 'city-disks');
    const [, pattern = ''] = /persistentvolumeclaim=~"([^"]+)"/.exec(spec.groups[0].rules[0].expr) ?? [];
    // Prometheus anchors what it matches.
    const known = (claim: string) => new RegExp(`^(?:${pattern})$`).test(claim);
    expect(['city-files', 'city-database-1', 'data-city-database-0', 'data-0-city-event-bus-0'].map(known)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['town-files', 'data-town-database-0', 'big-city-files'].map(known)).toEqual([false, false, false]);
  });
});
