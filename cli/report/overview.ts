import { targets } from '../targets';
import type { CityReport } from './city-report';
import { type Html, html } from './html';
import { memorySum } from './sizes';
import { table } from './table';
import { count, memory, whole } from './units';

/** The cities side by side, a row each. */
export function overview(cities: readonly CityReport[]): Html {
  const made = cities[0]?.targets.map(({ target }) => target) ?? [];
  const rows = cities.map(({ city, programs, budget, optOuts, targets: outputs }) => [
    html`<a href="#city-${city.name}">${city.title}</a>`,
    city.country,
    whole(city.population),
    city.profile,
    city.tenants.length,
    city.dataModels.length,
    city.openData.length,
    `${whole(city.load.messagesPerSecond)}/s`,
    `${memory(memorySum(programs))} of ${memory(budget)}`,
    optOuts.length,
    ...outputs.map(({ objects }) => Object.values(objects).reduce((sum, amount) => sum + amount, 0)),
  ]);
  return html`<h2 id="overview">At a glance</h2>
${table(
  cities.length === 1 ? 'The city in numbers' : `The ${count(cities.length, 'city', 'cities')} side by side`,
  [
    'City',
    'Country',
    { number: 'People' },
    'Profile',
    { number: 'Tenants' },
    { number: 'Data models' },
    { number: 'Open datasets' },
    { number: 'Messages' },
    { number: 'Memory' },
    { number: 'Opt-outs' },
    ...made.map((target) => ({ number: `${targets[target].title} ${targets[target].noun}s` })),
  ],
  rows,
)}`;
}
