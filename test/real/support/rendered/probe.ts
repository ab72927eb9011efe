import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Probe } from './rendered-pod';

/**
 * Asks once, as a kubelet, ECS or a load balancer does: 200 to 399, an accepted connection, or exit code 0, each within the
 * probe's time.
 *
 * @throws Error saying what came instead
 */
export async function ask(
  probe: Probe,
  address: string,
  ports: Readonly<Record<string, number>>,
  inside: (command: readonly string[]) => readonly string[],
): Promise<void> {
  const milliseconds = 1000 * (probe.timeoutSeconds ?? 1);
  const number = (port: number | string) => (typeof port === 'number' ? port : ports[port]);
  if (probe.httpGet) {
    const url = `http://${address}:${number(probe.httpGet.port)}${probe.httpGet.path}`;
    const signal = AbortSignal.timeout(milliseconds);
    const response = await fetch(url, { signal, redirect: 'manual' }).catch((error: Error) => {
      throw new Error(`${url}: ${error.message} ${error.cause ?? ''}`, { cause: error });
    });
    const text = await response.text();
    if (response.status < 200 || response.status >= 400)
      throw new Error(`${url}: ${response.status} ${text.slice(0, 500)}`);
    return;
  }
  if (probe.tcpSocket) {
    const port = number(probe.tcpSocket.port) ?? 0;
    if (!(await accepts(address, port, milliseconds))) throw new Error(`${address}:${port} accepts nothing`);
    return;
  }
  const [program, ...args] = inside(probe.exec?.command ?? []);
  await promisify(execFile)(program!, args, { timeout: milliseconds });
}

function accepts(address: string, port: number, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: milliseconds });
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
