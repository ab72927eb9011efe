import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Probe } from './rendered-pod';

/** Asks once, as a kubelet, ECS or a load balancer does: 200 to 399, an accepted connection, or exit code 0, each within the probe's time. */
export async function ask(
  probe: Probe,
  address: string,
  ports: Readonly<Record<string, number>>,
  inside: (command: readonly string[]) => readonly string[],
): Promise<boolean> {
  const milliseconds = 1000 * (probe.timeoutSeconds ?? 1);
  const number = (port: number | string) => (typeof port === 'number' ? port : ports[port]);
  if (probe.httpGet) {
    const { path, port } = probe.httpGet;
    try {
      const signal = AbortSignal.timeout(milliseconds);
      const response = await fetch(`http://${address}:${number(port)}${path}`, { signal, redirect: 'manual' });
      await response.arrayBuffer();
      return response.status >= 200 && response.status < 400;
    } catch {
      return false;
    }
  }
  if (probe.tcpSocket) return accepts(address, number(probe.tcpSocket.port) ?? 0, milliseconds);
  const [program, ...args] = inside(probe.exec?.command ?? []);
  return promisify(execFile)(program!, args, { timeout: milliseconds }).then(
    () => true,
    () => false,
  );
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
