/**
 * Why the answer of a city is missing.
 *
 * | reason | what happened |
 * |---|---|
 * | `late` | no whole answer in time |
 * | `unreachable` | no connection, or one that broke |
 * | `no-access` | its identity or its gateway refuses the token |
 * | `no-tenant` | it does not know the tenant |
 * | `limited` | it has too many requests |
 * | `failing` | it answers with an error of its own |
 * | `nonsense` | what it answers is no answer to the question |
 * | `too-large` | its answer is longer than is read |
 * | `refused` | it refuses the question, which other cities answered |
 * | `busy` | too many questions to it are open |
 */
export const missingReasons = [
  'late',
  'unreachable',
  'no-access',
  'no-tenant',
  'limited',
  'failing',
  'nonsense',
  'too-large',
  'refused',
  'busy',
] as const;

/** One of {@link missingReasons}. */
export type MissingReason = (typeof missingReasons)[number];

/** What a reader is told of each reason. */
export const missingText: Readonly<Record<MissingReason, string>> = {
  late: 'did not answer in time',
  unreachable: 'cannot be reached',
  'no-access': 'does not let the federation in',
  'no-tenant': 'has no such tenant',
  limited: 'has too many requests',
  failing: 'answered with an error of its own',
  nonsense: 'answered with what is no answer',
  'too-large': 'has an answer that is too long: ask for fewer at once',
  refused: 'refused the question',
  busy: 'has too many open questions of the federation',
};

/** The answer of a city is missing. The detail is for the log, and holds no token. */
export class Missing extends Error {
  constructor(
    readonly reason: MissingReason,
    detail = missingText[reason],
  ) {
    super(detail);
  }
}
