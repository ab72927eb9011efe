import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MqttError, MqttPublisher } from '../shared/mqtt-publisher';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup';
import { SendError } from './outcome';
import { hostOf, portOf } from './receivers';
import { topicOf } from './relayed-endpoint';
import type { Message, Send } from './send';

/** How long a connection without messages stays open, in milliseconds. */
const idle = 60_000;

/** Sends notifications to MQTT receivers (ETSI GS CIM 009, 7.2), over a connection for each broker and user. */
export class MqttSender {
  readonly #connections = new Map<string, Promise<MqttPublisher>>();

  readonly send: Send = async (message) => {
    const { protocol, host, username, password } = message.uri;
    const key = JSON.stringify([protocol, host, username, password, versionOf(message)]);
    const qos = Number(message.notifierInfo?.['MQTT-QoS'] ?? 0) as 0 | 1 | 2;
    try {
      const known = await this.#connections.get(key);
      const connection = known?.isOpen ? known : await this.#open(key, message);
      await connection.publish(topicOf(message.uri), payloadOf(message), qos, message.timeout);
    } catch (error) {
      throw error instanceof MqttError ? sendErrorOf(error) : error;
    }
  };

  close(): void {
    for (const connection of this.#connections.values()) connection.then((open) => open.end()).catch(() => undefined);
  }

  #open(key: string, message: Message): Promise<MqttPublisher> {
    const made = open(message);
    this.#connections.set(key, made);
    const forget = () => this.#connections.get(key) === made && this.#connections.delete(key);
    made.then((connection) => connection.closed.then(forget), forget);
    return made;
  }
}

function open(message: Message): Promise<MqttPublisher> {
  const { uri, check, timeout } = message;
  const options = { host: hostOf(uri), port: portOf(uri), lookup: guardedLookup(check) };
  const login = {
    version: versionOf(message),
    user: decodeURIComponent(uri.username),
    password: decodeURIComponent(uri.password),
    timeout,
    idle,
  };
  return uri.protocol === 'mqtts:'
    ? MqttPublisher.open(connectTls({ ...options, servername: options.host }), 'secureConnect', login)
    : MqttPublisher.open(connectTcp(options), 'connect', login);
}

function sendErrorOf({ kind, message, cause }: MqttError): SendError {
  if (cause instanceof ForbiddenAddressError) return new SendError('forbidden', cause.message);
  return new SendError(kind, message, kind === 'unreachable');
}

/** The notification and its headers in one document (7.2): MQTT 3.1.1 has no place for headers. */
function payloadOf({ headers, body }: Message): string {
  return `{"metadata":${JSON.stringify(headers)},"body":${body.toString()}}`;
}

function versionOf({ notifierInfo }: Message): 4 | 5 {
  return notifierInfo?.['MQTT-Version'] === 'mqtt3.1.1' ? 4 : 5;
}
