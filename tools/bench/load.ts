import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request, sent over and over. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface LoadOptions {
  readonly host: string;
  readonly port: number;
  /** Each connection sends them one after the other, and then from the first again. */
  readonly requests: readonly LoadRequest[];
  readonly headers: OutgoingHttpHeaders;
  /** Each has one request under way at a time. */
  readonly connections: number;
  /** Requests a second of all connections. @default as many as are answered */
  readonly rate?: number;
  readonly seconds: number;
}

/** Requests a second, and milliseconds to the whole answer: with a rate, from when the request was due. */
export interface Figures {
  readonly throughput: number;
  readonly p50: number;
  readonly p99: number;
}

/** @throws Error when an answer is not 200 or 204 */
export async function measure({
  host,
  port,
  requests,
  headers,
  connections,
  rate,
  seconds,
}: LoadOptions): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const one = ({ method, path, headers: own, body }: LoadRequest, due = performance.now()) =>
    new Promise<void>((resolve, reject) => {
      request({ agent, host, port, method, path, headers: { ...headers, ...own } }, (answer) => {
        answer.resume();
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode !== 200 && answer.statusCode !== 204)
            return reject(new Error(`${method} ${host}${path} was answered with ${answer.statusCode}`));
          times.push(performance.now() - due);
          resolve();
        });
      })
        .on('error', reject)
        .end(body);
    });
  const began = performance.now();
  const end = began + seconds * 1000;
  const asFastAsAnswered = async (_: unknown, first: number) => {
    for (let next = first; performance.now() < end; next++) await one(requests[next % requests.length]!);
  };
  let sent = 0;
  const atRate = async () => {
    for (;;) {
      const due = began + (1000 * sent) / rate!;
      const request = requests[sent++ % requests.length]!;
      if (due >= end) return;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      await one(request, due);
    }
  };
  await Promise.all(Array.from({ length: connections }, rate === undefined ? asFastAsAnswered : atRate));
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    throughput: times.length / took,
    p50: times[Math.floor(times.length * 0.5)]!,
    p99: times[Math.floor(times.length * 0.99)]!,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
