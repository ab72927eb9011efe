import { Parser } from 'n3';
import type { Indicator } from '../../../constructs/components/federation/indicator';
import { prefixes } from '../../dcat-ap/vocabulary';
import type { HttpResponse } from '../../shared/http';
import { isObject, type JsonObject, objectsOf } from '../../shared/json-value';
import type { CityClient } from '../city-client';
import { jsonOf } from '../fan-out';
import { Missing } from '../missing';
import { indicatorValue, newestTimeOf } from './indicator-value';
import { isFigure, type LackReason, type Measured } from './measured';

/** Entities of a page, and most pages of a type and tenant. */
const page = 1000;
const mostPages = 5;

/** Most types that are counted. */
const mostTypes = 40;

/** For all questions to one city together, in milliseconds. */
const wholeTimeout = 7000;

/** What a city says to all questions, by the name of the question. */
export type CityMeasures = Readonly<Record<string, Measured>>;

/**
 * Asks a city everything that cities are compared by, one question after the other.
 *
 * @returns a number for each question that was answered, and the reason for each that was not; it does not fail
 */
export async function measureCity(city: CityClient, indicators: readonly Indicator[]): Promise<CityMeasures> {
  const until = performance.now() + wholeTimeout;
  const counts = await typeCounts(city, until);
  const measures: Record<string, Measured> = {};
  const read = new Map<string, readonly JsonObject[]>();
  let newest: number | undefined;
  for (const indicator of indicators) {
    const { id, type } = indicator;
    const attributes = indicators.filter((one) => one.type === type).flatMap((one) => one.attributes);
    measures[id] = await tried(until, async () => {
      if (counts.types && isFigure(counts.types) && !counts[`entities ${type}`]) return { lacks: 'no-entities' };
      const entities = read.get(type) ?? (await entitiesOf(city, { type, attributes, until }));
      read.set(type, entities);
      return indicatorValue(indicator, entities);
    });
  }
  for (const entities of read.values()) newest = larger(newest, newestTimeOf(entities));
  const [lacking] = Object.values(measures).flatMap((one) => (isFigure(one) ? [] : one));
  measures.age =
    newest === undefined
      ? (lacking ?? { lacks: 'no-values' })
      : { value: Math.max(0, (Date.now() - newest) / 1000), unit: 's' };
  Object.assign(measures, counts);
  measures.datasets = await tried(until, () => datasetsOf(city));
  measures.conformance = await tried(until, () => conformanceOf(city));
  return measures;
}

/** What is read of a type, and until when. */
interface EntitiesToRead {
  readonly type: string;
  readonly attributes: readonly string[];
  readonly until: number;
}

/** Those entities of a type that have one of the attributes. */
async function entitiesOf(
  city: CityClient,
  { type, attributes, until }: EntitiesToRead,
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for (const tenant of tenantsOf(city)) {
    for (let at = 0; ; at++) {
      if (at === mostPages) throw new Lacking('too-many');
      if (performance.now() > until) throw new Missing('late');
      const query = new URLSearchParams({
        type,
        attrs: [...new Set(attributes)].join(','),
        limit: String(page),
        offset: String(at * page),
        options: 'sysAttrs',
      });
      const part = await city.ask({ path: `/entities?${query}`, tenant, headers: json }, 1, listOf);
      found.push(...part);
      if (part.length < page) break;
    }
  }
  return found;
}

/** How many entities of each type it has, by `entities <IRI>`. */
async function typeCounts(city: CityClient, until: number): Promise<CityMeasures> {
  const counts = new Map<string, number>();
  const failed = await tried(until, async () => {
    for (const tenant of tenantsOf(city)) {
      const types = await city.ask({ path: '/types', tenant, headers: json }, 1, typesOf);
      for (const type of types.slice(0, mostTypes)) {
        if (performance.now() > until) throw new Missing('late');
        const query = new URLSearchParams({ type, limit: '0', count: 'true' });
        const count = await city.ask({ path: `/entities?${query}`, tenant, headers: json }, 1, countOf);
        counts.set(type, (counts.get(type) ?? 0) + count);
      }
    }
    return { value: 0, unit: '' };
  });
  const measures: Record<string, Measured> = { types: isFigure(failed) ? { value: counts.size, unit: '' } : failed };
  for (const [type, value] of counts) measures[`entities ${type}`] = isFigure(failed) ? { value, unit: '' } : failed;
  return measures;
}

/** How many datasets of its own it has: what its portal shows of other cities is theirs. */
async function datasetsOf(city: CityClient): Promise<Measured> {
  return city.city.collects.length > 0 ? ownDatasetsOf(city) : catalogueOf(city);
}

/** Where others' datasets stand too the portal is a CKAN, which the kit's harvest writes to. */
async function ownDatasetsOf(city: CityClient): Promise<Measured> {
  const others = city.city.collects.map((name) => `"${name}"`).join(' OR ');
  const query = new URLSearchParams({ rows: '0', fq: `dataset_type:dataset -organization:(${others})` });
  const text = await city.askPortal(`/api/3/action/package_search?${query}`, 'application/json');
  if (text === undefined) return { lacks: 'not-there' };
  const { result } = objectIn(text);
  const count = isObject(result) ? result.count : undefined;
  return Number.isSafeInteger(count) ? { value: count as number, unit: '' } : { lacks: 'nonsense' };
}

/** How many datasets the first page of its catalogue says that there are. */
async function catalogueOf(city: CityClient): Promise<Measured> {
  const text = await city.askPortal('/catalog.ttl');
  if (text === undefined) return { lacks: 'not-there' };
  try {
    const quads = new Parser().parse(text);
    const says = (property: string) => quads.filter(({ predicate }) => predicate.value === property);
    const [total] = says(`${prefixes.hydra}totalItems`);
    const value = total ? Number(total.object.value) : says(`${prefixes.dcat}dataset`).length;
    return Number.isSafeInteger(value) ? { value, unit: '' } : { lacks: 'nonsense' };
  } catch {
    return { lacks: 'nonsense' };
  }
}

/** Of what the mechanisms demand and was tried, the part that its own verification saw met. */
async function conformanceOf(city: CityClient): Promise<Measured> {
  const report = await city.ask({ root: '/verify', path: '/report.json', headers: json }, 1, (answer) =>
    answer.status === 404 ? undefined : objectOf(answer),
  );
  if (!report) return { lacks: 'not-there' };
  const musts = objectsOf(report.results).filter(({ level }) => level === 'MUST');
  const count = (status: string) => musts.filter((result) => result.status === status).length;
  const tried = count('pass') + count('fail');
  if (tried === 0 || typeof report.edition !== 'string') return { lacks: 'nonsense' };
  return { value: (100 * count('pass')) / tried, unit: '%', edition: report.edition };
}

/** A reason besides those for which a whole answer is missing. */
class Lacking extends Error {
  constructor(readonly reason: LackReason) {
    super(reason);
  }
}

async function tried(until: number, measure: () => Promise<Measured>): Promise<Measured> {
  if (performance.now() > until) return { lacks: 'late' };
  try {
    return await measure();
  } catch (error) {
    if (error instanceof Missing || error instanceof Lacking) return { lacks: error.reason };
    throw error;
  }
}

const json = { accept: 'application/json' };
const tenantsOf = ({ city }: CityClient): readonly (string | undefined)[] =>
  city.tenants.length > 0 ? city.tenants : [undefined];

function listOf(answer: HttpResponse): readonly JsonObject[] {
  const value = jsonOf(answered(answer).body);
  if (!Array.isArray(value)) throw new Missing('nonsense', 'it gave no list');
  return value.filter(isObject);
}

function objectOf(answer: HttpResponse): JsonObject {
  return objectIn(answered(answer).body);
}

function objectIn(body: string): JsonObject {
  const value = jsonOf(body);
  if (!isObject(value)) throw new Missing('nonsense', 'it gave no object');
  return value;
}

function typesOf(answer: HttpResponse): readonly string[] {
  const { typeList } = objectOf(answer);
  return Array.isArray(typeList) ? typeList.filter((type): type is string => typeof type === 'string') : [];
}

function countOf(answer: HttpResponse): number {
  const count = Number(answered(answer).headers['ngsild-results-count']);
  if (!Number.isSafeInteger(count)) throw new Missing('nonsense', 'it gave no count');
  return count;
}

/** What is no whole answer has no part in a number. */
function answered(answer: HttpResponse): HttpResponse {
  if (answer.status === 200) return answer;
  throw new Missing(answer.status === 400 ? 'refused' : 'nonsense', `it answered ${answer.status}`);
}

const larger = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
