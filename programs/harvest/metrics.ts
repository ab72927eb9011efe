import { brokenReasons } from './broken';
import type { CityHarvest } from './city-harvest';
import type { HarvestLoop } from './harvest-loop';

/** A sample: further labels, and its value. */
type Sample = readonly [labels: string, value: number];

/** What became of the catalogues, in the text format of Prometheus. */
export function harvestMetrics(
  { cities, began, portalFailures }: Pick<HarvestLoop, 'cities' | 'began' | 'portalFailures'>,
  now = Date.now(),
): string {
  const family = (name: string, type: string, help: string, samples: (city: CityHarvest) => readonly Sample[]) => [
    `# HELP citykit_catalogue_${name} ${help}`,
    `# TYPE citykit_catalogue_${name} ${type}`,
    ...cities.flatMap((city) =>
      samples(city).map(([labels, value]) => `citykit_catalogue_${name}{city="${city.city.id}"${labels}} ${value}`),
    ),
  ];
  return [
    ...family('datasets', 'gauge', 'Datasets that the portal has from a city.', ({ datasets }) => [['', datasets]]),
    ...family('duplicates', 'gauge', 'Datasets of a city that the portal has already.', ({ duplicates }) => [
      ['', duplicates.length],
    ]),
    ...family('changes_total', 'counter', 'Datasets by what became of them.', ({ counts }) => [
      [',change="written"', counts.written],
      [',change="removed"', counts.removed],
      [',change="refused"', counts.refused],
    ]),
    ...family('broken', 'gauge', 'Whether the catalogue could not be read as a whole.', ({ broken }) => [
      ['', broken ? 1 : 0],
    ]),
    ...family('broken_total', 'counter', 'Readings that failed, by reason.', ({ counts }) =>
      brokenReasons.map((reason): Sample => [`,reason="${reason}"`, counts.broken.get(reason) ?? 0]),
    ),
    ...family('read_age_seconds', 'gauge', 'Since the catalogue was last read as a whole.', ({ goodAt = began }) => [
      ['', Math.max(0, Math.round((now - goodAt) / 1000))],
    ]),
    '# HELP citykit_catalogue_portal_failures_total Attempts that the portal let fail.',
    '# TYPE citykit_catalogue_portal_failures_total counter',
    `citykit_catalogue_portal_failures_total ${portalFailures}`,
    '',
  ].join('\n');
}
