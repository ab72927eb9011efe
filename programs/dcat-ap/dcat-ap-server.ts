import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { ProblemDetails, sendAnswer } from './answer';
import { CatalogueSite } from './catalogue-site';
import type { DcatApConfig } from './dcat-ap-config';

/** The catalogue's HTTP server, not yet listening. */
export function dcatApServer(config: DcatApConfig, log: Log): Server {
  const site = new CatalogueSite(config);
  let busy = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isProbe = request.url?.startsWith('/health/') ?? false;
    if (!isProbe && busy >= config.concurrency) {
      throw new ProblemDetails(503, 'Busy', 'Too many requests are being answered.', { 'retry-after': '1' });
    }
    busy++;
    try {
      sendAnswer(request, response, await site.answer(request));
    } finally {
      busy--;
    }
  }

  const server = createServer((request, response) => {
    request.resume();
    handle(request, response).catch((error: unknown) => {
      if (!(error instanceof ProblemDetails)) log('failed', { path: request.url, reason: reasonOf(error) });
      else if (error.status === 503) log('unavailable', { path: request.url, reason: error.reason });
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
