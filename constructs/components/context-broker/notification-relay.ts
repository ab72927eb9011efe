import type { Construct } from 'constructs';
import type { Receiver } from '../../spec/receiver';
import type { Endpoint } from '../../waist/primitives/endpoint';
import type { PostgresDatabase } from '../../waist/primitives/postgres-database';
import { textFrom } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import type { Egress } from '../../waist/primitives/workload';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';

/** The broker and the receivers that a relay stands between. */
export interface NotificationRelayProps extends WorkloadSize {
  readonly broker: Service;
  /** The broker's own. */
  readonly database: PostgresDatabase;
  readonly receivers: readonly Receiver[];
  /** Programs of the platform that are notified as well. It is read when the platform is rendered. */
  readonly programs: readonly Endpoint[];
}

const ports = { http: 8080, relay: 8081, metrics: 8082 };

/**
 * The relay of notifications (`programs/notify`) between clients, the broker and the receivers. Clients keep
 * subscriptions through it, the broker notifies it alone, and it delivers to the receivers, so that no receiver waits
 * for another. Port `http` is for clients, `relay` for the broker, `metrics` for probes and Prometheus.
 */
export function notificationRelay(scope: Construct, id: string, props: NotificationRelayProps): Service {
  const { broker, database, receivers, programs, size, replicas } = props;
  const relay = new Service(scope, id, {
    size,
    replicas,
    ...programOf('notify'),
    env: {
      BROKER_URL: broker.endpoint('http').url(),
      RECEIVERS: () =>
        textFrom((read) => {
          const own = programs.map(({ host, port }) => ({ program: read(host), schemes: ['http'], ports: [port] }));
          return JSON.stringify([...receivers, ...own]);
        }),
      API_PORT: ports.http,
      RELAY_PORT: ports.relay,
      METRICS_PORT: ports.metrics,
      // A quarter of its memory.
      WAITING_MEBIBYTES: Math.floor(size.memory.mebibytes / 4),
      SHUTDOWN_SECONDS: 20,
      PGHOST: database.host,
      PGPORT: database.port,
      PGUSER: database.user,
      PGPASSWORD: database.password,
      PGDATABASE: database.name,
    },
    scratch: [{ path: '/tmp' }],
    // The broker starts after the relay, which asks it only when a client asks.
    waits: false,
    egress: waysOut(receivers),
    ports,
    // It asks the database before it listens.
    ...watchedAt(ports.metrics, Duration.minutes(10)),
    stopsWithin: Duration.seconds(30),
  });
  relay.addEnv('RELAY_URL', relay.endpoint('relay').url());
  return relay;
}

/** One egress for each place that receivers are in. */
function waysOut(receivers: readonly Receiver[]): Egress[] {
  const found = new Map<string, { to: Egress['to']; ports: Set<number> }>();
  for (const receiver of receivers) {
    const to = placeOf(receiver);
    const key = JSON.stringify(to);
    const way = found.get(key) ?? { to, ports: new Set() };
    for (const port of receiver.ports) way.ports.add(port);
    found.set(key, way);
  }
  return [...found.values()].map(({ to, ports }) => ({
    to,
    ports: [...ports].sort((a, b) => a - b),
    reason: 'Subscribers are notified.',
  }));
}

function placeOf({ network, namespace }: Receiver): Egress['to'] {
  if (namespace !== undefined) return { namespace };
  return network === undefined ? 'internet' : { network };
}
