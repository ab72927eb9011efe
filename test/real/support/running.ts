import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A process that a test started; it ends with the test file at the latest, or with the process that runs it. */
export interface Running {
  readonly pid: number;
  /** What it has written so far, stdout and stderr in one. */
  log(): string;
  /** False once it has ended, by whatever cause. */
  alive(): boolean;
  /** Ends it with `signal`, with SIGKILL after 20 s, and waits until it has gone; nothing where it has gone already. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes. */
  readonly logFile: string;
  /** What ends it. @default SIGTERM */
  readonly signal?: () => NodeJS.Signals;
  /** Called once it has been stopped. @default nothing */
  readonly stopped?: () => void;
}

const running: Running[] = [];

const grace = 20_000;

/**
 * Starts a program as the leader of a process group of its own. Linux ends it (SIGTERM) should the process that runs
 * the tests be killed.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Running {
  const out = openSync(options.logFile, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], {
    env: options.env,
    stdio: ['ignore', out, out],
    detached: true,
  });
  closeSync(out);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} could not be started: is util-linux's setpriv installed?`);
  const gone = once(child, 'exit').then(() => killGroup(pid));
  let last: string | undefined;
  const one: Running = {
    pid,
    log: () => last ?? readFileSync(options.logFile, 'utf8'),
    alive: () => child.exitCode === null && child.signalCode === null,
    stop: async (signal = options.signal?.() ?? 'SIGTERM') => {
      const at = running.indexOf(one);
      if (at < 0) return;
      running.splice(at, 1);
      if (one.alive()) process.kill(pid, signal);
      const timer = setTimeout(() => killGroup(pid), grace);
      await gone;
      clearTimeout(timer);
      last = one.log();
      options.stopped?.();
    },
  };
  running.push(one);
  return one;
}

/** What a leader leaves behind shares its group. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends what is still running, the newest first, so that servers outlive those who use them. */
export async function stopAll(): Promise<void> {
  for (let one = running.at(-1); one !== undefined; one = running.at(-1)) await one.stop();
}
