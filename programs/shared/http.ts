import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A request to send. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Authority to trust for https, as PEM. @default - those of Node */
  readonly ca?: string | undefined;
  /** For the whole exchange, in milliseconds. @default 10000 */
  readonly timeout?: number;
  /** Longest answer read, in bytes. @default 33554432 */
  readonly limit?: number;
  /** Keeps connections. @default - that of Node */
  readonly agent?: Agent;
}

/** The answer is longer than the caller reads. */
export class AnswerTooLongError extends Error {}

/** An answer with its whole body. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends one request and reads the whole answer, whatever its status.
 *
 * @throws Error when there is no answer in time, or one beyond the limit
 */
export function send(url: string, request: HttpRequest = {}): Promise<HttpResponse> {
  const { method = 'GET', body, ca, agent, timeout = 10_000, limit = 32 * 1024 * 1024 } = request;
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Scorpio answers 406 to a request without Accept.
    const headers = {
      accept: '*/*',
      ...request.headers,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    };
    const options = { method, headers, ...(ca !== undefined && { ca }), ...(agent && { agent }) };
    const outgoing = start(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length <= limit) return;
        reject(new AnswerTooLongError(`the answer has more than ${limit} bytes`));
        outgoing.destroy();
      });
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Whether asking again later can help: the server is busy, starting or failing. */
export const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;
