import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { unreadKey } from '../../constructs/components/monitoring/watched';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { stopServer } from '../shared/stop-server';
import { Watch } from './watch';
import { type WatchConfig, watchConfig } from './watch-config';

void runJob(watchConfig, work);

async function work(config: WatchConfig, log: Log): Promise<void> {
  const watch = new Watch(config, log);
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 200 : 404, { 'content-type': 'text/plain' });
    response.end(request.url === '/health' ? 'ok\n' : 'There is /health.\n');
  });
  const stop = new AbortController();
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  server.listen(config.port);
  await once(server, 'listening');
  log('listening', { port: config.port, sources: config.sources.length });
  while (!stop.signal.aborted) {
    const began = performance.now();
    const { numbers, unread } = await watch.look();
    // One number a line: whoever reads the log finds it by its key.
    for (const [quantity, value] of [...numbers, [unreadKey, unread] as const]) log('measured', { quantity, value });
    const took = performance.now() - began;
    await sleep(Math.max(0, config.pause - took), undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await stopServer(server, 1000);
  log('stopped');
}
