import type { CheckId } from '../constructs/waist/checks';
import type { Level, Status } from './check';
import type { Edition } from './edition';
import type { SuiteResults } from './suites/suite';

/** What showed a result: the question and the answer that decided, without secrets. */
export interface Evidence {
  /** What was seen, in a sentence. */
  readonly says: string;
  readonly request?: string;
  readonly answer?: string;
}

/** What became of one check. */
export interface Result {
  readonly id: CheckId;
  readonly title: string;
  /** In the numbering of the report's edition. */
  readonly mechanism: string;
  readonly level: Level;
  readonly status: Status;
  readonly evidence: Evidence;
  /** What to do. @default it passed, or nothing can be done */
  readonly hint?: string;
  /** The component that answers for it, by its title. */
  readonly component: string;
  readonly milliseconds: number;
}

/** How many results there are of each kind. */
export interface Summary extends Readonly<Record<Status, number>> {
  /** Of those with level MUST. */
  readonly mustFailed: number;
  readonly mustSkipped: number;
}

/** What a run found. `schema/verify-report.schema.json` describes it. */
export interface Report {
  readonly edition: Edition;
  /** Address of the API that was looked at. */
  readonly target: string;
  /** Name of the platform for people. */
  readonly title: string;
  /** When the run began, as RFC 3339. */
  readonly time: string;
  readonly seconds: number;
  /** Whether the run wrote a fixture. */
  readonly wrote: boolean;
  /** Paths of what the run wrote and could not remove. */
  readonly left: readonly string[];
  readonly results: readonly Result[];
  readonly summary: Summary;
  /** What suites of others say. @default none was run */
  readonly suites?: readonly SuiteResults[];
}

/** Counts results. */
export function summaryOf(results: readonly Result[]): Summary {
  const count = (status: Status, level?: Level) =>
    results.filter((result) => result.status === status && (level === undefined || result.level === level)).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    skip: count('skip'),
    na: count('na'),
    info: count('info'),
    mustFailed: count('fail', 'MUST'),
    mustSkipped: count('skip', 'MUST'),
  };
}
