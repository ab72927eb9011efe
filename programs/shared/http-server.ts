import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';

/** How long a client may take, in milliseconds. */
export interface ServerTimes {
  /** Until its request is whole. @default 30000 */
  readonly request?: number;
  /** Until the head of its request is whole. @default 10000 */
  readonly headers?: number;
  /** Without a byte in either direction: longer than any answer takes to begin. @default 120000 */
  readonly idle?: number;
}

/**
 * A server on which no request ends another: what is thrown on the way to an answer is told by `failed`, and where an answer has
 * begun, or there is none to give, the connection ends. So it does where a client reads nothing of its answer, which would have
 * its memory, and its part of what is done at once, for ever.
 */
export function httpServer(
  answer: (...given: Parameters<RequestListener>) => Promise<void>,
  failed: (error: unknown, request: IncomingMessage, response: ServerResponse) => void,
  { request: requestTimeout = 30_000, headers: headersTimeout = 10_000, idle = 120_000 }: ServerTimes = {},
): Server {
  const server = createServer({ requestTimeout, headersTimeout }, (request, response) => {
    answer(request, response)
      .catch((error: unknown) => {
        failed(error, request, response);
        if (!response.writableEnded) response.destroy();
      })
      .catch(() => response.destroy());
  });
  return server.setTimeout(idle);
}
