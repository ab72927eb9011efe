import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { problemServer } from '../shared/problem-server';
import { stopServer } from '../shared/stop-server';
import { DemoMeasures } from './demo-measures';
import { SimulatorMetrics } from './metrics';
import { SimulatedDevice } from './simulated-device';
import { type SimulatorConfig, simulatorConfig } from './simulator-config';

void runJob(simulatorConfig, work);

async function work(config: SimulatorConfig, log: Log): Promise<void> {
  const metrics = new SimulatorMetrics();
  const all = config.plan.groups.flatMap((group) => group.devices.map((device) => ({ group, device })));
  const measures = new DemoMeasures(config.plan, config.every);
  const devices = all.map(
    ({ group, device }, at) => new SimulatedDevice(config, measures, group, device, at / all.length, metrics, log),
  );
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const server = problemServer(async (request, response) => answerState(request, response, metrics), log);
  server.listen(config.metricsPort);
  await once(server, 'listening');
  log('listening', { metrics: config.metricsPort, devices: devices.length });
  const stopping = new AbortController();
  const running = devices.map((device) => device.run(stopping.signal));
  await told;
  log('stopping');
  stopping.abort();
  await Promise.all([...running, stopServer(server, 5000)]);
  log('stopped');
}

function answerState(request: IncomingMessage, response: ServerResponse, metrics: SimulatorMetrics): void {
  const type = request.url === '/health' ? 'text/plain' : 'text/plain; version=0.0.4';
  if (request.url !== '/health' && request.url !== '/metrics')
    throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  const body = request.url === '/health' ? 'ok\n' : metrics.text();
  sendAnswer(request, response, { status: 200, headers: { 'content-type': type }, body });
}
