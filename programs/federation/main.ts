import { once } from 'node:events';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { stopServer } from '../shared/stop-server';
import { Comparisons } from './compare/compare-answer';
import { FederatedReads } from './federated-reads';
import { type FederationConfig, federationConfig } from './federation-config';
import { federationServer, stateServer } from './federation-server';

void runJob(federationConfig, work, ({ secrets }) => secrets);

async function work(config: FederationConfig, log: Log): Promise<void> {
  const federation = new FederatedReads(config, log);
  const comparisons = new Comparisons(config.title, federation.cities, config.indicators);
  const servers = [
    [federationServer(federation, comparisons, log), config.httpPort],
    [stateServer(federation, log), config.metricsPort],
  ] as const;
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  for (const [server, port] of servers) {
    server.listen(port);
    await once(server, 'listening');
  }
  const cities = config.cities.map(({ id }) => id);
  log('listening', { http: config.httpPort, metrics: config.metricsPort, cities });
  await told;
  log('stopping');
  await Promise.all(servers.map(([server]) => stopServer(server, config.grace)));
  federation.stop();
  log('stopped');
}
