import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate, type Packet, parser } from 'mqtt-packet';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup';
import { SendError } from './outcome';
import { hostOf, portOf } from './receivers';
import { topicOf } from './relayed-endpoint';
import type { Message, Send } from './send';

/** How long a connection without messages stays open, in milliseconds. */
const idleTime = 60_000;

/** Sends notifications to MQTT receivers (ETSI GS CIM 009, 7.2), over a connection for each broker and user. */
export class MqttSender {
  readonly #connections = new Map<string, Promise<MqttConnection>>();

  readonly send: Send = async (message) => {
    const { protocol, host, username, password } = message.uri;
    const key = JSON.stringify([protocol, host, username, password, versionOf(message)]);
    const qos = Number(message.notifierInfo?.['MQTT-QoS'] ?? 0) as 0 | 1 | 2;
    const known = await this.#connections.get(key);
    const connection = known?.isOpen ? known : await this.#open(key, message);
    await connection.publish(topicOf(message.uri), payloadOf(message), qos, message.timeout);
  };

  close(): void {
    for (const connection of this.#connections.values()) connection.then((open) => open.end()).catch(() => undefined);
  }

  #open(key: string, message: Message): Promise<MqttConnection> {
    const made = MqttConnection.open(message);
    this.#connections.set(key, made);
    const forget = () => this.#connections.get(key) === made && this.#connections.delete(key);
    made.then((connection) => connection.closed.then(forget), forget);
    return made;
  }
}

/** The notification and its headers in one document (7.2): MQTT 3.1.1 has no place for headers. */
function payloadOf({ headers, body }: Message): string {
  return `{"metadata":${JSON.stringify(headers)},"body":${body.toString()}}`;
}

function versionOf({ notifierInfo }: Message): 4 | 5 {
  return notifierInfo?.['MQTT-Version'] === 'mqtt3.1.1' ? 4 : 5;
}

interface Answer {
  readonly resolve: () => void;
  readonly reject: (error: SendError) => void;
}

class MqttConnection {
  readonly closed: Promise<void>;
  readonly #waiting = new Map<string, Answer>();
  #nextId = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly protocolVersion: 4 | 5,
  ) {
    const packets = parser({ protocolVersion });
    let reason: NodeJS.ErrnoException | undefined;
    packets.on('error', (error: Error) => socket.destroy(error));
    packets.on('packet', (packet: Packet) => this.#take(packet));
    socket.on('data', (chunk) => packets.parse(chunk));
    socket.on('error', (error) => {
      reason = error;
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#fail(reason);
        resolve();
      });
    });
    socket.setTimeout(idleTime, () => this.end());
    socket.setNoDelay(true);
  }

  /** @throws SendError when the broker is not there or refuses the connection. */
  static async open(message: Message): Promise<MqttConnection> {
    const { uri, check, timeout } = message;
    const options = { host: hostOf(uri), port: portOf(uri), lookup: guardedLookup(check) };
    const isSecure = uri.protocol === 'mqtts:';
    const socket = isSecure ? connectTls({ ...options, servername: options.host }) : connectTcp(options);
    const connection = new MqttConnection(socket, versionOf(message));
    await connection.#until('connect', timeout, () => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => connection.#waiting.get('connect')?.resolve());
    });
    await connection.#until('connack', timeout, () => connection.#connect(uri));
    return connection;
  }

  /** @throws SendError when the broker has not taken it. */
  async publish(topic: string, payload: string, qos: 0 | 1 | 2, timeout: number): Promise<void> {
    this.#nextId = (this.#nextId % 65_535) + 1;
    const messageId = this.#nextId;
    const publish = () => this.#write({ cmd: 'publish', topic, payload, qos, messageId, dup: false, retain: false });
    if (qos === 0) return publish();
    await this.#until(`${qos === 1 ? 'puback' : 'pubrec'} ${messageId}`, timeout, publish);
    if (qos === 2) await this.#until(`pubcomp ${messageId}`, timeout, () => this.#write({ cmd: 'pubrel', messageId }));
  }

  get isOpen(): boolean {
    return this.socket.writable;
  }

  end(): void {
    this.socket.end(generate({ cmd: 'disconnect' }, { protocolVersion: this.protocolVersion }));
    this.socket.setTimeout(1000, () => this.socket.destroy());
  }

  #connect({ username, password }: URL): void {
    this.#write({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: this.protocolVersion,
      clean: true,
      clientId: '',
      keepalive: 0,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: Buffer.from(decodeURIComponent(password)) }),
    });
  }

  #write(packet: Packet): void {
    this.socket.write(generate(packet, { protocolVersion: this.protocolVersion }));
  }

  #take(packet: Packet): void {
    const answer = this.#waiting.get(packet.messageId === undefined ? packet.cmd : `${packet.cmd} ${packet.messageId}`);
    const code = ('reasonCode' in packet && packet.reasonCode) || ('returnCode' in packet && packet.returnCode) || 0;
    // 16 says that it was taken and that nobody listens.
    if (code === 0 || code === 16) answer?.resolve();
    else answer?.reject(new SendError('refused', `the MQTT broker answered ${packet.cmd} with ${code}`));
    if (packet.cmd === 'connack' && code !== 0) this.socket.destroy();
  }

  #fail(reason: NodeJS.ErrnoException | undefined): void {
    const error =
      reason instanceof ForbiddenAddressError
        ? new SendError('forbidden', reason.message)
        : new SendError('unreachable', reason?.code ?? reason?.message ?? 'closed', true);
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  /** Does something and waits for its answer; a broker that does not give it loses the connection. */
  #until(key: string, timeout: number, action: () => void): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    return new Promise<void>((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject });
      timer = setTimeout(() => {
        reject(new SendError('timeout', `no answer within ${timeout} ms`));
        this.socket.destroy();
      }, timeout);
      action();
    }).finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(key);
    });
  }
}
