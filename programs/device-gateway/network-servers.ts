import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Packet } from 'mqtt-packet';
import type { DeviceGroup, NetworkServer } from '../../constructs/components/device-gateway/device-group';
import type { Log } from '../shared/log';
import { MqttPackets } from '../shared/mqtt-packets';
import { reasonOf } from '../shared/retry';
import type { Intake } from './intake';
import { Refusal } from './refusal';

/** A group whose uplinks are fetched, and with which password. */
export interface Subscription {
  readonly group: DeviceGroup;
  readonly network: NetworkServer;
  readonly password: string;
  /** Authorities to trust, as PEM. @default - those of Node */
  readonly ca?: string | undefined;
}

/** Seconds between two signs of life. */
const keepalive = 30;

/** Longest uplink, in bytes, with what the network server adds. */
const longest = 1024 * 1024;

/**
 * Fetches the uplinks of a LoRaWAN network server over MQTT, until it is stopped. The session is kept, and an uplink is
 * acknowledged when the broker has it, as far as the network server offers that.
 */
export class NetworkSubscriber {
  constructor(
    private readonly subscription: Subscription,
    private readonly clientId: string,
    private readonly intake: Intake,
    private readonly log: Log,
  ) {}

  /** Until it is told to end. */
  async run(signal: AbortSignal, pause = 1000): Promise<void> {
    const { group, network } = this.subscription;
    for (let wait = pause; !signal.aborted; wait = Math.min(2 * wait, 60 * pause)) {
      const begun = performance.now();
      const reason = await this.#session(signal).catch(reasonOf);
      if (signal.aborted) return;
      this.log('network server lost', { group: group.id, host: network.host, reason });
      if (performance.now() - begun > 60_000) wait = pause;
      await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    }
  }

  /** @returns why it ended */
  #session(signal: AbortSignal): Promise<string> {
    const { group, network, password, ca } = this.subscription;
    const { host, port, user, topic } = network;
    const socket = connectTls({ host, port, servername: host, ...(ca !== undefined && { ca }) });
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    const take = (packet: Packet) => {
      if (packet.cmd === 'connack') {
        if (packet.returnCode !== 0) return socket.destroy(new Error(`it refuses the login: ${packet.returnCode}`));
        return packets.write({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] });
      }
      if (packet.cmd === 'suback') {
        const isGood = packet.granted.every((granted) => typeof granted === 'number' && granted < 3);
        if (!isGood) return socket.destroy(new Error('it refuses the subscription'));
        return this.log('network server joined', { group: group.id, host });
      }
      if (packet.cmd !== 'publish') return;
      const { payload, messageId, qos } = packet;
      this.intake
        .uplink({ group, id: '', stamp: '' }, payload.toString())
        .catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        })
        .then(() => qos > 0 && packets.write({ cmd: 'puback', messageId: messageId! }))
        .catch((error: Error) => socket.destroy(error));
    };
    const packets = new MqttPackets(socket, 4, take, () => longest);
    const pings = setInterval(() => packets.write({ cmd: 'pingreq' }), keepalive * 500);
    socket.setTimeout(keepalive * 1500, () => socket.destroy(new Error('it says nothing')));
    socket.on('secureConnect', () =>
      packets.write({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clientId: this.clientId,
        clean: false,
        keepalive,
        username: user,
        password: Buffer.from(password),
      }),
    );
    return new Promise((resolve) => {
      let reason = 'closed';
      socket.on('error', (error) => {
        reason = reasonOf(error);
      });
      socket.on('close', () => {
        clearInterval(pings);
        signal.removeEventListener('abort', end);
        resolve(reason);
      });
    });
  }
}
