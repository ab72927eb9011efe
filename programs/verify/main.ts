import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { verifyMetrics } from '../../verify/reports/metrics';
import { type CatalogueAnswer, document, ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
import { stopServer } from '../shared/stop-server';
import { reportAnswer } from './report-answer';
import { VerificationLoop } from './verification-loop';
import { type VerifyConfig, verifyConfig } from './verify-config';

void runJob(verifyConfig, work, ({ clientSecret }) => [clientSecret]);

async function work(config: VerifyConfig, log: Log): Promise<void> {
  const loop = new VerificationLoop(config, log);
  const servers: readonly (readonly [Server, number])[] = [
    [serve((request) => reportAnswer(request, loop.report), log), config.httpPort],
    [serve((request) => state(request, loop), log), config.metricsPort],
  ];
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  for (const [server, port] of servers) {
    server.listen(port);
    await once(server, 'listening');
  }
  log('listening', { http: config.httpPort, metrics: config.metricsPort });
  const running = loop.run();
  await told;
  log('stopping');
  loop.stop();
  await Promise.all([...servers.map(([server]) => stopServer(server, config.grace)), running]);
  log('stopped');
}

function state(request: IncomingMessage, { report, failures }: VerificationLoop): CatalogueAnswer {
  if (request.url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (request.url !== '/metrics') throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  return document(request, 'text/plain; version=0.0.4', verifyMetrics(report, failures));
}

/** What goes wrong with one request ends no other: the report is in memory alone. */
function serve(answer: (request: IncomingMessage) => CatalogueAnswer, log: Log): Server {
  return problemServer(async (request, response) => sendAnswer(request, response, answer(request)), log);
}
