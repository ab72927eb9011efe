import { createServer, type Server } from 'node:net';
import type { Device } from './devices';
import { MqttConnection, type MqttHost, type MqttLimits } from './mqtt-connection';

/** Bounds of {@link MqttListener}. */
export interface ListenerLimits extends MqttLimits {
  /** Open at once; who comes then is turned away. */
  readonly connections: number;
}

/** Connections of one device, each under another client id: a bridge may have some, and nobody all that there are. */
const mostOfDevice = 20;

/** Devices that are connected over MQTT. TLS ends before it, at the edge. */
export class MqttListener {
  readonly server: Server;
  readonly #connections = new Set<MqttConnection>();
  /** By device, and of each by client id, in the order in which they came: no device can end the connection of another. */
  readonly #sessions = new Map<string, Map<string, MqttConnection>>();

  constructor(host: MqttHost, limits: ListenerLimits) {
    this.server = createServer((socket) => {
      const connection = new MqttConnection(socket, host, limits, () => this.#join(connection));
      this.#connections.add(connection);
      socket.on('close', () => this.#leave(connection));
    });
    this.server.maxConnections = limits.connections;
  }

  /** Devices that are connected. */
  get connected(): number {
    return this.#sessions.size;
  }

  /** Drops the devices that are not any more what they were when they came: `group/device` and its stamp. */
  drop(changed: ReadonlyMap<string, string>): void {
    for (const connection of this.#connections) {
      const { device } = connection;
      const stamp = device && changed.get(nameOf(device));
      if (stamp !== undefined && stamp !== device!.stamp) connection.drop();
    }
  }

  /**
   * A client that comes again, as after a network that was lost, ends the connection that it had (MQTT 5, 3.1.4); one too many
   * of its device ends the oldest.
   */
  #join(connection: MqttConnection): void {
    const { clientId } = connection;
    const name = nameOf(connection.device!);
    const own = this.#sessions.get(name) ?? new Map<string, MqttConnection>();
    this.#sessions.set(name, own);
    own.get(clientId)?.drop('takenOver');
    own.delete(clientId);
    own.set(clientId, connection);
    const [oldest] = own;
    if (own.size <= mostOfDevice || !oldest) return;
    own.delete(oldest[0]);
    oldest[1].drop('quotaExceeded');
  }

  #leave(connection: MqttConnection): void {
    this.#connections.delete(connection);
    if (!connection.device) return;
    const name = nameOf(connection.device);
    const own = this.#sessions.get(name);
    if (own?.get(connection.clientId) !== connection) return;
    own.delete(connection.clientId);
    if (own.size === 0) this.#sessions.delete(name);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const connection of this.#connections) connection.drop();
    });
  }
}

const nameOf = ({ group, id }: Device): string => `${group.id}/${id}`;
