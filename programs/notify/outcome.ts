/**
 * How a notification ended.
 *
 * - `delivered`: the receiver took it.
 * - `refused`: it answered with an error.
 * - `timeout`: it did not answer in time.
 * - `unreachable`: there was no connection to it until the notification was too old.
 * - `expired`: earlier ones of the subscription took so long that its turn did not come.
 * - `dropped`: too many of its subscription were waiting, or the relay ended.
 * - `forbidden`: the city's spec no longer allows the receiver, or its name has an address that it does not allow.
 */
export const outcomes = ['delivered', 'refused', 'timeout', 'unreachable', 'expired', 'dropped', 'forbidden'] as const;

/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number];

/** Why an attempt failed; `passing` when another one may succeed. */
export class SendError extends Error {
  constructor(
    readonly outcome: Exclude<Outcome, 'delivered'>,
    reason: string,
    readonly passing = false,
  ) {
    super(reason);
  }
}
