import { createHash } from 'node:crypto';
import { VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { DashboardProps } from '../../constructs/waist/dashboard';
import type { Quantity } from '../../constructs/waist/quantity';

/** Units of Grafana by those of UCUM that panels have. */
const units: Readonly<Record<string, string>> = { s: 's', ms: 'ms', '/s': 'cps', '1': 'short', By: 'bytes' };

/** The data source that the reader chooses: a Prometheus. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana.
const chosen = { type: 'prometheus', uid: '${prometheus}' };

/**
 * A dashboard as Grafana reads it.
 *
 * @param name unique in the cluster
 * @param promql writes a quantity in the language of Prometheus
 */
export function grafanaDashboard(
  name: string,
  { title, panels }: DashboardProps,
  promql: (quantity: Quantity) => string,
): string {
  const dashboard = new DashboardBuilder(title)
    .uid(createHash('sha256').update(name).digest('hex').slice(0, 32))
    .readonly()
    .tags(['city'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .withVariable(new DatasourceVariableBuilder('prometheus').label('Prometheus').type('prometheus'));
  for (const panel of panels) {
    const lines = new PanelBuilder()
      .title(panel.title)
      .datasource(chosen)
      .unit(units[panel.unit] ?? `suffix: ${panel.unit}`)
      .min(0)
      .legend(new VizLegendOptionsBuilder().showLegend(true))
      .height(8)
      .span(8);
    for (const [legend, quantity] of Object.entries(panel.series))
      lines.withTarget(
        new DataqueryBuilder().refId(legend).expr(promql(quantity)).legendFormat(legend).range().datasource(chosen),
      );
    dashboard.withPanel(lines);
  }
  return `${JSON.stringify(dashboard.build())}\n`;
}
