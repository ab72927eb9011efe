import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';

/** Where commands print: data on standard output, everything for people on standard error. */
export interface Console {
  /** Data: the answer of the command. */
  data(text: string): void;
  /** A line for people. */
  say(text: string): void;
  /** What is going on right now. On a terminal it replaces the last such line; in a pipe it is a line. */
  progress(text: string): void;
  /** Columns of the terminal that data go to; undefined in a pipe. */
  readonly width?: number;
}

/** The part of a stream that is written to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Where a console prints, and who is told when it cannot. */
export interface ConsoleOptions {
  /** @default standard output */
  readonly out?: Output;
  /** @default standard error */
  readonly err?: Output;
  /** Is told once that what was printed did not arrive. @default the error is thrown */
  readonly failed?: (error: NodeJS.ErrnoException) => void;
}

/** The console of a process. A reader that goes away, as `head` does, ends the printing and not the command. */
export function standardConsole(options: ConsoleOptions = {}): Console {
  const { out = process.stdout, err = process.stderr, failed = thrown } = options;
  let told = false;
  for (const stream of [out, err] as readonly Output[]) {
    stream.on('error', (error) => {
      if (error.code === 'EPIPE' || told) return;
      told = true;
      failed(error);
    });
  }
  let pending = false;
  const clear = () => {
    if (pending) err.write('\r\u001b[K');
    pending = false;
  };
  return {
    ...(out.isTTY === true && out.columns && { width: out.columns }),
    data(text) {
      clear();
      out.write(`${styled(text, out)}\n`);
    },
    say(text) {
      clear();
      err.write(`${styled(text, err)}\n`);
    },
    progress(text) {
      if (err.isTTY !== true) {
        err.write(`${text}\n`);
        return;
      }
      clear();
      // A line that wraps could not be taken back.
      err.write(pc.dim(`${cut(text, (err.columns ?? 80) - 3)} …`));
      pending = true;
    },
  };
}

function thrown(error: NodeJS.ErrnoException): never {
  throw error;
}

/** Colours are for terminals: picocolors looks at standard output only. */
function styled(text: string, { isTTY }: Output): string {
  return isTTY === true || process.env.FORCE_COLOR ? text : stripVTControlCharacters(text);
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, Math.max(1, length - 1)).join('')}…`;
}
