import type { CityReport } from './city-report';
import { claims } from './claims';
import { components } from './components';
import { data } from './data';
import { deployment } from './deployment';
import { gates } from './gates';
import { type Html, html, trusted } from './html';
import { overview } from './overview';
import { Pictures } from './pictures';
import { safety } from './safety';
import { sizes } from './sizes';
import { style } from './style';
import { count, whole } from './units';

export interface PageOptions {
  /** What was synthesised: the title of the federation, or of the city. */
  readonly title: string;
  readonly cities: readonly CityReport[];
}

/**
 * The report of a run as one HTML page that needs nothing else: no script, no font, no address outside. The same cities
 * give the same page, byte for byte.
 */
export async function page({ title, cities }: PageOptions): Promise<string> {
  const pictures = new Pictures();
  const sections: Html[] = [];
  for (const city of cities) sections.push(section(city, await pictures.of(city)));
  const heading = cities.length === 1 ? `City platform of ${title}` : `City platforms of ${title}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${heading}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<h1>${heading}</h1>
<p>What the spec became: ${count(cities.length, 'city', 'cities')}, rendered and checked. The artefacts lie beside this page.</p>
${contents(cities)}</header>
<main>
${overview(cities)}
${gates(cities)}
${sections}</main>
</body>
</html>
`.text;
}

function contents(cities: readonly CityReport[]): Html {
  const links = cities.map(({ city }) => html`<li><a href="#city-${city.name}">${city.title}</a></li>\n`);
  return html`<nav aria-label="Contents">
<ul>
<li><a href="#overview">At a glance</a></li>
<li><a href="#gates">Gates</a></li>
${links}</ul>
</nav>
`;
}

function section(report: CityReport, picture: Html): Html {
  const { city } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['Country', city.country],
    ['People', whole(city.population)],
    ['Profile', city.profile],
    ['Domain', city.domain],
    ['Languages', city.languages.join(', ')],
    ['Devices', whole(city.load.devices)],
    ['Messages', `${whole(city.load.messagesPerSecond)} a second`],
  ];
  return html`<section id="city-${city.name}" aria-labelledby="title-${city.name}">
<h2 id="title-${city.name}">${city.title}</h2>
<dl class="facts">
${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<h3>Architecture</h3>
${picture}
${components(report)}
${sizes(report)}
${deployment(report)}
${claims(report)}
${safety(report)}
${data(report)}
</section>
`;
}
