import { factList, pageOf } from '../../page/document';
import { type Html, html } from '../../page/html';
import { svgStyle } from '../diagram/svg';
import { addresses } from './addresses';
import { breakable } from './breakable';
import type { CityReport } from './city-report';
import { claims } from './claims';
import { components } from './components';
import { costSection, shortSum } from './cost-section';
import { data } from './data';
import { deployment } from './deployment';
import { gates } from './gates';
import { Locale } from './language/locale';
import { type LanguageTag, languageFor } from './language/tags';
import { optOutSection } from './opt-out-section';
import { overview } from './overview';
import { Pictures } from './pictures';
import { sizes } from './sizes';
import { waysOut } from './ways-out';

/** What the page reports on. */
export interface PageOptions {
  /** What was synthesised: the title of the federation, or of the city. */
  readonly title: string;
  readonly cities: readonly CityReport[];
  /** Language of the page. @default the first language of the first city that the page speaks, or English */
  readonly language?: LanguageTag;
}

/**
 * The report of a run as one HTML page that needs nothing else: no script, no font, no address outside. The same cities
 * give the same page, byte for byte.
 */
export async function page({ title, cities, language }: PageOptions): Promise<string> {
  const locale = new Locale(language ?? languageFor(cities[0]?.city.languages ?? []));
  const { t } = locale;
  const pictures = new Pictures(locale);
  const sections: Html[] = [];
  for (const city of cities) sections.push(section(city, await pictures.of(city), locale));
  const heading = t.heading(title, cities.length);
  return pageOf({
    ...{ language: locale.tag, title: heading, style: `${svgStyle}\n` },
    header: html`<p>${t.intro(cities.length, locale.whole(cities.length))}</p>
${cities.length > 1 && contents(cities, locale)}`,
    main: html`${cities.length > 1 && overview(cities, locale)}${sections}
${gates(cities, locale)}`,
  });
}

function contents(cities: readonly CityReport[], { t }: Locale): Html {
  const links = cities.map(({ city }) => html`<li><a href="#city-${city.name}">${city.title}</a></li>\n`);
  return html`<nav aria-label="${t.contents}">
<ul>
<li><a href="#addresses">${t.addresses}</a></li>
<li><a href="#overview">${t.overview}</a></li>
${links}<li><a href="#gates">${t.gates}</a></li>
</ul>
</nav>
`;
}

function section(report: CityReport, picture: Html, locale: Locale): Html {
  const { t } = locale;
  const { city } = report;
  const estimate = report.targets.find((target) => target.cost)?.cost;
  const facts: readonly (readonly [string, Html | string])[] = [
    [t.country, city.country],
    [t.people, locale.whole(city.population)],
    [t.profile, city.profile],
    [t.domain, breakable(city.domain)],
    [t.languages, city.languages.join(', ')],
    [t.devices, locale.whole(city.load.devices)],
    [t.messages, t.aSecond(locale.whole(city.load.messagesPerSecond))],
    ...(estimate ? [[t.costOnAws, shortSum(estimate, locale)] as const] : []),
  ];
  return html`<section id="city-${city.name}" aria-labelledby="title-${city.name}">
<h2 id="title-${city.name}">${city.title}</h2>
${addresses(report, locale)}
${factList(facts)}
${optOutSection(report, locale)}
${deployment(report, locale)}
${estimate && costSection(estimate, city.title, locale)}
<h3>${t.architecture}</h3>
${picture}
${components(report, locale)}
${sizes(report, locale)}
${claims(report, locale)}
${data(report, locale)}
${waysOut(report, locale)}
</section>
`;
}
