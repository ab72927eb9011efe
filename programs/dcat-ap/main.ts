import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { runJob } from '../shared/job';
import { stopServer } from '../shared/stop-server';
import { dcatApConfig } from './dcat-ap-config';
import { dcatApServer } from './dcat-ap-server';

void runJob(dcatApConfig, async (config, log) => {
  const server = dcatApServer(config, log);
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  server.listen(config.port);
  await once(server, 'listening');
  log('listening', { port: (server.address() as AddressInfo).port });
  await told;
  log('stopping');
  await stopServer(server, config.grace);
  log('stopped');
});
