import { once, setMaxListeners } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type CatalogueAnswer, ProblemDetails, sendAnswer } from '../dcat-ap/answer';
import { httpServer } from '../shared/http-server';
import { runJob } from '../shared/job';
import type { Log } from '../shared/log';
import { sendProblem } from '../shared/problem-server';
import { reasonOf, retry } from '../shared/retry';
import { stopServer } from '../shared/stop-server';
import { type DeviceGatewayConfig, deviceGatewayConfig } from './device-gateway-config';
import { Devices, makeTables } from './devices';
import { answerDevice } from './http-intake';
import { Ingest } from './ingest';
import { Intake } from './intake';
import { Lease, type LeasedWork } from './lease';
import { answerManager } from './management';
import { IntakeMetrics } from './metrics';
import { MqttListener } from './mqtt-listener';
import { NetworkSubscriber } from './network-servers';
import { NgsiLdClient } from './ngsi-ld-client';
import { RecordedHistory } from './recorded-history';
import { SimulatedEntities } from './simulated-entities';
import { valueOfTopic } from './topics';

void runJob(deviceGatewayConfig, work, ({ database, passwords }) => [database.password, ...passwords.values()]);

async function work(config: DeviceGatewayConfig, log: Log): Promise<void> {
  const { host, port, user, password, name: database, connections: max } = config.database;
  const options = { host, port, user, password, database, connect_timeout: 5, onnotice: () => undefined };
  const sql = postgres({ ...options, max });
  const broker = new NgsiLdClient(config.brokerUrl, config.timeout);
  const simulated = new SimulatedEntities(sql, broker, config.groups, config.removal, log);
  await retry('database', { deadline: Number.POSITIVE_INFINITY, log }, async () => {
    await makeTables(sql);
    await simulated.note();
  });
  const devices = new Devices(sql, config.groups);
  const ingest = new Ingest(sql, broker, config.ingest, log);
  const history = new RecordedHistory(sql, broker, config.history, log);
  const metrics = new IntakeMetrics();
  const intake = new Intake(devices, ingest, metrics, config.limits, log);
  const mqtt = new MqttListener(
    {
      authenticate: (name, credential) => devices.authenticated(name, credential),
      refused: (refusal, device) => intake.refused(refusal, device),
      publish: async (device, topic, payload) => {
        const path = ownValue(intake, device, topic);
        await intake.message(device, payload, path === undefined ? {} : { path });
      },
    },
    config.mqtt,
  );
  const watched = new AbortController();
  const lease = new Lease(options, onlyOnce(config, [history, simulated], intake, log), log);
  const state = (): CatalogueAnswer => ({
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4' },
    body: metrics.text({
      counts: { ...ingest.counts, mended: history.mended },
      waiting: ingest.waiting,
      connected: mqtt.connected,
      left: simulated.left,
    }),
  });
  const servers: readonly (readonly [Server, number])[] = [
    [serve((request) => answerDevice(intake, config.limits.bytes, request), log), config.httpPort],
    [serve((request) => answerManager(devices, config.addresses, request), log), config.managementPort],
    [serve(async (request) => answerState(request, state), log), config.metricsPort],
  ];
  // In place of ending at once, as jobs do.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  for (const [server, number] of [...servers, [mqtt.server, config.mqttPort] as const]) {
    server.listen(number);
    await once(server, 'listening');
  }
  const { mqttPort, httpPort, managementPort, metricsPort } = config;
  log('listening', { mqtt: mqttPort, http: httpPort, management: managementPort, metrics: metricsPort });
  void lease.run();
  void dropChanged(devices, mqtt, log, watched.signal);
  await told;
  log('stopping', { waiting: ingest.waiting });
  watched.abort();
  ingest.stop();
  await lease.stop();
  await Promise.all([mqtt.stop(), ...servers.map(([server]) => stopServer(server, config.grace))]);
  await sql.end({ timeout: config.grace / 1000 });
  log('stopped');
}

/**
 * Drops every second the devices that were revoked or got another credential. While the registry is away nothing is taken of
 * any device; afterwards it is asked for the whole time.
 */
async function dropChanged(devices: Devices, mqtt: MqttListener, log: Log, signal: AbortSignal): Promise<void> {
  let asked = performance.now();
  while (!signal.aborted) {
    const now = performance.now();
    try {
      // With what somebody was about to write when it was asked before.
      mqtt.drop(await devices.changed((now - asked) / 1000 + 10));
      asked = now;
    } catch (error) {
      log('changes of devices not known', { reason: reasonOf(error) });
    }
    await sleep(1000);
  }
}

/** A topic of somebody else is refused before anything is read. */
function ownValue(intake: Intake, device: Parameters<typeof valueOfTopic>[0], topic: string): string | undefined {
  try {
    return valueOfTopic(device, topic);
  } catch (error) {
    intake.refused(error as Parameters<Intake['refused']>[0], device);
    throw error;
  }
}

/** What runs until it is told to end. A lease that is lost and held again runs it anew. */
interface Looking {
  run(signal: AbortSignal): Promise<void>;
}

/** What one replica does at a time: a network server gives uplinks to everybody who asks, and there is one history. */
function onlyOnce(
  { groups, passwords }: DeviceGatewayConfig,
  always: readonly Looking[],
  intake: Intake,
  log: Log,
): LeasedWork {
  const subscriptions = groups.flatMap((group) => (group.network ? [{ group, network: group.network }] : []));
  let held = new AbortController();
  return {
    begin() {
      held = new AbortController();
      // One for each group that fetches.
      setMaxListeners(0, held.signal);
      const subscribers = subscriptions.map(({ group, network }) => {
        const subscription = { group, network, password: passwords.get(network.passwordVariable) ?? '' };
        return new NetworkSubscriber(subscription, `citykit-${group.id}`, intake, log);
      });
      for (const one of [...always, ...subscribers]) void one.run(held.signal);
    },
    end: () => held.abort(),
  };
}

function answerState({ url }: IncomingMessage, metrics: () => CatalogueAnswer): CatalogueAnswer {
  if (url === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' };
  if (url !== '/metrics') throw new ProblemDetails(404, 'Not found', 'There are /health and /metrics.');
  return metrics();
}

function serve(answer: (request: IncomingMessage) => Promise<CatalogueAnswer>, log: Log): Server {
  return httpServer(
    async (request, response) => sendAnswer(request, response, await answer(request)),
    (error, request, response) => {
      const path = request.url?.split('?')[0];
      if (!(error instanceof ProblemDetails)) log('failed', { path, reason: reasonOf(error) });
      const unknown = new ProblemDetails(503, 'Unavailable', 'The request could not be answered now.');
      sendProblem(request, response, error instanceof ProblemDetails ? error : unknown);
    },
  );
}
