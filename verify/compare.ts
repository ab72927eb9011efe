import type { CheckId } from '../constructs/waist/checks';
import type { Status } from './check';
import type { Report, Result } from './report';

/** A check whose result is another than before. */
export interface ResultChange {
  readonly id: CheckId;
  readonly title: string;
  /** Undefined where the earlier report did not have it. */
  readonly before: Status | undefined;
  readonly after: Status;
  /** `better` when it passes now, `worse` when it fails now. */
  readonly way: 'better' | 'worse' | 'other';
}

/** What is another than in an earlier report, worst first. */
export function changesSince(before: Report, { results }: Report): readonly ResultChange[] {
  const order = { worse: 0, better: 1, other: 2 };
  return results
    .flatMap((result) => changeOf(result, before.results.find(({ id }) => id === result.id)?.status) ?? [])
    .sort((one, other) => order[one.way] - order[other.way]);
}

function changeOf({ id, title, status }: Result, before: Status | undefined): ResultChange | undefined {
  if (before === status) return undefined;
  const way = status === 'fail' ? 'worse' : status === 'pass' ? 'better' : 'other';
  return { id, title, before, after: status, way };
}
