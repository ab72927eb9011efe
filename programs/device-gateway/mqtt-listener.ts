import { createServer, type Server } from 'node:net';
import type { Device } from './devices';
import { MqttConnection, type MqttHost, type MqttLimits } from './mqtt-connection';

/** Bounds of {@link MqttListener}. */
export interface ListenerLimits extends MqttLimits {
  /** Open at once; who comes then is turned away. */
  readonly connections: number;
}

/** Devices that are connected over MQTT. TLS ends before it, at the edge. */
export class MqttListener {
  readonly server: Server;
  readonly #connections = new Set<MqttConnection>();
  /** By device and client id. */
  readonly #sessions = new Map<string, MqttConnection>();

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
    return new Set([...this.#sessions.values()].map(({ device }) => nameOf(device!))).size;
  }

  /** Drops the devices that are not any more what they were when they came: `group/device` and its stamp. */
  drop(changed: ReadonlyMap<string, string>): void {
    for (const connection of this.#connections) {
      const { device } = connection;
      const stamp = device && changed.get(nameOf(device));
      if (stamp !== undefined && stamp !== device!.stamp) connection.drop();
    }
  }

  /** A client that comes again, as after a network that was lost, ends the connection that it had (MQTT 5, 3.1.4). */
  #join(connection: MqttConnection): void {
    const session = sessionOf(connection);
    this.#sessions.get(session)?.drop('takenOver');
    this.#sessions.set(session, connection);
  }

  #leave(connection: MqttConnection): void {
    this.#connections.delete(connection);
    const session = sessionOf(connection);
    if (this.#sessions.get(session) === connection) this.#sessions.delete(session);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const connection of this.#connections) connection.drop();
    });
  }
}

const nameOf = ({ group, id }: Device): string => `${group.id}/${id}`;

/** No device can end the connection of another: a client id is one of its device. */
const sessionOf = ({ device, clientId }: MqttConnection): string => (device ? `${nameOf(device)} ${clientId}` : '');
