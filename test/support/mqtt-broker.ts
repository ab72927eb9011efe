import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { generate, type IConnectPacket, type IPublishPacket, type Packet, parser } from 'mqtt-packet';

/** A broker of MQTT 3.1.1 and 5 that keeps what is published, and answers for every quality of service. */
export class MqttBroker {
  readonly published: { readonly topic: string; readonly qos: number; readonly payload: string }[] = [];
  readonly connected: { readonly version: number; readonly username: string | undefined }[] = [];
  /** Answers to nothing more when set. */
  silent = false;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(private readonly password?: string) {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async start(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    const packets = parser();
    let protocolVersion = 4;
    const answer = (packet: Packet) => this.silent || socket.write(generate(packet, { protocolVersion }));
    packets.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        protocolVersion = packet.protocolVersion ?? 4;
        answer(this.#connect(packet));
      } else if (packet.cmd === 'publish') {
        const { messageId = 0 } = packet;
        this.#keep(packet);
        if (packet.qos > 0) answer({ cmd: packet.qos === 1 ? 'puback' : 'pubrec', messageId, reasonCode: 0 });
      } else if (packet.cmd === 'pubrel') {
        answer({ cmd: 'pubcomp', messageId: packet.messageId ?? 0, reasonCode: 0 });
      }
    });
    socket.on('data', (chunk) => packets.parse(chunk));
  }

  #connect({ protocolVersion: version = 4, username, password }: IConnectPacket): Packet {
    this.connected.push({ version, username });
    const allowed = this.password === undefined || password?.toString() === this.password;
    const code = allowed ? 0 : version === 5 ? 0x86 : 4;
    return { cmd: 'connack', sessionPresent: false, ...(version === 5 ? { reasonCode: code } : { returnCode: code }) };
  }

  #keep({ topic, qos, payload }: IPublishPacket): void {
    this.published.push({ topic, qos, payload: payload.toString() });
  }
}
