import type { AddressCheck } from './receivers';
import type { Destination } from './relayed-endpoint';

/** A notification on its way to a receiver. */
export interface Message extends Destination {
  readonly check: AddressCheck;
  /** What the broker sends along: media type, `@context`, tenant, and the receiver's own headers. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** For this attempt, in milliseconds. */
  readonly timeout: number;
}

/**
 * Sends it once.
 *
 * @throws SendError when the receiver has not taken it
 */
export type Send = (message: Message) => Promise<void>;
