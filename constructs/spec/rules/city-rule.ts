import type { Problem } from '../../problems/city-error';
import type { ProblemCode } from '../../problems/codes/problem-codes';
import type { CityDraft } from '../city-defaults';

/** A place where a rule is broken: what a `Problem` says beside the rule, or in place of it where it can say more. */
export type RuleProblem = Pick<Problem, 'path' | 'value' | 'fix'> & Partial<Pick<Problem, 'rule'>>;

/** What fields have to satisfy together. */
export interface CityRule {
  /** The rule's name; the file has the same. */
  readonly code: ProblemCode;
  /** Fields it looks at, as `openData[].type`: when one of them is bad in itself, the rule is not asked. */
  readonly reads: readonly string[];
  /** Lists whose items it judges one by one, or against each other: those with a bad field are left out. @default none */
  readonly each?: readonly ('tenants' | 'dataModels' | 'openData')[];
  /** As a sentence. */
  readonly rule: string;
  /** Every place where the city breaks it; none when it is kept or does not apply. */
  check(city: CityDraft): readonly RuleProblem[];
}

/** The items that have the same key as an earlier one, with their places. */
export function repeated<Item>(items: readonly Item[], keyOf: (item: Item) => string): { item: Item; at: number }[] {
  const seen = new Set<string>();
  return items
    .map((item, at) => ({ item, at }))
    .filter(({ item }) => {
      const key = keyOf(item);
      return seen.has(key) || !seen.add(key);
    });
}
