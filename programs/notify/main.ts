import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { httpServer } from '../shared/http-server';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { reasonOf, retry } from '../shared/retry';
import { stopServer } from '../shared/stop-server';
import { answerClient } from './api';
import { BrokerDatabases } from './broker-databases';
import { Deliveries } from './deliveries';
import { type HttpAnswer, NgsiLdError, reply, replyError } from './http';
import { metrics } from './metrics';
import { NewestValues } from './newest-values';
import { type NotifyConfig, notifyConfig } from './notify-config';
import { answerBroker } from './relay';
import type { Send } from './send';
import { HttpSender } from './send-http';
import { MqttSender } from './send-mqtt';
import { TenantContexts } from './tenant-contexts';

void runJob(notifyConfig, work, ({ database }) => [database.password]);

async function work(config: NotifyConfig, log: Log): Promise<void> {
  const databases = new BrokerDatabases(config.database);
  const contexts = new TenantContexts(databases);
  const newest = new NewestValues(databases, log);
  const stop = new AbortController();
  // Before the broker can ask: it starts after this listens.
  const missing = await retry('contexts', { deadline: Number.POSITIVE_INFINITY, log }, () => contexts.copyMissing());
  if (missing > 0) log('contexts of subscriptions put where the broker looks for them', { contexts: missing });
  const http = new HttpSender();
  const mqtt = new MqttSender();
  const send: Send = (message) => (message.uri.protocol.startsWith('mqtt') ? mqtt : http).send(message);
  const deliveries = new Deliveries(config.limits, send, log);
  const api = server((request) => answerClient(config, contexts, request), log);
  const relay = server((request) => answerBroker(config, deliveries, contexts, request), log);
  const state = server(async (request) => answerState(request, deliveries, newest), log);
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const listening = [
    [api, config.apiPort],
    [relay, config.relayPort],
    [state, config.metricsPort],
  ] as const;
  for (const [one, port] of listening) {
    one.listen(port);
    await once(one, 'listening');
  }
  log('listening', { api: config.apiPort, relay: config.relayPort, metrics: config.metricsPort });
  const looking = newest.run(config.lookPause, stop.signal);
  await told;
  stop.abort();
  log('stopping', { waiting: deliveries.waiting });
  await Promise.all([
    stopServer(api, config.grace),
    stopServer(relay, config.grace),
    deliveries.stop(config.grace),
    looking,
  ]);
  http.close();
  mqtt.close();
  await stopServer(state, 0);
  log('stopped');
}

async function answerState(
  request: IncomingMessage,
  deliveries: Deliveries,
  newest: NewestValues,
): Promise<HttpAnswer> {
  if (request.url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (request.url !== '/metrics') throw new NgsiLdError(404, 'ResourceNotFound', 'There is no such path.');
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4' },
    body: metrics(deliveries, newest.values),
  };
}

function server(answer: (request: IncomingMessage) => Promise<HttpAnswer>, log: Log): Server {
  return httpServer(
    async (request, response) => reply(response, await answer(request)),
    (error, request, response) => {
      if (!(error instanceof NgsiLdError)) log('failed', { path: request.url?.split('?')[0], reason: reasonOf(error) });
      const unknown = new NgsiLdError(500, 'InternalError', 'The request could not be answered.');
      replyError(response, error instanceof NgsiLdError ? error : unknown);
    },
  );
}
