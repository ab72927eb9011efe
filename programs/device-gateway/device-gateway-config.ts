import { readFileSync } from 'node:fs';
import {
  type DeviceGroup,
  deviceProtocols,
  measuredKinds,
} from '../../constructs/components/device-gateway/device-group';
import type { Environment } from '../shared/environment';
import { isObject, isText } from '../shared/json-value';
import { reasonOf } from '../shared/retry';
import type { IngestOptions } from './ingest';
import type { IntakeLimits } from './intake';
import type { PublicAddresses } from './management';
import type { ListenerLimits } from './mqtt-listener';
import type { RecordedHistoryOptions } from './recorded-history';
import type { RemovalOptions } from './simulated-entities';

/** What `device-gateway` is told. */
export interface DeviceGatewayConfig {
  /** The broker's URL, before `/ngsi-ld/v1`. */
  readonly brokerUrl: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly name: string;
    /** Connections at once. */
    readonly connections: number;
  };
  readonly groups: readonly DeviceGroup[];
  /** Passwords of network servers, by the variables that groups name. */
  readonly passwords: ReadonlyMap<string, string>;
  readonly addresses: PublicAddresses;
  readonly mqttPort: number;
  /** For devices, by way of the gateway. */
  readonly httpPort: number;
  /** For people and programs with a role, by way of the gateway. */
  readonly managementPort: number;
  readonly metricsPort: number;
  readonly limits: IntakeLimits;
  readonly mqtt: ListenerLimits;
  readonly ingest: IngestOptions;
  readonly history: RecordedHistoryOptions;
  readonly removal: RemovalOptions;
  /** For one request to the broker, in milliseconds. */
  readonly timeout: number;
  /** For what is under way when the program is told to stop, in milliseconds. */
  readonly grace: number;
}

/** Reads the environment, and the groups from the file that it names. */
export function deviceGatewayConfig(environment: Environment): DeviceGatewayConfig {
  const port = (name: string, fallback: number) => environment.integer(name, { fallback, minimum: 0, maximum: 65_535 });
  const number = (name: string, fallback: number, maximum: number) =>
    environment.integer(name, { fallback, minimum: 1, maximum });
  const seconds = (name: string, fallback: number) => 1000 * number(name, fallback, 86_400);
  const groups = groupsOf(environment);
  const bytes = number('MESSAGE_BYTES', 65_536, 1_048_576);
  return {
    brokerUrl: environment.url('BROKER_URL'),
    database: {
      host: environment.text('PGHOST'),
      port: port('PGPORT', 5432),
      user: environment.text('PGUSER'),
      password: environment.text('PGPASSWORD'),
      name: environment.text('PGDATABASE'),
      connections: number('PGCONNECTIONS', 5, 100),
    },
    groups,
    passwords: passwordsOf(groups, environment),
    addresses: { mqtt: environment.optional('MQTT_URL'), http: environment.url('HTTP_URL') },
    mqttPort: port('MQTT_PORT', 1883),
    httpPort: port('HTTP_PORT', 8080),
    managementPort: port('MANAGEMENT_PORT', 8081),
    metricsPort: port('METRICS_PORT', 8082),
    limits: { bytes, values: number('VALUES', 100, 10_000), ahead: seconds('CLOCK_AHEAD_SECONDS', 300) },
    mqtt: {
      // With topic and properties.
      packet: bytes + 4096,
      underWay: number('UNDER_WAY', 20, 65_535),
      connectWithin: seconds('CONNECT_WITHIN_SECONDS', 10),
      idle: seconds('IDLE_SECONDS', 3600),
      connections: number('CONNECTIONS', 10_000, 1_000_000),
    },
    ingest: { waiting: number('WAITING', 10_000, 1_000_000), batch: number('BATCH', 100, 1000), pause: 500 },
    history: { quiet: seconds('HISTORY_QUIET_SECONDS', 60), delay: seconds('HISTORY_DELAY_SECONDS', 20), pause: 2000 },
    removal: { pause: seconds('REMOVAL_PAUSE_SECONDS', 30), settle: seconds('REMOVAL_SETTLE_SECONDS', 300) },
    timeout: seconds('REQUEST_TIMEOUT_SECONDS', 20),
    grace: seconds('SHUTDOWN_SECONDS', 20),
  };
}

function groupsOf(environment: Environment): readonly DeviceGroup[] {
  const file = environment.text('GROUPS_FILE');
  if (file === '') return [];
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(value) && value.every(isGroup)) return value;
    environment.problem('GROUPS_FILE', 'must hold a JSON list of groups of devices');
  } catch (error) {
    environment.problem('GROUPS_FILE', `cannot be read: ${isObject(error) ? error.code : reasonOf(error)}`);
  }
  return [];
}

function isGroup(value: unknown): value is DeviceGroup {
  if (!isObject(value)) return false;
  const { tenant, protocol, devices, pattern, attributes, fixed, network, simulated } = value;
  return (
    [value.id, value.type, value.entity, value.context].every(isText) &&
    [tenant, pattern].every((text) => text === undefined || isText(text)) &&
    deviceProtocols.some((known) => known === protocol) &&
    isObject(devices) &&
    Object.values(devices).every(isObject) &&
    isObject(attributes) &&
    Object.values(attributes).every(isAttribute) &&
    isObject(fixed) &&
    (network === undefined || isObject(network)) &&
    (simulated === undefined || typeof simulated === 'boolean')
  );
}

const isAttribute = (value: unknown): boolean =>
  isObject(value) && isText(value.name) && measuredKinds.some((kind) => kind === value.kind);

function passwordsOf(groups: readonly DeviceGroup[], environment: Environment): ReadonlyMap<string, string> {
  const names = groups.flatMap(({ network }) => (network ? [network.passwordVariable] : []));
  return new Map(names.map((name) => [name, environment.text(name)]));
}
