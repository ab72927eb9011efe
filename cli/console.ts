import pc from 'picocolors';

/** Where commands print: data on standard output, everything for people on standard error. */
export interface Console {
  /** Data: the answer of the command. */
  data(text: string): void;
  /** A line for people. */
  say(text: string): void;
  /** What is going on right now. On a terminal it replaces the last such line; in a pipe it is a line. */
  progress(text: string): void;
}

export function standardConsole(): Console {
  const terminal = process.stderr.isTTY === true;
  let pending = false;
  const clear = () => {
    if (pending) process.stderr.write('\r\u001b[K');
    pending = false;
  };
  return {
    data(text) {
      clear();
      process.stdout.write(`${text}\n`);
    },
    say(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!terminal) {
        process.stderr.write(`${text}\n`);
        return;
      }
      clear();
      process.stderr.write(pc.dim(`${text} …`));
      pending = true;
    },
  };
}
