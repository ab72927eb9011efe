import { createServer, type RequestListener, type Server } from 'node:http';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import type { Log } from './log';
import { reasonOf } from './retry';

/** A server whose errors are problems of RFC 9457; what is no `ProblemDetails` is logged and told to nobody. */
export function problemServer(answer: (...given: Parameters<RequestListener>) => Promise<void>, log: Log): Server {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const path = request.url?.split('?')[0];
      if (!(error instanceof ProblemDetails)) log('failed', { path, reason: reasonOf(error) });
      else if (error.status === 503) log('unavailable', { path, reason: error.reason });
      if (response.headersSent) return void response.destroy();
      const problem =
        error instanceof ProblemDetails
          ? error
          : new ProblemDetails(500, 'Internal error', 'The request could not be answered.');
      sendAnswer(request, response, problem.toAnswer());
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  return server;
}
