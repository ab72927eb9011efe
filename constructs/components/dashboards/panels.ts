import {
  FrameGeometrySourceBuilder,
  FrameGeometrySourceMode,
  MapLayerOptionsBuilder,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as MapPanel, MapViewConfigBuilder } from '@grafana/grafana-foundation-sdk/geomap';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as SeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { chosenTenant, SqlQuery } from './sql-query';

/** Columns that a dashboard has. */
const columns = 24;

/** What every panel says. */
interface PanelText {
  readonly title: string;
  readonly description?: string;
  readonly sql: string;
}

/** A single number, `inRow` of them side by side. */
export function numberPanel(of: PanelText & { readonly unit: string }, inRow: number): StatPanel {
  return about(new StatPanel(), of)
    .unit(of.unit)
    .height(4)
    .span(Math.floor(columns / inRow))
    .withTarget(new SqlQuery(of.sql));
}

/** Lines over time. */
export function seriesPanel(of: PanelText & { readonly unit: string }): SeriesPanel {
  return about(new SeriesPanel(), of)
    .unit(of.unit)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .height(8)
    .span(columns / 2)
    .withTarget(new SqlQuery(of.sql, 'time_series'));
}

/** A table. */
export function tablePanel(of: PanelText): TablePanel {
  return about(new TablePanel(), of)
    .height(12)
    .span(columns / 2)
    .withTarget(new SqlQuery(of.sql));
}

/** Markers at `latitude` and `longitude`, on the map that the configuration names. */
export function mapPanel(of: PanelText): MapPanel {
  const places = new FrameGeometrySourceBuilder()
    .mode(FrameGeometrySourceMode.Coords)
    .latitude('latitude')
    .longitude('longitude');
  return about(new MapPanel(), of)
    .height(12)
    .span(columns / 2)
    .view(new MapViewConfigBuilder().id('fit').allLayers(true).padding(5).maxZoom(15))
    .basemap(new MapLayerOptionsBuilder().type('default').name('Map'))
    .layers([
      new MapLayerOptionsBuilder()
        .type('markers')
        .name('Entities')
        .location(places)
        .tooltip(true)
        .config({ showLegend: false, style: { size: { fixed: 5 } } }),
    ])
    .withTarget(new SqlQuery(of.sql));
}

function about<Panel extends StatPanel | SeriesPanel | TablePanel | MapPanel>(
  panel: Panel,
  { title, description }: PanelText,
): Panel {
  panel.title(title).datasource(chosenTenant);
  if (description !== undefined) panel.description(description);
  return panel;
}
