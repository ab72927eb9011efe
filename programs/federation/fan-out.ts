import type { HttpResponse } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';
import type { CityClient, QuestionToCity } from './city-client';
import { Missing, type MissingReason, missingText } from './missing';
import { FederationProblem } from './problem';
import type { AnyQuestion } from './question';

/** What is asked by itself: a tenant of a city, or a city that has none. */
export interface Source {
  readonly city: CityClient;
  readonly tenant: string | undefined;
}

/** What a source answered. */
export interface Answered<T> {
  readonly source: Source;
  readonly value: T;
}

/** A source whose answer is missing. */
export interface Gap {
  readonly source: Source;
  readonly reason: MissingReason;
}

/** What is known of an answer: who was asked, and whose part is missing. */
export interface AnswerCoverage {
  readonly sources: readonly Source[];
  readonly gaps: readonly Gap[];
  /** Ids that stand in more than one source. */
  readonly duplicates: readonly Duplicate[];
}

/** An id that stands in more than one source. */
export interface Duplicate {
  readonly id: string;
  readonly shown: Source;
  readonly hidden: readonly Source[];
}

/** The city refuses the question, and says why. */
class Refused extends Missing {
  constructor(readonly problem: JsonObject) {
    super('refused');
  }
}

/** One client's question: who is asked, and who did not answer. */
export class FanOut {
  readonly #gaps = new Map<Source, Missing>();

  constructor(readonly sources: readonly Source[]) {}

  get gaps(): readonly Gap[] {
    return this.sources.flatMap((source) => {
      const missing = this.#gaps.get(source);
      return missing ? [{ source, reason: missing.reason }] : [];
    });
  }

  /**
   * Asks sources at the same time. One that fails is a gap from then on, and what another question got of it does not count.
   *
   * @param share of the time that a city has.
   * @param read takes an answer of status 200 apart.
   * @param otherwise what one of status 404 means. @default - it is no answer to the question
   * @returns the answers, in the order of the sources
   */
  async ask<T>(
    sources: readonly Source[],
    question: (source: Source) => AnyQuestion,
    share: number,
    read: (answer: HttpResponse) => T,
    otherwise?: (problem: JsonObject) => T,
  ): Promise<readonly Answered<T>[]> {
    const answers = await Promise.all(
      sources.map(async (source): Promise<Answered<T> | undefined> => {
        const asked: QuestionToCity = { ...question(source), tenant: source.tenant };
        try {
          const value = await source.city.ask(asked, share, (answer) => {
            if (answer.status === 400) throw new Refused(problemOf(answer));
            if (answer.status === 404) {
              if (otherwise) return otherwise(problemOf(answer));
              throw new Missing('nonsense', 'it answered 404');
            }
            return read(answer);
          });
          return { source, value };
        } catch (error) {
          if (!(error instanceof Missing)) throw error;
          this.#gaps.set(source, error);
          return undefined;
        }
      }),
    );
    return answers.filter((answer) => answer !== undefined);
  }

  /**
   * To be asked when nobody answered: why there is nothing to show.
   *
   * @returns what a city says of the question, when all that could answer refuse it
   */
  nobody(): FederationProblem {
    const refusal = [...this.#gaps.values()].find((missing) => missing instanceof Refused);
    if (refusal) {
      const { title, detail } = refusal.problem;
      const text = (value: unknown, usual: string) => (typeof value === 'string' ? value.slice(0, 500) : usual);
      return new FederationProblem(
        400,
        'BadRequestData',
        text(title, 'Bad request data'),
        text(detail, 'The cities refuse the question.'),
        { missing: missingMembers(this.gaps) },
      );
    }
    const late = this.gaps.every(({ reason }) => reason === 'late');
    return new FederationProblem(
      late ? 504 : 503,
      undefined,
      'No city answered',
      'None of the cities that were asked has answered.',
      { missing: missingMembers(this.gaps) },
      { 'retry-after': '5' },
    );
  }
}

/** What is missing, as it stands in an answer. */
export function missingMembers(gaps: readonly Gap[]): readonly JsonObject[] {
  return gaps.map(({ source: { city, tenant }, reason }) => ({
    city: city.city.id,
    ...(tenant !== undefined && { tenant }),
    reason,
    detail: `${city.city.title} ${missingText[reason]}.`,
  }));
}

function problemOf({ body }: HttpResponse): JsonObject {
  const value = jsonOf(body);
  return isObject(value) ? value : {};
}

/** What an answer says. @throws Missing when it is no JSON, or nested so deeply that it cannot be told on */
export function jsonOf(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Missing('nonsense', 'it answered with what is no JSON');
  }
  if (!isWithin(deepest, value)) throw new Missing('nonsense', 'it answered with what is nested too deeply');
  return value;
}

/** How many lists and objects may lie around a value. `JSON.parse` takes any depth, `JSON.stringify` some thousand. */
const deepest = 500;

const isWithin = (depth: number, value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((item) => isWithin(depth - 1, item)));
