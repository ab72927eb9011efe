import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
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

  return problemServer(handle, log);
}
