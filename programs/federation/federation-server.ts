import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { bodyOf, NgsiLdError } from '../notify/http';
import { httpServer } from '../shared/http-server';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import type { Comparisons } from './compare/compare-answer';
import type { FederatedReads, FederationAnswer } from './federated-reads';
import { federationMetrics } from './metrics';
import { FederationProblem } from './problem';

/** Longest query that is posted, in bytes. */
const longestBody = 1024 * 1024;

/** The server for clients, not yet listening. */
export function federationServer(federation: FederatedReads, comparisons: Comparisons, log: Log): Server {
  return server(log, async (request) => {
    const isComparison = /^\/compare(?:\.json)?(?:\?|$)/.test(request.url ?? '');
    const answer = await answerOf(isComparison ? comparisons : federation, request, log);
    federation.answers.set(answer.status, (federation.answers.get(answer.status) ?? 0) + 1);
    return answer;
  });
}

/** The server for probes and metrics, not yet listening. */
export function stateServer(federation: FederatedReads, log: Log): Server {
  return server(log, async ({ url }) => {
    if (url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
    if (url !== '/metrics') return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found\n' };
    const headers = { 'content-type': 'text/plain; version=0.0.4' };
    return { status: 200, headers, body: federationMetrics(federation) };
  });
}

async function answerOf(
  federation: Pick<FederatedReads, 'answer'>,
  request: IncomingMessage,
  log: Log,
): Promise<FederationAnswer> {
  try {
    const body = await bodyOf(request, longestBody);
    return await federation.answer(request, body.toString());
  } catch (error) {
    return problemAnswer(toProblem(error, request, log));
  }
}

function toProblem(error: unknown, request: IncomingMessage, log: Log): FederationProblem {
  if (error instanceof FederationProblem) return error;
  if (error instanceof NgsiLdError) {
    const headers = { connection: 'close' };
    return new FederationProblem(error.status, 'InvalidRequest', 'Request too large', error.detail, {}, headers);
  }
  log('failed', { path: request.url?.split('?')[0], reason: reasonOf(error) });
  return new FederationProblem(500, undefined, 'Internal error', 'The request could not be answered.');
}

function problemAnswer(problem: FederationProblem): FederationAnswer {
  const { status, headers, body } = problem;
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}

function server(log: Log, answer: (request: IncomingMessage) => Promise<FederationAnswer>): Server {
  return httpServer(
    async (request, response) => reply(request, response, await answer(request)),
    (error, request, response) => {
      if (!response.headersSent) reply(request, response, problemAnswer(toProblem(error, request, log)));
    },
    { request: 10_000, headers: 5000 },
  );
}

function reply(request: IncomingMessage, response: ServerResponse, { status, headers, body }: FederationAnswer): void {
  response.writeHead(status, {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
