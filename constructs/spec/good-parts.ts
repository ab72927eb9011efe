import { formatPath, type PathSteps, valueAt } from '../problems/problem-path';
import type { CitySpec } from './city-schema';
import { schemas } from './late-schemas';
import type { LocatedProblem } from './schema-problems';

/** What can be read of a spec with problems. */
export interface GoodParts {
  /** The spec with an example, or nothing, in every place that is bad. Lists are as long as they were. */
  readonly spec: CitySpec;
  /** The places that say nothing of the city. */
  readonly bad: readonly PathSteps[];
  /** Problems of fields that are good each by itself: they show only once the rest can be read. */
  readonly hidden: readonly LocatedProblem[];
}

/** What is good in an input, for rules that do not look at the rest. */
export function goodParts(input: unknown, found: readonly LocatedProblem[]): GoodParts {
  const { citySchema, schemaProblems } = schemas();
  const mend = new Mending();
  const hidden: LocatedProblem[] = [];
  let value: unknown = input;
  let problems = found;
  for (;;) {
    value = mend.all(value, problems);
    const result = citySchema.safeParse(value);
    if (result.success) return { spec: result.data, bad: mend.bad, hidden };
    problems = schemaProblems(citySchema, result.error, value);
    hidden.push(...problems.filter(({ across, steps }) => across && !mend.touched(steps)));
  }
}

/** Puts something that can be read in the place of what cannot: an example, else nothing, else the same of what is around it. */
class Mending {
  readonly #tries = new Map<string, number>();
  readonly #removed: PathSteps[] = [];
  readonly bad: PathSteps[] = [];

  /** Whether a place is in a bad one, or something in it was taken away. */
  touched(place: PathSteps): boolean {
    return this.bad.some((bad) => within(place, bad)) || this.#removed.some((gone) => within(gone, place));
  }

  all(value: unknown, problems: readonly LocatedProblem[]): unknown {
    const mended: PathSteps[] = [];
    return problems.reduce<unknown>((whole, { code, steps }) => {
      if (mended.some((place) => within(steps, place))) return whole;
      if (code === 'unknown-key') return without(whole, steps);
      const [place, better] = this.#at(whole, steps);
      mended.push(place);
      return better;
    }, value);
  }

  /** @returns the place that was mended, and the whole with it. */
  #at(value: unknown, steps: PathSteps): [PathSteps, unknown] {
    const path = formatPath(steps);
    const tries = this.#tries.get(path) ?? 0;
    this.#tries.set(path, tries + 1);
    if (tries === 0) this.bad.push(steps);
    const example = steps.length === 0 ? {} : exampleAt(steps);
    if (tries === 0 && example !== undefined) return [steps, withValue(value, steps, example)];
    if (tries <= 1 && typeof steps.at(-1) === 'string') {
      this.#removed.push(steps);
      return [steps, without(value, steps)];
    }
    if (steps.length === 0) throw new Error('the examples of the schema make no spec');
    return this.#at(value, steps.slice(0, -1));
  }
}

function exampleAt(steps: PathSteps): unknown {
  const { citySchema, shownExample } = schemas();
  return shownExample(citySchema, steps);
}

/** Whether steps lead to a place, or to one in it. */
function within(steps: PathSteps, place: PathSteps): boolean {
  return place.every((step, at) => step === steps[at]);
}

/** A copy of the value with another one at the end of the steps. */
function withValue(value: unknown, [step, ...rest]: PathSteps, other: unknown): unknown {
  if (step === undefined) return other;
  const inner = withValue(valueAt(value, [step]), rest, other);
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? inner : item));
  return { ...(value as object), [step]: inner };
}

/** A copy of the value without what is at the end of the steps. */
function without(value: unknown, [step, ...rest]: PathSteps): unknown {
  if (typeof value !== 'object' || value === null || step === undefined) return value;
  if (Array.isArray(value)) return value.map((item, at) => (at === step ? without(item, rest) : item));
  const entries = Object.entries(value).filter(([key]) => key !== step || rest.length > 0);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === step ? without(item, rest) : item]));
}
