import type { RefusalReason } from '../../constructs/components/device-gateway/refusal-reason';

export type { RefusalReason };

/** A message that is not taken. Sending it again cannot help. */
export class Refusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    /** For people; it repeats nothing that was sent. */
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Why one attribute is left out, while the rest of the measure is kept. */
export type AttributeReason =
  | 'not-listed'
  | 'empty'
  | 'not-storable'
  | 'no-number'
  | 'no-boolean'
  | 'no-text'
  | 'no-instant'
  | 'no-place'
  | 'no-uri';
