import type { Problem } from '../constructs/problems/city-error';

/** A problem of the spec or the command, or what a gate found in the form of one. */
export type AnswerProblem = Omit<Problem, 'code'> & { readonly code: string };

/** What every command answers with `--json`, whatever became of it: its own fields are there after a failure too. */
export interface Answer {
  /** Whether all is well: the same as exit code 0. */
  readonly ok: boolean;
  /** Everything that is wrong. */
  readonly problems: readonly AnswerProblem[];
}

/** The fields of each command's answer, as they are when it could not begin. */
export const emptyAnswers: Readonly<Record<string, object>> = {
  validate: { kind: null, cities: [] },
  synth: { report: null, results: [], leftAlone: [] },
  up: { project: null, portal: null, api: null, authority: null, person: null },
  down: { project: null, kept: [] },
  cost: { estimates: [] },
  graph: { graphs: [] },
  explain: { codes: [] },
  'models add': { type: null, file: null, notes: [], missing: [] },
  'models diff': { types: [] },
  'models validate': { entities: {} },
  'models types': { types: [] },
  verify: { report: null, changes: [] },
  plan: { plans: [] },
};

/** An answer as it is printed. */
export function answerText(command: string, answer: Partial<Answer>): string {
  return JSON.stringify({ ok: false, ...emptyAnswers[command], problems: [], ...answer }, null, 2);
}
