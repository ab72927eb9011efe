import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** What a process of the command line did. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Current folder. @default the root of the kit */
  readonly cwd?: string;
  /** Arguments of Node itself. @default none */
  readonly node?: readonly string[];
  /** Added to a small environment. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. @default none */
  readonly input?: string;
  /** Descriptor that standard output goes to. @default it is read */
  readonly output?: number;
  /** Stop reading standard output after the first part of it, as `head` does. @default false */
  readonly closeEarly?: boolean;
}

const program = join(root, 'dist', 'cli', 'citykit.js');

/** Runs the command line as users have it, built before all tests, as a process of its own. */
export function citykit(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd = root, node = [], env = {}, input, output, closeEarly = false } = options;
  const child = spawn(process.execPath, [...node, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', output ?? 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (closeEarly) child.stdout?.destroy();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}
