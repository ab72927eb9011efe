import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
import { stopServer } from '../shared/stop-server';
import { EntityReader } from './entity-reader';
import { FeaturesApi } from './features-api';
import { type FeaturesConfig, featuresConfig } from './features-config';
import { featuresMetrics } from './metrics';

void runJob(featuresConfig, work);

async function work(config: FeaturesConfig, log: Log): Promise<void> {
  const api = new FeaturesApi(config, new EntityReader(config.brokerUrl, config.timeout));
  const servers: readonly (readonly [Server, number])[] = [
    [problemServer((request, response) => api.answer('token', request, response), log), config.httpPort],
    [problemServer((request, response) => api.answer('open', request, response), log), config.openPort],
    [
      problemServer(async (request, response) => sendAnswer(request, response, state(request, api)), log),
      config.metricsPort,
    ],
  ];
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  for (const [server, port] of servers) {
    server.listen(port);
    await once(server, 'listening');
  }
  log('listening', { http: config.httpPort, open: config.openPort, metrics: config.metricsPort });
  await told;
  log('stopping');
  await Promise.all(servers.map(([server]) => stopServer(server, config.grace)));
  log('stopped');
}

function state({ url }: IncomingMessage, api: FeaturesApi) {
  if (url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (url !== '/metrics') throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: featuresMetrics(api) };
}
