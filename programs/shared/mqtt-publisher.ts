import type { Socket } from 'node:net';
import type { Packet } from 'mqtt-packet';
import { MqttPackets } from './mqtt-packets';

/** Why something was not published. */
export class MqttError extends Error {
  /**
   * @param kind `refused`: by the broker. `timeout`: it did not answer. `unreachable`: there is no connection, because of `cause`
   */
  constructor(
    readonly kind: 'refused' | 'timeout' | 'unreachable',
    message: string,
    cause?: Error,
  ) {
    super(message, { cause });
  }
}

/** How to sign in at a broker. */
export interface MqttLogin {
  /** 4 is MQTT 3.1.1. */
  readonly version: 4 | 5;
  readonly clientId?: string;
  readonly user?: string;
  readonly password?: string;
  /** For each of the steps, in milliseconds. */
  readonly timeout: number;
  /** After how long without a message the connection is ended, in milliseconds. @default never */
  readonly idle?: number;
}

interface Answer {
  readonly resolve: () => void;
  readonly reject: (error: MqttError) => void;
}

/** Longest answer, in bytes; nothing is subscribed to. */
const longest = 64 * 1024;

/** A connection over which messages are published to an MQTT broker. */
export class MqttPublisher {
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  readonly #packets: MqttPackets;
  readonly #waiting = new Map<string, Answer>();
  #nextId = 0;

  private constructor(
    private readonly socket: Socket,
    version: 4 | 5,
  ) {
    this.#packets = new MqttPackets(
      socket,
      version,
      (packet) => this.#take(packet),
      () => longest,
    );
    let reason: NodeJS.ErrnoException | undefined;
    socket.on('error', (error) => {
      reason = error;
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#fail(reason);
        resolve();
      });
    });
    socket.setNoDelay(true);
  }

  /**
   * Signs in over a socket that is being connected.
   *
   * @param ready its event that tells when it may be written to: `connect`, or `secureConnect` with TLS
   * @throws MqttError when the broker is not there or refuses the connection
   */
  static async open(
    socket: Socket,
    ready: 'connect' | 'secureConnect',
    { version, clientId = '', user, password, timeout, idle }: MqttLogin,
  ): Promise<MqttPublisher> {
    const connection = new MqttPublisher(socket, version);
    if (idle !== undefined) socket.setTimeout(idle, () => connection.end());
    await connection.#until('connect', timeout, () => {
      socket.once(ready, () => connection.#waiting.get('connect')?.resolve());
    });
    await connection.#until('connack', timeout, () =>
      connection.#packets.write({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: version,
        clean: true,
        clientId,
        keepalive: 0,
        ...(user && { username: user }),
        ...(password && { password: Buffer.from(password) }),
      }),
    );
    return connection;
  }

  /** @throws MqttError when the broker has not taken it, or with QoS 0 not read it, in time */
  async publish(topic: string, payload: string, qos: 0 | 1 | 2, timeout: number): Promise<void> {
    this.#nextId = (this.#nextId % 65_535) + 1;
    const messageId = this.#nextId;
    // Nothing answers for QoS 0: what has not left waits in memory, for ever when the broker does not read.
    const answer = `${(['sent', 'puback', 'pubrec'] as const)[qos]} ${messageId}`;
    const sent = qos === 0 ? () => this.#waiting.get(answer)?.resolve() : undefined;
    await this.#until(answer, timeout, () =>
      this.#packets.write({ cmd: 'publish', topic, payload, qos, messageId, dup: false, retain: false }, sent),
    );
    if (qos === 2)
      await this.#until(`pubcomp ${messageId}`, timeout, () => this.#packets.write({ cmd: 'pubrel', messageId }));
  }

  get isOpen(): boolean {
    return this.socket.writable;
  }

  /** Says goodbye. */
  end(): void {
    this.#packets.write({ cmd: 'disconnect' });
    this.socket.end();
    this.socket.setTimeout(1000, () => this.socket.destroy());
  }

  #take(packet: Packet): void {
    const answer = this.#waiting.get(packet.messageId === undefined ? packet.cmd : `${packet.cmd} ${packet.messageId}`);
    const code = ('reasonCode' in packet && packet.reasonCode) || ('returnCode' in packet && packet.returnCode) || 0;
    // 16 says that it was taken and that nobody listens.
    if (code === 0 || code === 16) answer?.resolve();
    else answer?.reject(new MqttError('refused', `the MQTT broker answered ${packet.cmd} with ${code}`));
    if (packet.cmd === 'connack' && code !== 0) this.socket.destroy();
  }

  #fail(reason: NodeJS.ErrnoException | undefined): void {
    const error = new MqttError('unreachable', reason?.code ?? reason?.message ?? 'closed', reason);
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  /** Does something and waits for its answer; a broker that does not give it loses the connection. */
  #until(key: string, timeout: number, action: () => void): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    return new Promise<void>((resolve, reject) => {
      if (this.socket.destroyed) return reject(new MqttError('unreachable', 'closed'));
      this.#waiting.set(key, { resolve, reject });
      timer = setTimeout(() => {
        reject(new MqttError('timeout', `no answer within ${timeout} ms`));
        this.socket.destroy();
      }, timeout);
      action();
    }).finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(key);
    });
  }
}
