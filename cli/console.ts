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

/** The console of a process. A reader that goes away, as `head` does, ends the printing and not the command. */
export function standardConsole(out: Output = process.stdout, err: Output = process.stderr): Console {
  for (const stream of [out, err]) stream.on('error', ignoreClosedPipe);
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

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Colours are for terminals: picocolors looks at standard output only. */
function styled(text: string, { isTTY }: Output): string {
  return isTTY === true || process.env.FORCE_COLOR ? text : stripVTControlCharacters(text);
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, Math.max(1, length - 1)).join('')}…`;
}
