import { setTimeout as sleep } from 'node:timers/promises';
import { Transient } from './errors';

/**
 * Run until it succeeds: after a transient fault the whole again, which finds what is done already.
 * @throws the last fault when the time is over, and every fault that is not transient at once.
 */
export async function untilDeadline(
  seconds: number,
  run: () => Promise<void>,
  say: (line: string) => void,
  pause = sleep as (milliseconds: number) => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + 1000 * seconds;
  let said = '';
  for (let wait = 500; ; wait = Math.min(2 * wait, 5000)) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (Date.now() + wait > deadline) throw new Transient(`gave up after ${seconds} s: ${error.message}`);
      if (error.message !== said) say(`waiting: ${error.message}`);
      said = error.message;
      await pause(wait);
    }
  }
}
