import type { Receiver } from '../../constructs/spec/receiver';
import type { Environment } from '../shared/environment';
import type { DeliveryLimits } from './deliveries';
import { receiverList } from './receivers';

/** What `notify` is told. */
export interface NotifyConfig {
  /** The broker's URL, before `/ngsi-ld/v1`. */
  readonly brokerUrl: string;
  /** Where the broker reaches the relay; it is kept in subscriptions. */
  readonly relayUrl: string;
  readonly receivers: readonly Receiver[];
  /** For clients, by way of the gateway. */
  readonly apiPort: number;
  /** For the broker alone. */
  readonly relayPort: number;
  /** For probes and Prometheus. */
  readonly metricsPort: number;
  readonly limits: DeliveryLimits;
  /** The broker's own database; those of its tenants are on the same server. */
  readonly database: DatabaseConfig;
  /** Between two looks at how new values are, in milliseconds. */
  readonly lookPause: number;
  /** For what waits when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Where the broker's database is, and as whom to log in. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly name: string;
}

/** From the environment, with every problem of it at once. */
export function notifyConfig(environment: Environment): NotifyConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const seconds = (name: string, fallback: number) =>
    1000 * environment.integer(name, { fallback, minimum: 1, maximum: 600 });
  return {
    brokerUrl: environment.url('BROKER_URL'),
    relayUrl: environment.url('RELAY_URL'),
    receivers: environment.json('RECEIVERS', receiverList),
    apiPort: port('API_PORT', 8080),
    relayPort: port('RELAY_PORT', 8081),
    metricsPort: port('METRICS_PORT', 8082),
    limits: {
      timeout: seconds('TIMEOUT_SECONDS', 5),
      keep: seconds('KEEP_SECONDS', 60),
      waiting: environment.integer('WAITING', { fallback: 1000, minimum: 1, maximum: 100_000 }),
      bytes: 1024 * 1024 * environment.integer('WAITING_MEBIBYTES', { fallback: 32, minimum: 1, maximum: 1024 }),
      pause: 500,
    },
    database: {
      host: environment.text('PGHOST'),
      port: port('PGPORT', 5432),
      user: environment.text('PGUSER'),
      password: environment.text('PGPASSWORD'),
      name: environment.text('PGDATABASE'),
    },
    lookPause: seconds('LOOK_PAUSE_SECONDS', 30),
    grace: seconds('SHUTDOWN_SECONDS', 20),
  };
}
