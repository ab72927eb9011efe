import { cityModels } from '../../constructs/platform/city-models';
import { modelType } from '../../constructs/spec/city';
import { licences } from '../../constructs/spec/licences';
import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import { breakable, code } from './breakable';
import type { CityReport } from './city-report';
import type { Locale } from './language/locale';

/** Whose data the platform holds, what they look like and what of them is open. */
export function data({ city }: CityReport, locale: Locale): Html {
  const { t } = locale;
  const models = new Map(cityModels(city).map((model) => [model.type, model]));
  const tenants = new Map(city.tenants.map(({ id, title }) => [id, title]));
  const own = new Set(city.dataModels.filter((entry) => typeof entry === 'object').map(modelType));
  const said = (type: string, text: string) => (own.has(type) ? text : locale.say(text));
  const openData = city.openData.map(({ type, title, tenant, licence }) => [
    title ?? said(type, models.get(type)?.title ?? type),
    breakable(type),
    tenant === undefined ? t.none : (tenants.get(tenant) ?? tenant),
    html`<a href="${licences[licence]}">${licence}</a>`,
  ]);
  const rows = [...models.values()].map((model) => [
    breakable(model.type),
    said(model.type, model.title),
    own.has(model.type) ? t.own : breakable(model.subject),
    Object.keys(model.attributes).length,
    withCode(said(model.type, model.description)),
  ]);
  return html`<h3>${t.openData}</h3>
${openData.length === 0 ? html`<p>${t.nothingPublished}</p>\n` : table(t.datasetsOf(city.title), [t.dataset, t.type, t.tenant, t.licence], openData)}<h3>${t.models}</h3>
${
  rows.length === 0
    ? html`<p>${t.noModels}</p>\n`
    : html`<details>
<summary>${t.modelsOf(city.title)}: ${locale.whole(rows.length)}</summary>
${table(t.modelsOf(city.title), [t.type, t.modelTitle, t.modelFrom, { number: t.attributes }, t.standsFor], rows)}</details>
`
}<h3>${t.departments}</h3>
${
  city.tenants.length === 0
    ? html`<p>${t.noTenants}</p>\n`
    : table(
        t.tenantsOf(city.title),
        [t.tenant, 'NGSILD-Tenant'],
        city.tenants.map(({ id, title }) => [title, code(id)]),
      )
}`;
}

/** Prose in which backquotes set code apart, as data models are described. */
function withCode(text: string): Html {
  return html`${text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
