/**
 * Why the catalogue of a city could not be read as a whole.
 *
 * | reason | what happened |
 * |---|---|
 * | `late` | no whole answer in time |
 * | `unreachable` | no connection, or one that broke |
 * | `failing` | it answers with an error |
 * | `nonsense` | what it answers is no DCAT catalogue |
 * | `too-large` | a page, or the whole, is longer than is read |
 * | `changing` | its pages do not have as many datasets as it says, twice in a row |
 * | `shrunk` | most of it is gone at once, which is rather a fault than meant |
 */
export const brokenReasons = ['late', 'unreachable', 'failing', 'nonsense', 'too-large', 'changing', 'shrunk'] as const;

/** One of {@link brokenReasons}. */
export type BrokenReason = (typeof brokenReasons)[number];

/** The catalogue of a city could not be read as a whole: what the portal has of it stays. */
export class BrokenCatalogue extends Error {
  constructor(
    readonly reason: BrokenReason,
    detail: string = reason,
  ) {
    super(detail);
  }
}
