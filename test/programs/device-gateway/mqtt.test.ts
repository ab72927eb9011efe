import { type AddressInfo, connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { generate, type Packet, parser } from 'mqtt-packet';
import type { Device } from '../../../programs/device-gateway/devices';
import type { ListenerLimits } from '../../../programs/device-gateway/mqtt-listener';
import { MqttListener } from '../../../programs/device-gateway/mqtt-listener';
import { Refusal } from '../../../programs/device-gateway/refusal';
import { runs } from '../../support/runs';
import { carParks } from './groups';

const limits: ListenerLimits = { packet: 8192, underWay: 3, connectWithin: 60_000, idle: 60_000, connections: 50 };
const device: Device = { group: carParks, id: 'konak', stamp: 'first' };
const known = ['konak', 'alsancak'];

/** A listener whose measures are held until the test lets them go. */
class Held {
  readonly published: string[] = [];
  readonly refused: string[] = [];
  answer: (payload: string) => Promise<void> = async () => undefined;
  readonly listener: MqttListener;

  constructor(changes: Partial<ListenerLimits> = {}) {
    this.listener = new MqttListener(
      {
        authenticate: async (name, credential) => {
          if (credential === 'away') throw new Error('the database is away');
          const [group, id = ''] = name.split('/');
          if (group !== 'car-parks' || !known.includes(id)) throw new Refusal('unknown-device', 'unknown');
          if (credential !== 'right') throw new Refusal('wrong-credential', 'wrong');
          return { ...device, id };
        },
        refused: ({ reason }) => void this.refused.push(reason),
        publish: async (_, topic, payload) => {
          if (topic !== 'own') throw new Refusal('other-topic', 'other');
          this.published.push(payload);
          await this.answer(payload);
        },
      },
      { ...limits, ...changes },
    );
  }
}

const running: (Held | Client)[] = [];
async function held(changes: Partial<ListenerLimits> = {}): Promise<Held> {
  const one = new Held(changes);
  running.push(one);
  await new Promise<void>((resolve) => one.listener.server.listen(0, '127.0.0.1', resolve));
  return one;
}
afterEach(async () => {
  for (const one of running.splice(0)) {
    if (one instanceof Client) one.socket.destroy();
    else await one.listener.stop();
  }
});

class Client {
  readonly got: Packet[] = [];
  isClosed = false;
  readonly socket: Socket;

  constructor(
    { listener }: Held,
    readonly version: 4 | 5 = 4,
  ) {
    running.push(this);
    this.socket = connect((listener.server.address() as AddressInfo).port, '127.0.0.1');
    const packets = parser({ protocolVersion: version });
    packets.on('packet', (packet: Packet) => this.got.push(packet));
    this.socket.on('data', (chunk) => packets.parse(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }

  send(...packets: Packet[]): this {
    this.socket.write(Buffer.concat(packets.map((packet) => generate(packet, { protocolVersion: this.version }))));
    return this;
  }

  connect(credential = 'right', name = 'car-parks/konak', clientId = 'test'): this {
    return this.send(this.hello(credential, name, clientId));
  }

  hello(credential = 'right', name = 'car-parks/konak', clientId = 'test'): Packet {
    const protocolVersion = this.version;
    const login = { username: name, password: Buffer.from(credential) };
    return {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion,
      clientId,
      keepalive: 0,
      clean: true,
      ...login,
    };
  }

  async packet(cmd: Packet['cmd'], messageId?: number): Promise<Packet & Record<string, unknown>> {
    const found = () =>
      this.got.find((one) => one.cmd === cmd && (messageId === undefined || one.messageId === messageId));
    await eventually(() => found() !== undefined);
    return found() as Packet & Record<string, unknown>;
  }

  closed = () => eventually(() => this.isClosed);
}

async function eventually(check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !check(); ) {
    if (Date.now() > deadline) throw new Error('not within half a minute');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const publish = (messageId: number, payload = 'm', topic = 'own', qos: 0 | 1 | 2 = 1): Packet => ({
  cmd: 'publish',
  ...{ topic, payload, qos, messageId, dup: false, retain: false },
});

test('a measure is acknowledged when it is taken, and not before', async () => {
  const host = await held();
  let take = (): void => undefined;
  host.answer = () =>
    new Promise((resolve) => {
      take = resolve;
    });
  const client = new Client(host).connect();
  expect(await client.packet('connack')).toMatchObject({ returnCode: 0, sessionPresent: false });
  client.send(publish(7));
  await eventually(() => host.published.length === 1);
  expect(client.got).toHaveLength(1);
  take();
  expect(await client.packet('puback')).toMatchObject({ messageId: 7 });
});

test('what is sent along with the first packet counts once it is known who sends', async () => {
  const host = await held();
  const client = new Client(host);
  client.send(client.hello(), publish(1), publish(2));
  await client.packet('puback', 2);
  expect(host.published).toHaveLength(2);
  const stranger = new Client(host);
  stranger.send(stranger.hello('wrong'), publish(1));
  await stranger.closed();
  expect(host.published).toHaveLength(2);
});

test.each([
  [4, 'wrong', 'car-parks/konak', { returnCode: 5 }, ['wrong-credential']],
  [5, 'wrong', 'car-parks/konak', { reasonCode: 0x87 }, ['wrong-credential']],
  [5, 'right', 'car-parks/other', { reasonCode: 0x87 }, ['unknown-device']],
  [4, 'away', 'car-parks/konak', { returnCode: 3 }, []],
  [5, 'away', 'car-parks/konak', { reasonCode: 0x88 }, []],
] as const)('MQTT %s with %s as %s is told %j', async (version, credential, name, told, refused) => {
  const host = await held();
  const client = new Client(host, version).connect(credential, name);
  expect(await client.packet('connack')).toMatchObject(told);
  await client.closed();
  expect(host.refused).toEqual(refused);
});

test('a topic of somebody else: MQTT 5 is told, and before it the connection ends', async () => {
  const host = await held();
  const five = new Client(host, 5).connect().send(publish(1, 'm', 'other'), publish(2));
  expect(await five.packet('puback', 1)).toMatchObject({ reasonCode: 0x87 });
  expect(await five.packet('puback', 2)).toMatchObject({ reasonCode: 0 });
  const four = new Client(host).connect().send(publish(1, 'm', 'other'));
  await four.closed();
  expect(four.got.map(({ cmd }) => cmd)).toEqual(['connack']);
});

test('what can never be taken is acknowledged, so that it is not sent for ever', async () => {
  const host = await held();
  host.answer = async () => {
    throw new Refusal('not-readable', 'no JSON');
  };
  expect(await new Client(host, 5).connect().send(publish(1)).packet('puback')).toMatchObject({ reasonCode: 0x99 });
  await new Client(host).connect().send(publish(1)).packet('puback');
});

test('what cannot be taken now is not acknowledged, and the connection ends', async () => {
  const host = await held();
  host.answer = async () => {
    throw new Error('no room');
  };
  const client = new Client(host).connect().send(publish(1));
  await client.closed();
  expect(client.got.map(({ cmd }) => cmd)).toEqual(['connack']);
});

test('of a device with measures under way no more are read, and all are taken in the end', async () => {
  const host = await held();
  const waiting: (() => void)[] = [];
  host.answer = () => new Promise((resolve) => waiting.push(resolve));
  const client = new Client(host).connect();
  await client.packet('connack');
  const large = 'x'.repeat(4096);
  const all = 400;
  for (let id = 1; id <= all; id++) client.send(publish(id, large));
  await eventually(() => waiting.length >= 3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // What one read of the socket held, and no more.
  expect(waiting.length).toBeLessThan(40);
  const letGo = setInterval(() => waiting.splice(0).map((take) => take()), 1);
  await client.packet('puback', all).finally(() => clearInterval(letGo));
  expect(host.published).toHaveLength(all);
});

test('QoS 2: once, although it is sent again', async () => {
  const host = await held();
  const client = new Client(host).connect().send(publish(1, 'm', 'own', 2));
  await client.packet('pubrec');
  client.send({ ...publish(1, 'm', 'own', 2), dup: true } as Packet, { cmd: 'pubrel', messageId: 1 });
  await client.packet('pubcomp');
  expect(host.published).toEqual(['m']);
});

test('there is nothing to subscribe to, and pings are answered', async () => {
  const host = await held();
  const client = new Client(host)
    .connect()
    .send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 0 }] }, { cmd: 'pingreq' });
  expect(await client.packet('suback')).toMatchObject({ granted: [0x80] });
  await client.packet('pingresp');
});

describe('what is a packet, and not one that MQTT allows, ends the connection and nothing else', () => {
  const id = [0, 1];
  test.each([
    ['a subscription to nothing', 4, [0x82, 2, ...id]],
    ['a subscription to nothing', 5, [0x82, 3, ...id, 0]],
    ['an end of no subscription', 4, [0xa2, 2, ...id]],
    ['an end of no subscription', 5, [0xa2, 3, ...id, 0]],
    ['a message to be acknowledged without an id', 4, [0x32, 5, 0, 1, 0x61, 0, 0]],
    ['a message to be acknowledged without an id', 5, [0x32, 6, 0, 1, 0x61, 0, 0, 0]],
    ['a release without an id', 4, [0x62, 2, 0, 0]],
    ['a release without an id', 5, [0x62, 2, 0, 0]],
  ] as const)('%s, in MQTT %i', async (_, version, bytes) => {
    const host = await held();
    const other = new Client(host, version).connect('right', 'car-parks/alsancak');
    await other.packet('connack');
    const client = new Client(host, version).connect();
    await client.packet('connack');
    client.socket.write(Buffer.from(bytes));
    await client.closed();
    if (version === 5) expect(await client.packet('disconnect')).toMatchObject({ reasonCode: 0x82 });
    await other.send(publish(1)).packet('puback');
    expect(host.published).toEqual(['m']);
  });
});

test('who says nothing, or too much, or no MQTT, is turned away', async () => {
  await new Client(await held({ connectWithin: 50 })).closed();
  const host = await held();
  const early = new Client(host).send(publish(1));
  await early.closed();
  const twice = new Client(host).connect().connect();
  await twice.closed();
  const long = new Client(host).connect();
  await long.packet('connack');
  long.send(publish(1, 'x'.repeat(100_000)));
  await long.closed();
  const text = new Client(host);
  text.socket.write('GET / HTTP/1.1\r\n\r\n');
  await text.closed();
  expect(host.published).toEqual([]);
});

test('a device that is revoked is dropped at once, and MQTT 5 is told so', async () => {
  const host = await held();
  const client = new Client(host, 5).connect();
  await client.packet('connack');
  host.listener.drop(
    new Map([
      ['car-parks/other', 'second'],
      ['car-parks/konak', 'first'],
    ]),
  );
  await client.send({ cmd: 'pingreq' }).packet('pingresp');
  host.listener.drop(new Map([['car-parks/konak', 'second']]));
  expect(await client.packet('disconnect')).toMatchObject({ reasonCode: 0x87 });
  await client.closed();
  await eventually(() => host.listener.connected === 0);
});

test.each([4, 5] as const)('a client that comes again ends the connection that it had, in MQTT %i', async (version) => {
  const host = await held();
  const first = new Client(host, version).connect();
  await first.packet('connack');
  const again = new Client(host, version).connect();
  await again.packet('connack');
  await first.closed();
  if (version === 5) expect(await first.packet('disconnect')).toMatchObject({ reasonCode: 0x8e });
  await again.send(publish(1)).packet('puback');
  expect(host.listener.connected).toBe(1);
});

test('who has another name, or is another device, ends nothing; a device is counted once', async () => {
  const host = await held();
  const clients = [
    new Client(host).connect(),
    new Client(host).connect('right', 'car-parks/alsancak'),
    new Client(host).connect('right', 'car-parks/konak', 'other'),
    new Client(host).connect('wrong'),
  ];
  for (const client of clients) await client.packet('connack');
  await clients[3]!.closed();
  for (const client of clients.slice(0, 3)) await client.send({ cmd: 'pingreq' }).packet('pingresp');
  expect(host.listener.connected).toBe(2);
});

test('a device that connects too often loses its oldest connection, and no other device one', async () => {
  const host = await held();
  const other = new Client(host, 5).connect('right', 'car-parks/alsancak');
  await other.packet('connack');
  const clients: Client[] = [];
  for (let count = 0; count < 21; count++) {
    clients.push(new Client(host, 5).connect('right', 'car-parks/konak', `client-${count}`));
    await clients[count]!.packet('connack');
  }
  const [oldest, second] = clients;
  expect(await oldest!.packet('disconnect')).toMatchObject({ reasonCode: 0x97 });
  await oldest!.closed();
  for (const one of [second!, clients[20]!, other]) await one.send({ cmd: 'pingreq' }).packet('pingresp');
  expect(host.listener.connected).toBe(2);
});

test('a client without a name is given one of its own, and MQTT 5 is told it', async () => {
  const host = await held();
  const clients = [5, 5, 4].map((version) =>
    new Client(host, version as 4 | 5).connect('right', 'car-parks/konak', ''),
  );
  const names = new Set<unknown>();
  for (const client of clients) {
    const { properties } = (await client.packet('connack')) as { properties?: Record<string, unknown> };
    if (client.version === 5) names.add(properties?.assignedClientIdentifier);
    await client.send({ cmd: 'pingreq' }).packet('pingresp');
  }
  expect([...names]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  const named = new Client(host, 5).connect();
  expect((await named.packet('connack')).properties).not.toHaveProperty('assignedClientIdentifier');
});

test('no bytes whatever bring it down', async () => {
  const host = await held();
  // Who has sent half a packet has this time for the rest.
  const impatient = await held({ connectWithin: 50 });
  const short = fc.uint8Array({ maxLength: 120 });
  // Whatever is in it, its head and its length are those of a packet.
  const packet = fc
    .tuple(fc.nat(15), fc.constantFrom(0, 2, 4, 8), short)
    .map(([kind, flags, rest]) => [(kind << 4) | flags, rest.length, ...rest]);
  const bytes = fc.oneof(
    short.map((all) => [...all]),
    fc.array(packet, { maxLength: 4 }).map((all) => all.flat()),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(undefined, 4 as const, 5 as const), async (sent, version) => {
      const client = new Client(version ? host : impatient, version);
      if (version) await client.connect().packet('connack');
      client.socket.end(Buffer.from(sent));
      await client.closed();
    }),
    runs(400),
  );
  await new Client(host).connect().send(publish(1)).packet('puback');
});
