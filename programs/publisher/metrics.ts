import type { PublishingLoop } from './publisher';

/** What became of the datasets, in the text format of Prometheus. */
export function publisherMetrics({ datasets }: Pick<PublishingLoop, 'datasets'>, now = Date.now()): string {
  const labelled = (extra: string, name: string) => `{dataset="${name}"${extra}}`;
  const family = (
    name: string,
    type: 'counter' | 'gauge',
    help: string,
    values: (dataset: PublishingLoop['datasets'][number]) => readonly (readonly [label: string, value: number])[],
  ) => [
    `# HELP citykit_open_data_${name} ${help}`,
    `# TYPE citykit_open_data_${name} ${type}`,
    ...datasets.flatMap((dataset) =>
      values(dataset).map(
        ([label, value]) => `citykit_open_data_${name}${labelled(label, dataset.type.name)} ${value}`,
      ),
    ),
  ];
  const seconds = (time: number | undefined): (readonly [string, number])[] =>
    time === undefined ? [] : [['', Math.max(0, Math.round((now - time) / 1000))]];
  return [
    ...family('entities', 'gauge', 'Entities of the type at the last comparison.', ({ entities }) => [['', entities]]),
    ...family('changes_total', 'counter', 'Rows of the dataset by what became of them.', ({ counts }) => [
      [',change="written"', counts.written],
      [',change="removed"', counts.removed],
      [',change="refused"', counts.refused],
    ]),
    ...family('comparisons_total', 'counter', 'Comparisons of everything.', ({ counts }) => [['', counts.scans]]),
    ...family('failures_total', 'counter', 'Attempts that broker or portal let fail.', ({ failures }) => [
      ['', failures],
    ]),
    ...family('waiting', 'gauge', 'Entities that changed and are not yet published.', ({ pending }) => [['', pending]]),
    ...family('compared_age_seconds', 'gauge', 'Since the last comparison of everything began.', ({ equalAt }) =>
      seconds(equalAt),
    ),
    '# HELP citykit_newest_value_age_seconds Age of the newest value of a tenant at a step of its way.',
    '# TYPE citykit_newest_value_age_seconds gauge',
    ...newestOfTenants(datasets).map(
      ([tenant, time]) =>
        `citykit_newest_value_age_seconds{step="portal",tenant="${tenant}"} ${Math.max(0, Math.round((now - time) / 1000))}`,
    ),
    '',
  ].join('\n');
}

/** When the newest value of a tenant that is published was changed, over its datasets. */
function newestOfTenants(datasets: PublishingLoop['datasets']): [tenant: string, time: number][] {
  const found = new Map<string, number>();
  for (const { type, newest } of datasets) {
    const tenant = type.tenant ?? '';
    if (newest !== undefined) found.set(tenant, Math.max(newest, found.get(tenant) ?? 0));
  }
  return [...found];
}
