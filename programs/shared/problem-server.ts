import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { httpServer } from './http-server';
import type { Log } from './log';
import { reasonOf } from './retry';

/** A server whose errors are problems of RFC 9457; what is no `ProblemDetails` is logged and told to nobody. */
export function problemServer(answer: (...given: Parameters<RequestListener>) => Promise<void>, log: Log): Server {
  return httpServer(answer, (error, request, response) => {
    const path = request.url?.split('?')[0];
    if (!(error instanceof ProblemDetails)) log('failed', { path, reason: reasonOf(error) });
    else if (error.status === 503) log('unavailable', { path, reason: error.reason });
    const unknown = new ProblemDetails(500, 'Internal error', 'The request could not be answered.');
    sendProblem(request, response, error instanceof ProblemDetails ? error : unknown);
  });
}

/** Sends a problem, where no answer has begun. */
export function sendProblem(request: IncomingMessage, response: ServerResponse, problem: ProblemDetails): void {
  if (response.headersSent) return;
  const answer = problem.toAnswer();
  // What is left of a body is not waited for.
  const headers = { ...answer.headers, ...(!request.complete && { connection: 'close' }) };
  sendAnswer(request, response, { ...answer, headers });
}
