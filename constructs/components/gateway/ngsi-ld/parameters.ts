import { encoded } from './characters';
import { kinds, type TextKind } from './kinds';

/** What a parameter of a query may be: one of the kinds, or a value in the syntax of RE2. */
type Parameter = TextKind | { readonly re2: string; readonly says: string; readonly type?: JsonType };

/** What it is in JSON, where that is no text. */
type JsonType = 'boolean' | 'integer' | 'number';

const boolean = { re2: 'true|false', says: 'true or false', type: 'boolean' } as const;
const number = { re2: '[0-9]{1,9}', says: 'a whole number', type: 'integer' } as const;
const distance = { re2: '[0-9]{1,9}(?:\\.[0-9]{1,9})?', says: 'a number', type: 'number' } as const;

/**
 * What a history may be summed up by. `max` and `min` are left out: of numbers Scorpio (5.0.3, HistoryDAO) takes the largest and
 * smallest text, so that of 120, 80 and 100 the largest is 80.
 */
export const aggregates = ['totalCount', 'distinctCount', 'sum', 'avg', 'stddev', 'sumsq'] as const;

/** The parameters of the API (ETSI GS CIM 009 V1.8.1, clause 6), and those that Scorpio 5 adds to them. */
export const parameters: Readonly<Record<string, Parameter>> = {
  id: 'uris',
  type: 'types',
  idPattern: 'pattern',
  attrs: 'names',
  pick: 'projection',
  omit: 'projection',
  q: 'q',
  csf: 'q',
  geometry: {
    re2: 'Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon',
    says: 'a geometry of GeoJSON, such as Point',
  },
  georel: {
    re2: `near(?:;|%3[bB])(?:min|max)Distance(?:=|%3[dD]){2}${distance.re2}|within|contains|intersects|equals|disjoint|overlaps`,
    says: 'a relation such as within or near;maxDistance==1000',
  },
  coordinates: { re2: coordinates(), says: 'coordinates of GeoJSON: [longitude,latitude], or lists of them' },
  geoproperty: 'names',
  geometryProperty: 'names',
  maxDistance: distance,
  minDistance: distance,
  scopeQ: 'scopes',
  timerel: { re2: 'before|after|between', says: 'before, after or between' },
  timeAt: 'time',
  endTimeAt: 'time',
  timeproperty: {
    re2: '(?:observed|created|modified|deleted)At',
    says: 'observedAt, createdAt, modifiedAt or deletedAt',
  },
  lastN: number,
  aggrMethods: {
    re2: listOf(aggregates),
    says: `${aggregates.join(', ')}, separated by commas; max and min the broker answers wrongly`,
  },
  aggrPeriodDuration: { re2: 'P[0-9YMWDTHS.]{1,20}', says: 'a duration such as PT1H' },
  lang: 'language',
  datasetId: 'uris',
  jsonKeys: 'names',
  expandValues: 'names',
  orderBy: 'types',
  join: { re2: 'inline|flat|(?:@|%40)none', says: 'inline, flat or @none' },
  joinLevel: number,
  containedBy: 'uris',
  options: 'words',
  format: 'words',
  limit: number,
  offset: number,
  count: boolean,
  local: boolean,
  localOnly: boolean,
  splitEntities: boolean,
  entityMap: boolean,
  doNotCompact: boolean,
  details: boolean,
  deleteAll: boolean,
  noOverwrite: boolean,
  kind: { re2: '(?i:hosted|cached|implicitlycreated)', says: 'hosted, cached or implicitlyCreated' },
  reload: boolean,
};

/** What a value of a parameter is, in words and in JSON. */
export function describedValue(parameter: Parameter): { readonly says: string; readonly type: JsonType | 'string' } {
  return typeof parameter === 'string'
    ? { says: kinds[parameter].says, type: 'string' }
    : { type: 'string', ...parameter };
}

/** Everything after the `?` of a URL, in the syntax of RE2. */
export function queryGrammar(): string {
  const byKind = new Map<TextKind, string[]>();
  const others: string[] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    if (typeof parameter !== 'string') others.push(`${name}=(?:${parameter.re2})`);
    else byKind.set(parameter, [...(byKind.get(parameter) ?? []), name]);
  }
  const ofKinds = [...byKind].map(
    ([kind, names]) => `(?:${names.join('|')})=${encoded(kinds[kind].characters, 'query')}*`,
  );
  const one = `(?:${[...ofKinds, ...others].join('|')})?`;
  return `${one}(?:&${one})*`;
}

/** Some of the words, separated by commas. */
function listOf(words: readonly string[]): string {
  const one = `(?:${words.join('|')})`;
  return `${one}(?:(?:,|%2[cC])${one})*`;
}

/** A position, or lists of positions, as deep as a MultiPolygon has them; spaces may stand where JSON allows them. */
function coordinates(): string {
  const space = '(?:\\x20|\\+|%20)*';
  const token = (plain: string, hex: string) => `${space}(?:${plain}|%${hex})${space}`;
  const [open, comma, close] = [token('\\[', '5[bB]'), token(',', '2[cC]'), token('\\]', '5[dD]')];
  const value = `-?[0-9]{1,9}(?:\\.[0-9]{1,20})?(?:[eE]-?[0-9]{1,2})?`;
  const listOf = (item: string) => `${open}${item}(?:${comma}${item})*${close}`;
  const position = `${open}${value}${comma}${value}(?:${comma}${value})?${close}`;
  const [line, polygon] = [listOf(position), listOf(listOf(position))];
  return [position, line, polygon, listOf(polygon)].join('|');
}
