import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
import { stopServer } from '../shared/stop-server';
import { Broker } from './broker';
import { Downloads } from './downloads';
import { publisherMetrics } from './metrics';
import { takeNotification } from './notifications';
import { Portal } from './portal';
import { PublishingLoop } from './publisher';
import { type PublisherConfig, publisherConfig } from './publisher-config';

void runJob(publisherConfig, work, ({ portalToken }) => [portalToken]);

async function work(config: PublisherConfig, log: Log): Promise<void> {
  const broker = new Broker(config.brokerUrl, config.subscriptionsUrl, config.timeout);
  const portal = new Portal(config.portalUrl, config.portalToken, config.timeout);
  const publisher = new PublishingLoop(config, broker, portal, log);
  const downloads = new Downloads(config, broker);
  const servers: readonly (readonly [Server, number])[] = [
    [problemServer((request, response) => downloads.answer(request, response), log), config.httpPort],
    [problemServer((request, response) => takeNotification(publisher, request, response), log), config.notifyPort],
    [
      problemServer(async (request, response) => sendAnswer(request, response, state(request, publisher)), log),
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
  log('listening', { http: config.httpPort, notify: config.notifyPort, metrics: config.metricsPort });
  const running = publisher.run();
  await Promise.race([told, running]);
  log('stopping');
  publisher.stop();
  await Promise.all([...servers.map(([server]) => stopServer(server, config.grace)), running]);
  log('stopped');
}

function state({ url }: IncomingMessage, publisher: PublishingLoop) {
  if (url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (url !== '/metrics') throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: publisherMetrics(publisher) };
}
