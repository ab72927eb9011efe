import { type Html, html } from '../../page/html';
import { table } from '../../page/table';
import type { CostEstimate } from '../cost/aws-cost';
import { targets } from '../targets';
import { breakable } from './breakable';
import type { CityReport } from './city-report';
import { shortSum } from './cost-section';
import type { Locale } from './language/locale';
import { memorySum } from './sizes';

/** In a column that a city has nothing for. */
const none = '–';

/** The cities side by side, a row each: first where their portal and their API are. */
export function overview(cities: readonly CityReport[], locale: Locale): Html {
  const { t } = locale;
  const made = [...new Set(cities.flatMap((city) => city.targets.map(({ target }) => target)))];
  const costs = cities.some((city) => estimateOf(city) !== undefined);
  const where = cities.map(({ city, addresses }) => [
    html`<a href="#city-${city.name}">${city.title}</a>`,
    link(addresses.portal),
    link(addresses.api),
  ]);
  const rows = cities.map((report) => {
    const { city, programs, budget, optOuts, targets: outputs } = report;
    const estimate = estimateOf(report);
    return [
      html`<a href="#city-${city.name}">${city.title}</a>`,
      city.country,
      locale.whole(city.population),
      city.profile,
      city.tenants.length,
      city.dataModels.length,
      city.openData.length,
      t.perSecond(locale.whole(city.load.messagesPerSecond)),
      t.of(locale.memory(memorySum(programs)), locale.memory(budget)),
      optOuts.length,
      ...(costs ? [estimate ? shortSum(estimate, locale) : none] : []),
      ...made.map((target) => {
        const output = outputs.find((one) => one.target === target);
        return output ? locale.whole(Object.values(output.objects).reduce((sum, amount) => sum + amount, 0)) : none;
      }),
    ];
  });
  return html`<h2 id="addresses">${t.addresses}</h2>
${table(t.addressesNote, [t.city, t.portal, t.api], where)}
<h2 id="overview">${t.overview}</h2>
${table(
  t.sideBySide(cities.length, locale.whole(cities.length)),
  [
    t.city,
    t.country,
    { number: t.people },
    t.profile,
    { number: t.tenants },
    { number: t.dataModels },
    { number: t.openDatasets },
    { number: t.messages },
    { number: t.memory },
    { number: t.optOuts },
    ...(costs ? [{ number: t.costOnAws }] : []),
    ...made.map((target) => ({ number: t.objectsOn(targets[target].title, targets[target].noun) })),
  ],
  rows,
)}`;
}

function link(url: string): Html {
  return html`<a href="${url}">${breakable(url.replace('https://', ''))}</a>`;
}

function estimateOf({ targets: made }: CityReport): CostEstimate | undefined {
  return made.find(({ cost }) => cost)?.cost;
}
