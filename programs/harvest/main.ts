import { once } from 'node:events';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { Portal } from '../publisher/portal';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
import { stopServer } from '../shared/stop-server';
import { type HarvestConfig, harvestConfig } from './harvest-config';
import { HarvestLoop } from './harvest-loop';
import { harvestMetrics } from './metrics';

void runJob(harvestConfig, work, ({ portalToken }) => [portalToken]);

async function work(config: HarvestConfig, log: Log): Promise<void> {
  const harvester = new HarvestLoop(config, new Portal(config.portalUrl, config.portalToken, config.timeout), log);
  const server = problemServer(
    async (request, response) => sendAnswer(request, response, state(request.url, harvester)),
    log,
  );
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  server.listen(config.metricsPort);
  await once(server, 'listening');
  log('listening', { metrics: config.metricsPort, cities: config.cities.map(({ id }) => id) });
  const running = harvester.run();
  await Promise.race([told, running]);
  log('stopping');
  harvester.stop();
  await Promise.all([stopServer(server, config.grace), running]);
  log('stopped');
}

function state(url: string | undefined, harvester: HarvestLoop) {
  if (url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (url !== '/metrics') throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: harvestMetrics(harvester) };
}
