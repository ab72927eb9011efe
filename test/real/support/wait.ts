import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** No wait of a real part is longer: what takes that long hangs. How soon it comes is for the benchmarks to say. */
const hung = 600;

/**
 * Calls `check` until it gives true, after a tenth of the time that has passed, 200 ms at least and 2 s at most: asking
 * takes time from what is waited for. A throw counts as false.
 *
 * @throws Error naming `what` after `seconds`, and what the last call threw.
 * @param seconds where the time itself is what is looked at. @default so long that only what hangs ends it
 */
export async function until(what: string, check: () => boolean | Promise<boolean>, seconds = hung): Promise<void> {
  const began = Date.now();
  const end = began + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      if (await check()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s${said(last)}`, { cause: last });
    await sleep(Math.min(2000, Math.max(200, (Date.now() - began) / 10)));
  }
}

function said(error: unknown): string {
  return error instanceof Error ? `\n${error.message}` : '';
}

/** Whether 127.0.0.1:port accepts connections. */
export function listening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

/** Whether a GET is answered below 400 within 5 s. */
export async function healthy(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  return response.status < 400;
}
