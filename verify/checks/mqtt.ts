import { connect as connectTls, rootCertificates } from 'node:tls';
import { type Check, must, notApplicable, passed } from '../check';

/** MQTT for devices (https://docs.oasis-open.org/mqtt/mqtt/v3.1.1). */
export const mqtt: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Device gateway',
  needs: ['outside'],
  hint: 'Take MQTT over TLS alone, and nobody without a name and a password.',
  async run({ client, platform, reach }) {
    const { mqtt: broker } = platform;
    if (!broker)
      return notApplicable(
        'The platform has no MQTT: the spec has no devices, or only a way in that carries HTTP alone.',
      );
    const plain = await reach(broker.host, 1883);
    const asked = `MQTT CONNECT without a name to ${broker.host}:${broker.port}, over TLS`;
    must(plain !== 'open', 'MQTT without TLS is open at port 1883.', { request: asked, answer: `1883 ${plain}` });
    const code = await anonymousConnect(broker.host, broker.port, client.options.ca);
    const exchange = { request: asked, answer: code === undefined ? 'closed' : `CONNACK ${code}` };
    must(code !== 0, 'MQTT takes whoever comes.', exchange);
    return passed(exchange, 'MQTT needs TLS, and refuses who has no credential.');
  },
};

/** A CONNECT of MQTT 3.1.1 (3.1) with a clean session, and neither an id, nor a name, nor a password. */
const connectPacket = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 0x02, 0, 10, 0, 0]);

/** The code of the CONNACK (3.2); undefined when the connection was closed instead. @throws Error where there is no TLS */
function anonymousConnect(host: string, port: number, ca: string | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const trust = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    const socket = connectTls({ host, port, servername: host, ...trust });
    let secure = false;
    const timer = setTimeout(() => socket.destroy(new Error(`${host}:${port} did not answer`)), 5000);
    const done = (code: number | undefined) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(code);
    };
    socket.on('secureConnect', () => {
      secure = true;
      socket.write(connectPacket);
    });
    socket.on('data', ([kind, , , code]: Buffer) => done(kind === 0x20 ? code : undefined));
    socket.on('error', (error) => (secure ? done(undefined) : reject(error)));
    socket.on('close', () => done(undefined));
  });
}
