import type { Console } from './console';

/** What every command is given. */
export interface CommandContext {
  readonly console: Console;
  /** Print data as JSON instead of text for people. */
  readonly json: boolean;
}
