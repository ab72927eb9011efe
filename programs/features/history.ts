import type { Duration } from 'date-fns';
import type { PublishedAttribute } from '../../constructs/components/publisher/published-type';
import { ProblemDetails } from '../dcat-ap/answer';
import { instanceOf } from '../publisher/attribute-value';
import { longestPage } from '../publisher/broker';
import type { JsonObject } from '../shared/json-value';
import { type AggregateFunction, aggregate, bucketsOf, countIn, functions } from './buckets';
import { type Clock, durationOf } from './clock';
import type { Collection } from './collection';
import { csvOf } from './csv';
import { type ApiLink, linkTo } from './documents';
import type { Door } from './door';
import type { EntityReader, PastValue } from './entity-reader';
import { QueryReader } from './query-reader';
import { type SeriesLimits, type SeriesOf, series } from './series';

/** What bounds a request for history, and what the answer says of the past. */
export interface HistoryOptions {
  readonly clock: Clock;
  /** Days that a value is kept after another took its place. */
  readonly retentionDays: number;
  readonly limits: SeriesLimits;
  /** Most buckets of one answer. */
  readonly buckets: number;
}

/** An answer in the form that was asked for. */
export interface HistoryAnswer {
  readonly mediaType: string;
  readonly body: string;
  readonly links: readonly ApiLink[];
}

interface HistoryQuery {
  readonly from: number;
  readonly to: number;
  readonly every?: Duration;
  readonly fn: readonly AggregateFunction[];
  readonly limit: number;
  readonly csv: boolean;
}

const day = 86_400_000;

/** What is asked of a history. @throws ProblemDetails that names everything that is wrong */
function parseHistoryQuery(
  attribute: PublishedAttribute,
  query: URLSearchParams,
  clock: Clock,
  now = Date.now(),
): HistoryQuery {
  const reader = new QueryReader(query);
  const time = (end: 'start' | 'end') => (text: string, note: (rule: string) => void) => {
    const span = clock.span(text);
    if (!span) note('must be a time such as 2026-05-01T10:00:00Z, or a date');
    return span?.[end];
  };
  const to = reader.read('to', time('end')) ?? now;
  const from = reader.read('from', time('start')) ?? to - day;
  const every = reader.read('every', (text, note) => {
    const duration = durationOf(text);
    if (!duration) note('must be a duration such as PT1H or P1D, in whole units');
    return duration;
  });
  const known = attribute.value === 'number' ? functions : (['count'] as const);
  const fn = reader.read('fn', (text, note) => {
    const names = [...new Set(text.split(','))];
    const good = known.filter((name) => names.includes(name));
    if (good.length < names.length) note(`must be of ${known.join(', ')} for this attribute, separated by commas`);
    return good;
  });
  const limit = reader.integer('limit', { minimum: 1, most: longestPage });
  const form = reader.word('f', ['json', 'csv']);
  if (from >= to) reader.problem('from must be before to');
  if (every && limit !== undefined) reader.problem('limit is for values, and every for what becomes of them');
  if (!every && fn) reader.problem('fn needs every, which says how long each stretch is');
  reader.check();
  return {
    from,
    to,
    ...(every && { every }),
    fn: fn ?? known.filter((name) => name !== 'sum'),
    limit: limit ?? 100,
    csv: form === 'csv',
  };
}

/** Whose history is asked for. */
export interface HistoryOf {
  readonly collection: Collection;
  /** As it is now. */
  readonly entity: JsonObject;
  readonly attribute: PublishedAttribute;
}

/**
 * Values of an attribute of an entity, or what becomes of them. Of one with several values at the same time, those of the
 * `datasetId` that is shown of its current state.
 *
 * @throws ProblemDetails, BrokerUnavailable
 */
export async function answerHistory(
  reader: EntityReader,
  door: Door,
  { collection, entity, attribute }: HistoryOf,
  query: URLSearchParams,
  options: HistoryOptions,
): Promise<HistoryAnswer> {
  const { clock } = options;
  const asked = parseHistoryQuery(attribute, query, clock);
  const id = String(entity.id);
  const datasetId = instanceOf(entity, attribute.name)?.datasetId;
  const whose: SeriesOf = {
    collection,
    id,
    attribute,
    ...(typeof datasetId === 'string' && { datasetId }),
    from: asked.from,
    to: asked.to,
  };
  const { every } = asked;
  const found = every
    ? await stretches(reader, whose, { ...asked, every }, options)
    : await values(reader, whose, asked, options);
  const at = `${door.root}/history/${collection.name}/${encodeURIComponent(id)}/${attribute.name}`;
  const mediaType = asked.csv ? 'text/csv' : 'application/json';
  const next = new URLSearchParams(query);
  if (found.next !== undefined) {
    next.set('from', new Date(asked.from).toISOString());
    next.set('to', new Date(found.next).toISOString());
  }
  const links = [
    linkTo('self', 'This page', query.size === 0 ? at : `${at}?${query}`, mediaType),
    ...(found.next === undefined ? [] : [linkTo('next', 'Older values', `${at}?${next}`, mediaType)]),
    linkTo('describedby', 'The data model', collection.schema, 'application/schema+json'),
  ];
  if (asked.csv) return { mediaType, body: csvOf(found.columns, found.rows), links };
  const { type } = collection;
  const body = {
    id,
    type,
    attribute: attribute.name,
    ...(attribute.unit !== undefined && { unitCode: attribute.unit }),
    from: clock.text(asked.from),
    to: clock.text(asked.to),
    ...(every && { every: query.get('every') }),
    timeZone: clock.timeZone,
    retention: `P${options.retentionDays}D`,
    values: found.rows,
    links,
  };
  return { mediaType, body: `${JSON.stringify(body)}\n`, links };
}

interface Found {
  /** What each row has. */
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
  /** Where older values end. @default - there are none */
  readonly next?: number;
}

/** One row for each stretch of time, also for those without a value. */
async function stretches(
  reader: EntityReader,
  whose: SeriesOf,
  { from, to, every, fn }: HistoryQuery & { every: Duration },
  { clock, limits, buckets: most }: HistoryOptions,
): Promise<Found> {
  const buckets = bucketsOf({ from, to, every, most }, clock);
  if (!buckets)
    throw new ProblemDetails(400, 'Bad request', `There would be more than ${most} stretches: take a longer every.`);
  const isCounted = fn.length === 1 && fn[0] === 'count';
  for await (const part of series(reader, whose, limits)) {
    for (const { time, value } of part) {
      if (typeof value === 'number') countIn(buckets, time, value);
      else if (isCounted) countIn(buckets, time, 0);
    }
  }
  const rows = buckets.map((bucket) => ({
    from: clock.text(bucket.start),
    to: clock.text(bucket.end),
    ...Object.fromEntries(fn.map((name) => [name, aggregate(bucket, name)])),
  }));
  return { columns: ['from', 'to', ...fn], rows };
}

/** The newest values, and where the others begin. Values of the same millisecond stay together. */
async function values(
  reader: EntityReader,
  whose: SeriesOf,
  { limit }: HistoryQuery,
  { limits }: HistoryOptions,
): Promise<Found> {
  const all: PastValue[] = [];
  for await (const part of series(reader, whose, limits)) {
    all.push(...part);
    if (all.length > limit) break;
  }
  const further = all[limit]?.time;
  const cut = further === undefined ? all : all.filter(({ time }) => time > further);
  const page = cut.length > 0 ? cut : all.filter(({ time }) => time === further);
  const last = page.at(-1)?.time;
  return {
    columns: ['observedAt', 'value'],
    rows: page.map(({ observedAt, value }) => ({ observedAt, value })),
    // What is of the last value's time is on this page.
    ...(further !== undefined && last !== undefined && { next: last }),
  };
}
