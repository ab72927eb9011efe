import { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { lackOf } from '../../waist/lacks';
import { addOptOut } from '../../waist/opt-out';
import type { Postgres } from '../../waist/primitives/postgres';
import { PostgresDatabase } from '../../waist/primitives/postgres-database';
import type { Reference } from '../../waist/primitives/reference';
import { type ExistingSecret, Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { ClientSize } from '../../waist/workload-size';
import type { ContextBroker } from '../context-broker/context-broker';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import { atLeast } from '../identity/roles';
import type { DeviceGroup } from './device-group';

/** Before which broker it stands, and whose devices it knows. */
export interface DeviceGatewayProps extends ClientSize {
  /** The server that holds the registry of devices. */
  readonly database: Postgres;
  readonly gateway: Gateway;
  readonly broker: ContextBroker;
  readonly groups: readonly DeviceGroup[];
  /** Where the passwords of network servers are, by the group that fetches from one. @default none is needed */
  readonly networkSecrets?: Readonly<Record<string, ExistingSecret>>;
}

const groupsFile = '/citykit/devices/groups.json';
const ports = { http: 8080, management: 8081, metrics: 8082, mqtt: 1883 };
/** Of MQTT over TLS, as IANA has it. */
const publicPort = 8883;

/**
 * Where devices send their measures (`programs/device-gateway`): MQTT over TLS at `mqtt.<domain>:8883`, HTTP at `iot.<domain>`,
 * uplinks of LoRaWAN network servers. The devices of a tenant are managed at `api.<domain>/devices/v1`.
 *
 * @see https://github.com/telefonicaid/iotagent-node-lib
 * @see https://www.thethingsindustries.com/docs/integrations/
 * @see https://www.chirpstack.io/docs/chirpstack/integrations/
 */
export class DeviceGateway extends Component {
  readonly title = 'Device gateway';
  override readonly specPath = 'devices';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [{ mim: 'MIM6', requirements: ['R1', 'R3'], check: '6.5' }] as const;

  readonly service: Service;
  /** Public address of MQTT. Undefined where the target lets no connection but HTTP in. */
  readonly mqttUrl: string | undefined;

  constructor(scope: Construct, id: string, props: DeviceGatewayProps) {
    super(scope, id);
    const { gateway, broker, groups, connections } = props;
    const database = new PostgresDatabase(this, 'Database', { server: props.database, name: 'devices' });
    const noTcp = lackOf(this, 'tcpEdge');
    const host = gateway.hostName('mqtt');
    this.mqttUrl = noTcp === undefined ? `mqtts://${host}:${publicPort}` : undefined;
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      ...programOf('device-gateway', {
        [groupsFile]: `${JSON.stringify(groups)}\n`,
      }),
      env: {
        BROKER_URL: broker.service.endpoint('http').url(),
        PGHOST: database.host,
        PGPORT: database.port,
        PGUSER: database.user,
        PGPASSWORD: database.password,
        PGDATABASE: database.name,
        // The other holds the lease.
        PGCONNECTIONS: connections - 1,
        GROUPS_FILE: groupsFile,
        HTTP_URL: gateway.url('iot'),
        ...(this.mqttUrl !== undefined && { MQTT_URL: this.mqttUrl }),
        HTTP_PORT: ports.http,
        MANAGEMENT_PORT: ports.management,
        METRICS_PORT: ports.metrics,
        MQTT_PORT: ports.mqtt,
        // Each takes 20 kB, and a measure that waits as much; both together are half of the memory at most.
        CONNECTIONS: Math.floor(props.size.memory.mebibytes * 12),
        WAITING: Math.floor(props.size.memory.mebibytes * 12),
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        HISTORY_QUIET_SECONDS: broker.historyAfter.seconds,
        SHUTDOWN_SECONDS: 20,
        ...this.#passwords(groups, props.networkSecrets ?? {}),
      },
      scratch: [{ path: '/tmp' }],
      egress: groups.flatMap(({ network }) =>
        network
          ? [{ ports: [network.port], to: { host: network.host }, reason: 'Uplinks of LoRaWAN devices are fetched.' }]
          : [],
      ),
      // Measures wait with it while broker or database are away.
      waits: false,
      ports,
      // It asks the database before it listens.
      ...watchedAt(ports.metrics, Duration.minutes(10)),
      stopsWithin: Duration.seconds(30),
    });
    if (noTcp === undefined)
      gateway.edge.addTls({ name: 'mqtts', port: publicPort, host, target: this.service.endpoint('mqtt') });
    else addOptOut(this.service, { measure: 'MQTT from outside', reason: noTcp });
    new Route(this, 'Measures', {
      gateway,
      host: 'iot',
      path: '/iot',
      endpoint: this.service.endpoint('http'),
      // Devices have credentials of their own, which the program checks.
      access: 'passthrough',
      maxBodyBytes: 1024 * 1024,
    });
    const manage = { roles: atLeast('operator') };
    new Route(this, 'Management', {
      gateway,
      host: 'api',
      path: '/devices/v1',
      endpoint: this.service.endpoint('management'),
      access: [{ methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'], allow: manage }],
      tenantHeader: 'NGSILD-Tenant',
    });
  }

  #passwords(
    groups: readonly DeviceGroup[],
    secrets: Readonly<Record<string, ExistingSecret>>,
  ): Record<string, Reference> {
    const own = new Construct(this, 'NetworkServers');
    return Object.fromEntries(
      groups.flatMap(({ id, network }) =>
        network ? [[network.passwordVariable, Secret.fromExisting(own, id, secrets[id]!).value]] : [],
      ),
    );
  }
}
