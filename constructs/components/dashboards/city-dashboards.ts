import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DrawnType } from './drawn-type';
import { mapPanel, numberPanel, seriesPanel, tablePanel } from './panels';
import {
  ageOf,
  allPlacesOf,
  countOf,
  currentShareOf,
  everyEntity,
  idsOf,
  keyFiguresOf,
  newestOf,
  overTimeOf,
  overviewOf,
  placesOf,
  recordedOverTime,
} from './shown-queries';
import { chosenTenant, postgresType } from './sql-query';

/** Whose data are drawn. */
export interface DrawnCity {
  /** Of the city, for people. */
  readonly title: string;
  /** IANA time zone of the axes. */
  readonly timeZone: string;
  readonly types: readonly DrawnType[];
}

/** Address of the city's own dashboard in Grafana. */
const cityUid = 'city';

/**
 * The dashboards of a city as Grafana reads them, by the name of their file: one of the city, and one of each type.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function cityDashboards(city: DrawnCity): Readonly<Record<string, string>> {
  const all = [ofCity(city), ...city.types.map((type) => ofType(city, type))].map((one) => one.build());
  return Object.fromEntries(all.map((one) => [`${one.uid}.json`, `${JSON.stringify(one)}\n`]));
}

function ofCity(city: DrawnCity): DashboardBuilder {
  const { title, types } = city;
  const keyFigures = keyFiguresOf(types);
  const dashboard = empty(city, title, cityUid)
    .description('Key figures, kinds of data and places.')
    .link(
      new DashboardLinkBuilder('Types')
        .type(DashboardLinkType.Dashboards)
        .tags(['type'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const figure of keyFigures) dashboard.withPanel(numberPanel(figure, keyFigures.length));
  return dashboard
    .withPanel(
      tablePanel({ title: 'Types', sql: overviewOf(types) }).overrideByName('Newest value', [
        { id: 'unit', value: 's' },
        { id: 'description', value: 'Its age.' },
      ]),
    )
    .withPanel(mapPanel({ title: 'Places', sql: allPlacesOf(types) }))
    .withPanel(seriesPanel({ title: 'Values recorded', unit: 'short', sql: recordedOverTime }));
}

function ofType(city: DrawnCity, type: DrawnType): DashboardBuilder {
  const { iri } = type;
  const dashboard = empty(city, type.title, type.uid)
    .description(type.description)
    .tags(['type'])
    .link(
      new DashboardLinkBuilder(city.title)
        .type(DashboardLinkType.Link)
        .url(`/d/${cityUid}`)
        .includeVars(true)
        .keepTime(true),
    )
    .withVariable(
      new QueryVariableBuilder('entity')
        .label('Entity')
        .datasource(chosenTenant)
        .query(idsOf(iri))
        .refresh(VariableRefresh.OnDashboardLoad)
        .multi(true)
        .includeAll(true)
        .allValue(everyEntity)
        .current({ selected: true, text: 'All', value: '$__all' }),
    )
    .withPanel(numberPanel({ title: 'Entities', unit: 'short', sql: countOf(iri) }, 3))
    .withPanel(numberPanel({ title: 'Age of the newest value', unit: 's', sql: ageOf(iri) }, 3))
    .withPanel(
      numberPanel(
        {
          title: 'Current',
          description: 'Share that was changed within the last hour.',
          unit: 'percentunit',
          sql: currentShareOf(iri),
        },
        3,
      ),
    );
  for (const attribute of type.attributes) {
    const { name, unit, description } = attribute;
    const text = { title: name, unit, sql: overTimeOf(iri, attribute) };
    dashboard.withPanel(seriesPanel({ ...text, ...(description !== undefined && { description }) }));
  }
  if (type.placed) dashboard.withPanel(mapPanel({ title: 'Places', sql: placesOf(iri) }));
  return dashboard.withPanel(tablePanel({ title: 'Changed last', sql: newestOf(iri) }));
}

function empty({ timeZone }: DrawnCity, title: string, uid: string): DashboardBuilder {
  return new DashboardBuilder(title)
    .uid(uid)
    .readonly()
    .timezone(timeZone)
    .time({ from: 'now-24h', to: 'now' })
    .refresh('1m')
    .withVariable(new DatasourceVariableBuilder('tenant').label('Data of').type(postgresType));
}
