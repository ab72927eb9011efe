import { createServer, type Server } from 'node:net';
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

  constructor(host: MqttHost, limits: ListenerLimits) {
    this.server = createServer((socket) => {
      const connection = new MqttConnection(socket, host, limits);
      this.#connections.add(connection);
      socket.on('close', () => this.#connections.delete(connection));
    });
    this.server.maxConnections = limits.connections;
  }

  /** Devices that are connected. */
  get connected(): number {
    return this.#connections.size;
  }

  /** Drops the devices that are not any more what they were when they came: `group/device` and its stamp. */
  drop(changed: ReadonlyMap<string, string>): void {
    for (const connection of this.#connections) {
      const { device } = connection;
      const stamp = device && changed.get(`${device.group.id}/${device.id}`);
      if (stamp !== undefined && stamp !== device!.stamp) connection.drop();
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const connection of this.#connections) connection.drop();
    });
  }
}
