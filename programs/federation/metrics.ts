import { type CityClient, latencyClasses } from './city-client';
import type { FederatedReads } from './federated-reads';
import { missingReasons } from './missing';

/** A sample of a family: what follows the family's name, its labels, its value. */
type Sample = readonly [suffix: string, labels: Readonly<Record<string, string>>, value: number];

/** What became of questions and answers, in the text format of Prometheus. */
export function federationMetrics(
  { cities, answers, duplicates }: Pick<FederatedReads, 'cities' | 'answers' | 'duplicates'>,
  now = Date.now(),
): string {
  const of = (samples: (city: CityClient) => readonly Sample[]) => cities.flatMap(samples);
  const label = ({ city }: CityClient) => ({ city: city.id });
  return [
    ...family('answers_total', 'counter', 'Answers to clients by their status.', [
      ...[...answers].map(([status, count]): Sample => ['', { status: String(status) }, count]),
    ]),
    ...family('duplicates_total', 'counter', 'Ids left out because they stand in more than one city.', [
      ['', {}, duplicates],
    ]),
    ...family(
      'asked_total',
      'counter',
      'Questions to a city.',
      of((city) => [['', label(city), city.counts.asked]]),
    ),
    ...family(
      'missing_total',
      'counter',
      'Answers of a city that were missing, by reason.',
      of((city) =>
        missingReasons.map((reason): Sample => {
          return ['', { ...label(city), reason }, city.counts.missing.get(reason) ?? 0];
        }),
      ),
    ),
    ...family('answer_seconds', 'histogram', 'Time of the answers of a city.', of(latencies)),
    ...family(
      'not_asked',
      'gauge',
      'Whether a city is not asked, because it failed before.',
      of((city) => [['', label(city), city.open ? 1 : 0]]),
    ),
    ...family(
      'token_remaining_seconds',
      'gauge',
      'Until the token of a city ends.',
      of(({ tokenExpiresAt, city: { id } }) =>
        tokenExpiresAt === undefined
          ? []
          : [['', { city: id }, Math.max(0, Math.round((tokenExpiresAt - now) / 1000))]],
      ),
    ),
    '',
  ].join('\n');
}

function latencies({ city: { id: city }, counts }: CityClient): readonly Sample[] {
  let count = 0;
  const buckets = counts.latencies.map((value, at): Sample => {
    count += value;
    return ['_bucket', { city, le: latencyClasses[at] === undefined ? '+Inf' : String(latencyClasses[at]) }, count];
  });
  return [...buckets, ['_sum', { city }, counts.latency], ['_count', { city }, counts.answered]];
}

function family(name: string, type: string, help: string, samples: readonly Sample[]): readonly string[] {
  const full = `citykit_federation_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(([suffix, labels, value]) => {
      const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      return `${full}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
    }),
  ];
}
