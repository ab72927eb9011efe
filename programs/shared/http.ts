import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A request to send. */
export interface HttpRequest {
  readonly method?: string;
  /** Path and query as they are sent, where a URL would write them another way. @default - those of the URL */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /** Whether it does no harm to arrive twice. @default - whether its method is idempotent (RFC 9110, 9.2.2) */
  readonly repeatable?: boolean;
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

/** The other side closed an idle connection, or is gone, while the connection was taken up again. */
class StaleConnectionError extends Error {}

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * Sends one request and reads the whole answer, whatever its status. Where a connection that was kept turns out to be
 * closed, a repeatable request goes out again over another.
 *
 * @throws Error when there is no answer in time, or one beyond the limit or of another protocol
 */
export async function send(url: string, request: HttpRequest = {}): Promise<HttpResponse> {
  const { timeout = 10_000 } = request;
  const deadline = performance.now() + timeout;
  for (;;)
    try {
      return await exchange(url, request, deadline);
    } catch (error) {
      // Each time one kept connection fewer is left, and a new one is not stale.
      if (!(error instanceof StaleConnectionError)) throw error;
    }
}

function exchange(url: string, request: HttpRequest, deadline: number): Promise<HttpResponse> {
  const { method = 'GET', path, body, ca, agent, timeout = 10_000, limit = 32 * 1024 * 1024 } = request;
  const { repeatable = idempotent.has(method) } = request;
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Scorpio answers 406 to a request without Accept.
    const headers = {
      accept: '*/*',
      ...request.headers,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    };
    const options = {
      method,
      headers,
      ...(path !== undefined && { path }),
      ...(ca !== undefined && { ca }),
      ...(agent && { agent }),
    };
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
    const late = () => outgoing.destroy(new Error(`no answer within ${timeout} ms`));
    const timer = setTimeout(late, Math.max(0, deadline - performance.now()));
    outgoing.on('close', () => clearTimeout(timer));
    // Where nobody listens, Node ends the connection of a 101 and tells neither of an answer nor of an error.
    outgoing.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      reject(new Error(`it answered ${statusCode}, which nobody has asked for`));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale && repeatable ? new StaleConnectionError(error.message) : error);
    });
    outgoing.end(body);
  });
}

/** Whether asking again later can help: the server is busy, starting or failing. */
export const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;
