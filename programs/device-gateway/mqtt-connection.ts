import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { IConnectPacket, IPublishPacket, Packet } from 'mqtt-packet';
import { MqttPackets } from '../shared/mqtt-packets';
import type { Device } from './devices';
import { Refusal } from './refusal';

/** What a connection asks of who takes its measures. */
export interface MqttHost {
  /** @throws Refusal; any other Error when it cannot be said now */
  authenticate(name: string, credential: string): Promise<Device>;
  /** Resolves when the broker has it. @throws Refusal; any other Error when it was not taken and should be sent again */
  publish(device: Device, topic: string, payload: string): Promise<void>;
  /** Something was refused of a client that is nobody, or of a topic that is not its own. */
  refused(refusal: Refusal, device: Device | undefined): void;
}

/** Bounds of one connection. */
export interface MqttLimits {
  /** Longest packet, in bytes. */
  readonly packet: number;
  /** Measures of one device that are under way. */
  readonly underWay: number;
  /** Until the client has said who it is, in milliseconds. */
  readonly connectWithin: number;
  /** Without a packet, for a client that names no time of its own, in milliseconds. */
  readonly idle: number;
}

/** Longest first packet: a name and a credential. */
const longestConnect = 2048;

/** Most bytes of answers that a client has not read: they are a few each. */
const mostUnread = 64 * 1024;

/** How long a client may take to read the last of its answers, in milliseconds. */
const goodbye = 1000;

/** Reason codes of MQTT 5 (2.4). */
const codes = {
  protocolError: 0x82,
  notAuthorized: 0x87,
  unavailable: 0x88,
  takenOver: 0x8e,
  quotaExceeded: 0x97,
  payloadFormat: 0x99,
} as const;

/**
 * One device that is connected over MQTT 3.1, 3.1.1 or 5. It may publish to its own topics. A measure is acknowledged when the
 * broker has it and not before, so that what is lost on the way is sent again; of a device with many measures under way no
 * more are read until one is done.
 *
 * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html
 */
export class MqttConnection {
  /** Set once the client has said who it is. */
  device: Device | undefined;
  /** By which the client is known, with the device; one that it was given where it brought none. */
  clientId = '';
  readonly #packets: MqttPackets;
  /** Ids of messages of QoS 2 that are taken and not yet released. */
  readonly #taken = new Set<number>();
  readonly #early: Packet[] = [];
  #hasBegun = false;
  #underWay = 0;
  #timer: NodeJS.Timeout;

  constructor(
    private readonly socket: Socket,
    private readonly host: MqttHost,
    private readonly limits: MqttLimits,
    /** Called when the client has said who it is. */
    private readonly joined: () => void,
  ) {
    this.#timer = setTimeout(() => socket.destroy(), limits.connectWithin);
    const longest = () => (this.device ? limits.packet : longestConnect);
    this.#packets = new MqttPackets(socket, 4, (packet) => this.#take(packet), longest, mostUnread);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clearTimeout(this.#timer));
  }

  /** Ends the connection; MQTT 5 clients are told why: they may no longer be here, have come again or too often, or speak no MQTT. */
  drop(why: 'notAuthorized' | 'takenOver' | 'quotaExceeded' | 'protocolError' = 'notAuthorized'): void {
    if (this.#packets.version === 5 && this.device) this.#packets.write({ cmd: 'disconnect', reasonCode: codes[why] });
    this.#end();
  }

  #end(): void {
    if (this.socket.destroyed) return;
    this.socket.destroySoon();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.socket.destroy(), goodbye);
  }

  #take(packet: Packet): void {
    if (!this.socket.writable) return;
    if (packet.cmd === 'connect') {
      if (this.#hasBegun) return void this.socket.destroy();
      this.#hasBegun = true;
      return void this.#orEnd(this.#connect(packet));
    }
    if (!this.#hasBegun) return void this.socket.destroy();
    // A client may send on before it is answered (MQTT 5, 3.1.4).
    if (!this.device) return void this.#early.push(packet);
    this.#timer.refresh();
    if (isAgainstProtocol(packet)) return void this.drop('protocolError');
    switch (packet.cmd) {
      case 'publish':
        this.#orEnd(this.#publish(this.device, packet));
        break;
      case 'pubrel':
        this.#taken.delete(packet.messageId!);
        this.#packets.write({ cmd: 'pubcomp', messageId: packet.messageId! });
        break;
      case 'pingreq':
        this.#packets.write({ cmd: 'pingresp' });
        break;
      case 'subscribe': {
        // There is nothing to receive.
        const code = this.#packets.version === 5 ? codes.notAuthorized : 0x80;
        this.#packets.write({
          cmd: 'suback',
          messageId: packet.messageId!,
          granted: packet.subscriptions.map(() => code),
        });
        break;
      }
      case 'unsubscribe':
        this.#packets.write({
          cmd: 'unsuback',
          messageId: packet.messageId!,
          granted: packet.unsubscriptions.map(() => 0),
        });
        break;
      default:
        this.#end();
    }
  }

  async #connect(packet: IConnectPacket): Promise<void> {
    this.#packets.version = packet.protocolVersion ?? 4;
    const { username = '', password = '', keepalive = 0 } = packet;
    this.clientId = packet.clientId || randomUUID();
    // Nothing is read until it is known who this is.
    this.socket.pause();
    try {
      this.device = await this.host.authenticate(username, password.toString());
    } catch (error) {
      const isRefused = error instanceof Refusal;
      if (isRefused) this.host.refused(error, undefined);
      const code = isRefused ? codes.notAuthorized : codes.unavailable;
      this.#packets.write({
        cmd: 'connack',
        sessionPresent: false,
        ...(this.#packets.version === 5 ? { reasonCode: code } : { returnCode: isRefused ? 5 : 3 }),
      });
      return this.#end();
    }
    if (!this.socket.writable) return;
    clearTimeout(this.#timer);
    // One and a half times what the client has promised (MQTT 5, 3.1.2.10).
    this.#timer = setTimeout(() => this.#idle(), keepalive > 0 ? keepalive * 1500 : this.limits.idle);
    this.joined();
    const { underWay, packet: maximumPacketSize } = this.limits;
    const properties = {
      receiveMaximum: underWay,
      maximumPacketSize,
      retainAvailable: false,
      // Who brings none is told it (MQTT 5, 3.2.2.3.7).
      ...(!packet.clientId && { assignedClientIdentifier: this.clientId }),
    };
    this.#packets.write({
      cmd: 'connack',
      sessionPresent: false,
      ...(this.#packets.version === 5 ? { reasonCode: 0, properties } : { returnCode: 0 }),
    });
    for (const early of this.#early.splice(0)) this.#take(early);
    if (this.#underWay < underWay) this.socket.resume();
  }

  /** What goes wrong with one packet ends the connection that it came over. */
  #orEnd(work: Promise<void>): void {
    work.catch((error: Error) => this.socket.destroy(error));
  }

  #idle(): void {
    // While measures wait nothing is read, pings neither.
    if (this.#underWay > 0) this.#timer.refresh();
    else this.socket.destroy();
  }

  async #publish(device: Device, packet: IPublishPacket): Promise<void> {
    const { qos, messageId = 0, topic, payload } = packet;
    if (qos === 2 && this.#taken.has(messageId)) return this.#answer(qos, messageId, 0);
    this.#underWay++;
    if (this.#underWay >= this.limits.underWay) this.socket.pause();
    try {
      await this.host.publish(device, topic, payload.toString());
      this.#answer(qos, messageId, 0);
    } catch (error) {
      // Not acknowledged: the client sends it again, here or to another replica.
      if (!(error instanceof Refusal)) return this.#end();
      if (error.reason !== 'other-topic') this.#answer(qos, messageId, codes.payloadFormat);
      else if (this.#packets.version === 5) this.#answer(qos, messageId, codes.notAuthorized);
      // Before MQTT 5 an acknowledgement cannot say no (MQTT 3.1.1, 3.3.5).
      else this.#end();
    } finally {
      this.#underWay--;
      if (this.#underWay === this.limits.underWay - 1) this.socket.resume();
    }
  }

  #answer(qos: 0 | 1 | 2, messageId: number, reasonCode: number): void {
    if (qos === 0) return;
    if (qos === 2 && reasonCode === 0) this.#taken.add(messageId);
    const reason = this.#packets.version === 5 ? { reasonCode } : {};
    this.#packets.write({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId, ...reason });
  }
}

/** What the codec lets through and MQTT does not allow (MQTT 5, 2.2.1, 3.8.3, 3.10.3). */
function isAgainstProtocol(packet: Packet): boolean {
  const isAnswered = packet.cmd === 'publish' ? packet.qos > 0 : answered.has(packet.cmd);
  if (isAnswered && !(packet.messageId! > 0)) return true;
  if (packet.cmd === 'subscribe') return packet.subscriptions.length === 0;
  return packet.cmd === 'unsubscribe' && packet.unsubscriptions.length === 0;
}

const answered: ReadonlySet<Packet['cmd']> = new Set(['pubrel', 'subscribe', 'unsubscribe']);
