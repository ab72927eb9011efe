import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { generate, type Packet, parser } from 'mqtt-packet';

/** Where a device of the tests sends, and as whom. */
export interface MqttDeviceOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly credential: string;
  readonly topic: string;
  /** The name that the certificate of the other side has to have, and its authority in PEM. @default no TLS */
  readonly tls?: { readonly servername: string; readonly ca: string };
}

/**
 * A device that keeps to MQTT 3.1.1: what is not acknowledged it sends again, with the mark of a repetition, over as many
 * connections as it takes.
 */
export class MqttDevice {
  /** Messages that were acknowledged, in their order. */
  readonly acknowledged: string[] = [];
  readonly #pending = new Map<number, { payload: string; done: () => void; isSent: boolean }>();
  #socket: Socket | undefined;
  #isReady = false;
  #isStopped = false;
  #nextId = 0;

  constructor(private readonly options: MqttDeviceOptions) {
    void this.#run();
  }

  /** How many messages wait for an acknowledgement. */
  get pending(): number {
    return this.#pending.size;
  }

  get isConnected(): boolean {
    return this.#isReady;
  }

  /** Resolves when the message is acknowledged. */
  publish(payload: string): Promise<void> {
    this.#nextId = (this.#nextId % 65_535) + 1;
    const messageId = this.#nextId;
    return new Promise((done) => {
      this.#pending.set(messageId, { payload, done, isSent: false });
      if (this.#isReady) this.#send(messageId);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#socket?.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#session();
      this.#isReady = false;
      await sleep(200);
    }
  }

  #session(): Promise<void> {
    const { host, port, name, credential, tls } = this.options;
    const socket = tls ? connectTls({ host, port, ...tls }) : connect(port, host);
    this.#socket = socket;
    const packets = parser({ protocolVersion: 4 });
    const login = { username: name, password: Buffer.from(credential) };
    socket.on(tls ? 'secureConnect' : 'connect', () =>
      socket.write(
        generate({ cmd: 'connect', protocolId: 'MQTT', clientId: name, keepalive: 60, clean: false, ...login }),
      ),
    );
    socket.on('data', (chunk) => packets.parse(chunk));
    socket.on('error', () => undefined);
    packets.on('error', () => socket.destroy());
    packets.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connack') {
        if (packet.returnCode !== 0) return socket.destroy();
        this.#isReady = true;
        for (const id of this.#pending.keys()) this.#send(id);
      }
      if (packet.cmd === 'puback') {
        const one = this.#pending.get(packet.messageId!);
        if (!one) return;
        this.#pending.delete(packet.messageId!);
        this.acknowledged.push(one.payload);
        one.done();
      }
    });
    return new Promise((resolve) => socket.on('close', () => resolve()));
  }

  #send(messageId: number): void {
    const one = this.#pending.get(messageId)!;
    const { topic } = this.options;
    const { payload, isSent: dup } = one;
    this.#socket?.write(generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup, retain: false }));
    one.isSent = true;
  }
}
