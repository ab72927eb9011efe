import type { HttpResponse } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';
import { type AnswerCoverage, type FanOut, jsonOf, missingMembers } from './fan-out';
import { Missing } from './missing';
import { FederationProblem } from './problem';
import { questionTo } from './question';
import type { ThingRead, UnionRead } from './read-request';
import { union } from './union';

/** One thing, and what is known of its answer. */
export interface Found extends AnswerCoverage {
  readonly value: unknown;
}

/**
 * What stands under an id: that of the first source that has it.
 *
 * @throws FederationProblem when no source that answered has it. Where one did not answer, it may have it: 503 then, not 404.
 */
export async function readThing(read: ThingRead, fanOut: FanOut): Promise<Found> {
  const answers = await fanOut.ask(
    fanOut.sources,
    (source) => questionTo(source, read),
    1,
    objectOf,
    () => undefined,
  );
  const found = answers.filter(({ value }) => value !== undefined);
  const [first, ...others] = found;
  if (!first) throw nothing(answers.length, fanOut);
  const id = (first.value as JsonObject).id;
  const hidden = others.map(({ source }) => source);
  const duplicates = hidden.length > 0 && typeof id === 'string' ? [{ id, shown: first.source, hidden }] : [];
  return { value: first.value, sources: fanOut.sources, gaps: fanOut.gaps, duplicates };
}

/**
 * What all sources know together of types and attributes.
 *
 * @throws FederationProblem as {@link readThing}
 */
export async function readUnion(read: UnionRead, fanOut: FanOut): Promise<Found> {
  const answers = await fanOut.ask(
    fanOut.sources,
    (source) => questionTo(source, read),
    1,
    listOrObject,
    () => undefined,
  );
  const values = answers.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length === 0) throw nothing(answers.length, fanOut);
  const [first, ...others] = values;
  return { value: others.reduce(union, first), sources: fanOut.sources, gaps: fanOut.gaps, duplicates: [] };
}

function nothing(answered: number, fanOut: FanOut): FederationProblem {
  const { gaps } = fanOut;
  if (answered === 0) return fanOut.nobody();
  if (gaps.length === 0) {
    return new FederationProblem(404, 'ResourceNotFound', 'Not found', 'No city of the federation has it.');
  }
  return new FederationProblem(
    503,
    undefined,
    'Not found so far',
    'The cities that answered do not have it; one that did not answer may.',
    { missing: missingMembers(gaps) },
    { 'retry-after': '5' },
  );
}

function objectOf({ body }: HttpResponse): JsonObject | undefined {
  const value = jsonOf(body);
  if (!isObject(value)) throw new Missing('nonsense', 'it gave no object');
  return value;
}

function listOrObject({ body }: HttpResponse): unknown {
  const value = jsonOf(body);
  if (!isObject(value) && !Array.isArray(value)) throw new Missing('nonsense', 'it gave neither list nor object');
  return value;
}
