import type { ProblemCode } from './codes/problem-codes';
import { visible } from './visible';

/** One mistake in a spec, with everything needed to mend it. */
export interface Problem {
  /** Stable, as `unknown-key` or `domain-required`; `citykit explain CODE` says what it means. */
  readonly code: ProblemCode;
  /** Where, from the root of the spec: `tenants[1].id`; empty for the spec as a whole. */
  readonly path: string;
  /** What was found there, cut short and with anything that looks like a secret taken out. */
  readonly value: unknown;
  /** What the value has to satisfy, as a sentence. */
  readonly rule: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** The file, as the user named it. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** What problems are in, as their headline says. */
export type ProblemPlace = 'spec' | 'command' | 'program' | 'installation' | 'output folder' | 'machine' | 'system';

/**
 * The user's mistake: every problem of a spec at once. Anything else that is thrown is a bug.
 *
 * @example
 * try { parseCity(input); } catch (error) { if (isCityError(error)) console.error(error.message); }
 */
export class CityError extends Error {
  /** Tells it apart where another copy of the kit made it. */
  override readonly name = 'CityError';
  /** Every problem that was found. */
  readonly problems: readonly Problem[];
  /** What they are in. */
  readonly subject: ProblemPlace;

  /** @param subject what the problems are in. @default the spec */
  constructor(problems: readonly Problem[], subject: ProblemPlace = 'spec') {
    super(describeProblems(problems, subject));
    this.problems = problems;
    this.subject = subject;
  }
}

/** Whether this is a `CityError`, of this copy of the kit or of another one that a `city.ts` loaded. */
export function isCityError(error: unknown): error is CityError {
  return error instanceof Error && error.name === 'CityError' && Array.isArray((error as Partial<CityError>).problems);
}

function describeProblems(problems: readonly Problem[], subject: ProblemPlace): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const place = subject === 'machine' ? 'on this machine' : `in the ${subject}`;
  return `${count} ${place}\n${problems.map(describeProblem).join('\n')}`;
}

function describeProblem({ code, path, value, rule, fix, file, line, column }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const found = value === undefined ? '' : ` = ${JSON.stringify(value)}`;
  const where = [place, `${path}${found}`].filter((part) => part !== '').join('  ');
  return visible(`\n  ${where}  [${code}]\n    rule: ${rule}\n    fix:  ${fix}`);
}
