import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

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
  /** Each has one request under way at any time. */
  readonly connections: number;
  readonly seconds: number;
}

/** Requests a second, and milliseconds to the whole answer. */
export interface Figures {
  readonly throughput: number;
  readonly p50: number;
  readonly p99: number;
}

/** @throws Error when an answer is not 200 or 204 */
export async function measure({ host, port, requests, headers, connections, seconds }: LoadOptions): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const one = ({ method, path, headers: own, body }: LoadRequest) =>
    new Promise<void>((resolve, reject) => {
      const began = process.hrtime.bigint();
      request({ agent, host, port, method, path, headers: { ...headers, ...own } }, (answer) => {
        answer.resume();
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode !== 200 && answer.statusCode !== 204)
            return reject(new Error(`${method} ${host}${path} was answered with ${answer.statusCode}`));
          times.push(Number(process.hrtime.bigint() - began) / 1e6);
          resolve();
        });
      })
        .on('error', reject)
        .end(body);
    });
  const began = Date.now();
  const client = async (_: unknown, first: number) => {
    for (let next = first; Date.now() - began < seconds * 1000; next++) await one(requests[next % requests.length]!);
  };
  await Promise.all(Array.from({ length: connections }, client));
  const took = (Date.now() - began) / 1000;
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
