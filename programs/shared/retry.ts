import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log';

/** What trying again cannot help. */
export class FinalError extends Error {}

/** How long, and how often, an operation is repeated. */
export interface RetryOptions {
  /** When to give up, by performance.now(): a clock that is set does not move it. */
  readonly deadline: number;
  readonly log: Log;
  /** Before the second attempt, in milliseconds; it doubles up to 20 times this. @default 500 */
  readonly pause?: number;
}

/**
 * Repeats the operation until it succeeds.
 *
 * @throws FinalError as the operation threw it; Error once the deadline is passed, with the last failure
 */
export async function retry<T>(what: string, options: RetryOptions, operation: () => Promise<T>): Promise<T> {
  const { deadline, log, pause = 500 } = options;
  for (let attempt = 1, wait = pause; ; attempt++, wait = Math.min(wait * 2, pause * 20)) {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof FinalError) throw error;
      const reason = reasonOf(error);
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`${what}: gave up after ${attempt} attempts: ${reason}`);
      log(`${what}: trying again`, { attempt, reason });
      // Jitter, so that jobs that start together do not come back together.
      await sleep(Math.min(left, wait * (0.5 + Math.random() / 2)));
    }
  }
}

/** Node reports a refused connection to several addresses as an error without a message. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error);
