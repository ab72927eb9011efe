import type { HttpResponse } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';
import { type AnswerCoverage, type Answered, type Duplicate, type FanOut, jsonOf, type Source } from './fan-out';
import { Missing } from './missing';
import { questionTo } from './question';
import type { EntitiesRead } from './read-request';

/** A page of the entities of all cities. */
export interface EntitiesPage extends AnswerCoverage {
  /** Entities, or features where GeoJSON is asked for. */
  readonly entities: readonly JsonObject[];
  /** Of all sources that answered, all pages together. An id that stands in two of them counts twice. */
  readonly total: number;
}

/**
 * Of the time of a city, what it has for each of two answers. Were it the rest of what the first left, a city that is silent
 * to the first would leave nothing for the others' second.
 */
const eachOfTwo = 0.6;

/** Some of the entities of a source, and how many it has. */
interface Part {
  readonly entities: readonly JsonObject[];
  readonly count: number;
}

/**
 * A page of the entities of all sources. Their order is that of the sources and, within one, the source's own: where a page
 * begins follows from how many entities each has. Each source applies the filters to all that it has, so that entities and
 * counts are right whatever their number.
 *
 * @throws FederationProblem when no source answered.
 */
export async function pageOfEntities(read: EntitiesRead, fanOut: FanOut): Promise<EntitiesPage> {
  const first = read.offset === 0;
  // The first page needs no counts to begin with: no source has more than the whole of it.
  const parts = first
    ? await fanOut.ask(fanOut.sources, (source) => pageOf(source, read, 0, read.limit), 1, partOf(read, read.limit))
    : await fanOut.ask(fanOut.sources, (source) => pageOf(source, read, 0, 0), eachOfTwo, partOf(read, 0));
  if (parts.length === 0) throw fanOut.nobody();
  const total = parts.reduce((sum, { value }) => sum + value.count, 0);
  const wanted = sections(parts, read);
  const shown = first
    ? wanted.map(({ source, value, take }) => ({ source, value: value.entities.slice(0, take) }))
    : await furtherPage(wanted, read, fanOut);
  return { sources: fanOut.sources, gaps: fanOut.gaps, total, ...withoutDuplicates(shown) };
}

/** What of each source belongs to a page. */
interface Section extends Answered<Part> {
  readonly from: number;
  readonly take: number;
}

/** The part of each source in the page: where it begins, and how many. Sources without any are left out. */
function sections(parts: readonly Answered<Part>[], { offset, limit }: EntitiesRead): readonly Section[] {
  let begin = 0;
  return parts.flatMap((part) => {
    const { count } = part.value;
    const from = Math.max(0, offset - begin);
    const take = Math.min(count, offset + limit - begin) - from;
    begin += count;
    return take > 0 ? [{ ...part, from, take }] : [];
  });
}

async function furtherPage(
  wanted: readonly Section[],
  read: EntitiesRead,
  fanOut: FanOut,
): Promise<readonly Answered<readonly JsonObject[]>[]> {
  const sectionOf = new Map(wanted.map((section) => [section.source, section]));
  const answers = await fanOut.ask(
    [...sectionOf.keys()],
    (source) => {
      const { from, take } = sectionOf.get(source) as Section;
      return pageOf(source, read, from, take);
    },
    eachOfTwo,
    partOf(read, read.limit),
  );
  return answers.map(({ source, value }) => ({ source, value: value.entities }));
}

function pageOf(source: Source, read: EntitiesRead, offset: number, limit: number) {
  return questionTo(source, read, { parameters: [`limit=${limit}`, `offset=${offset}`, 'count=true'] });
}

/** Reads the answer of a source. @throws Missing when it is none */
function partOf({ accept }: EntitiesRead, limit: number): (answer: HttpResponse) => Part {
  return ({ headers, body }) => {
    const said = headers['ngsild-results-count'];
    if (typeof said !== 'string' || !/^\d{1,15}$/.test(said)) throw new Missing('nonsense', 'it gave no count');
    // Of a page of none Scorpio 5.0.3 gives the count alone.
    if (limit === 0) return { entities: [], count: Number(said) };
    const value = jsonOf(body);
    const list = accept === 'application/geo+json' && isObject(value) ? (value.features ?? []) : value;
    if (!Array.isArray(list) || !list.every(isObject)) throw new Missing('nonsense', 'it gave no list of entities');
    return { entities: list, count: Number(said) };
  };
}

/** Of several entities of one id, that of the first source. */
function withoutDuplicates(shown: readonly Answered<readonly JsonObject[]>[]): {
  readonly entities: readonly JsonObject[];
  readonly duplicates: readonly Duplicate[];
} {
  const entities: JsonObject[] = [];
  const known = new Map<string, Source>();
  const hidden = new Map<string, Source[]>();
  for (const { source, value } of shown) {
    for (const entity of value) {
      const { id } = entity;
      // Whoever picks attributes may leave it out.
      if (typeof id === 'string') {
        if (known.has(id)) {
          hidden.set(id, [...(hidden.get(id) ?? []), source]);
          continue;
        }
        known.set(id, source);
      }
      entities.push(entity);
    }
  }
  const duplicates = [...hidden].map(([id, sources]) => ({ id, shown: known.get(id) as Source, hidden: sources }));
  return { entities, duplicates };
}
