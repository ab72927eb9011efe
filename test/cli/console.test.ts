import { type Output, standardConsole } from '../../cli/console';

/** A stream that remembers what was written. */
class Recorded implements Output {
  text = '';
  fail: (error: NodeJS.ErrnoException) => void = () => {};

  constructor(
    readonly isTTY: boolean,
    readonly columns = 80,
  ) {}

  write(text: string): void {
    this.text += text;
  }

  on(_: 'error', listener: (error: NodeJS.ErrnoException) => void): void {
    this.fail = listener;
  }
}

function consoleOn(terminal: boolean, columns?: number) {
  const out = new Recorded(terminal, columns);
  const err = new Recorded(terminal, columns);
  return { out, err, console: standardConsole({ out: out, err: err }) };
}

test('data goes to standard output and what people read to standard error', () => {
  const { out, err, console } = consoleOn(false);
  console.data('answer');
  console.say('hint');
  expect([out.text, err.text]).toEqual(['answer\n', 'hint\n']);
});

test('colours stay out of pipes and files', () => {
  const piped = consoleOn(false);
  piped.console.data('\u001b[1mcity\u001b[22m');
  expect(piped.out.text).toBe('city\n');
  const terminal = consoleOn(true);
  terminal.console.data('\u001b[1mcity\u001b[22m');
  expect(terminal.out.text).toBe('\u001b[1mcity\u001b[22m\n');
});

test('in a pipe each progress is a plain line', () => {
  const { err, console } = consoleOn(false);
  console.progress('1/2 İstanbul');
  console.progress('2/2 İzmir');
  expect(err.text).toBe('1/2 İstanbul\n2/2 İzmir\n');
});

test('on a terminal a progress replaces the last one, and goes before anything else is printed', () => {
  const { out, err, console } = consoleOn(true);
  console.progress('one');
  console.progress('two');
  console.data('answer');
  expect(err.text).toBe('one …\r\u001b[Ktwo …\r\u001b[K');
  expect(out.text).toBe('answer\n');
});

test('a progress fits on one line of the terminal', () => {
  const { err, console } = consoleOn(true, 20);
  console.progress('1/152 A city with a very long title');
  expect(err.text).toBe('1/152 A city wit… …');
  expect(err.text.length).toBeLessThan(20);
});

test('a closed pipe is no error; anything else is', () => {
  const { out, err } = consoleOn(false);
  const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  expect(() => out.fail(closed)).not.toThrow();
  expect(() => err.fail(closed)).not.toThrow();
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  expect(() => out.fail(full)).toThrow('no space left');
});
