import type { Socket } from 'node:net';
import { generate, type Packet, parser } from 'mqtt-packet';

/**
 * Packets of MQTT over a socket. What comes and cannot be read, or not be answered, ends this connection and nothing else:
 * neither the codec nor what takes a packet can throw out of an event of the socket, where it would end the process.
 */
export class MqttPackets {
  readonly #parser: ReturnType<typeof parser>;

  /**
   * @param version of what is written, and of what is read until the other side names its own
   * @param take called for each packet
   * @param longest of a packet, in bytes
   * @param unread most bytes that wait for the other side to read them. @default - any number: who writes waits for them itself
   */
  constructor(
    private readonly socket: Socket,
    public version: 3 | 4 | 5,
    private readonly take: (packet: Packet) => void,
    private readonly longest: () => number,
    private readonly unread = Number.POSITIVE_INFINITY,
  ) {
    this.#parser = parser({ protocolVersion: version });
    this.#parser.on('error', (error: Error) => socket.destroy(error));
    this.#parser.on('packet', (packet: Packet) => {
      // Who was told goodbye may still send, and not read it.
      if (socket.writable) this.take(packet);
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  /**
   * @param sent is called when the packet has left, which it does not when the other side does not read
   * @throws Error for what MQTT has no packet of, such as an acknowledgement of nothing
   */
  write(packet: Packet, sent?: () => void): void {
    if (!this.socket.writable) return;
    this.socket.write(generate(packet, { protocolVersion: this.version }), (error) => {
      if (!error) sent?.();
    });
    if (this.socket.writableLength > this.unread) this.socket.destroy(new Error('the other side does not read'));
  }

  #read(chunk: Buffer): void {
    if (this.socket.destroyed) return;
    try {
      // What the parser keeps is a packet that is not yet whole.
      if (this.#parser.parse(chunk) > this.longest()) this.socket.destroy(new Error('a packet is too long'));
    } catch (error) {
      this.socket.destroy(error as Error);
    }
  }
}
