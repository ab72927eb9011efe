import { cityModels } from '../../constructs/platform/city-models';
import { modelType } from '../../constructs/spec/city';
import { licences } from '../../constructs/spec/licences';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { table } from './table';

/** Whose data the platform holds, what they look like and what of them is open. */
export function data({ city }: CityReport): Html {
  const models = new Map(cityModels(city).map((model) => [model.type, model]));
  const tenants = new Map(city.tenants.map(({ id, title }) => [id, title]));
  const openData = city.openData.map(({ type, title, tenant, licence }) => [
    title ?? models.get(type)?.title ?? type,
    type,
    tenant === undefined ? 'none' : (tenants.get(tenant) ?? tenant),
    html`<a href="${licences[licence]}">${licence}</a>`,
  ]);
  const own = new Set(city.dataModels.filter((entry) => typeof entry === 'object').map(modelType));
  const rows = [...models.values()].map((model) => [
    model.type,
    model.title,
    own.has(model.type) ? 'the city’s own' : model.subject,
    Object.keys(model.attributes).length,
    model.description,
  ]);
  return html`<h3>Open data</h3>
${openData.length === 0 ? html`<p>Nothing is published.</p>\n` : table(`Datasets that ${city.title} publishes`, ['Dataset', 'Type', 'Tenant', 'Licence'], openData)}<h3>Data models</h3>
${rows.length === 0 ? html`<p>None.</p>\n` : table(`Data models of ${city.title}`, ['Type', 'Title', 'From', { number: 'Attributes' }, 'Stands for'], rows)}<h3>Tenants</h3>
${
  city.tenants.length === 0
    ? html`<p>None: all entities belong to the default tenant.</p>\n`
    : table(
        `Departments whose data stand apart in ${city.title}`,
        ['Tenant', 'NGSILD-Tenant'],
        city.tenants.map(({ id, title }) => [title, html`<code>${id}</code>`]),
      )
}`;
}
