/** What one answer is, or one client or broker does not read, keeps nobody waiting, and nothing in memory for ever. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate, type Packet, parser } from 'mqtt-packet';
import type { Device } from '../../programs/device-gateway/devices';
import { MqttConnection } from '../../programs/device-gateway/mqtt-connection';
import type { Message } from '../../programs/notify/send';
import { HttpSender } from '../../programs/notify/send-http';
import { send } from '../../programs/shared/http';
import { httpServer } from '../../programs/shared/http-server';
import { MqttPublisher } from '../../programs/shared/mqtt-publisher';

// What is tested for would wait for ever.
jest.setTimeout(8000);

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function listening(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  });
  open.push({
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('an answer of another protocol', () => {
  const other = () =>
    listening((socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n'),
      ),
    );

  test('is no answer', async () => {
    await expect(send(`http://127.0.0.1:${await other()}/`, { timeout: 2000 })).rejects.toThrow('it answered 101');
  });

  test('is a notification that the receiver refuses', async () => {
    const sender = new HttpSender();
    open.push(sender);
    const uri = new URL(`http://127.0.0.1:${await other()}/`);
    const message: Message = {
      ...{ subscription: 's', uri, check: () => true, headers: {}, body: Buffer.from('{}'), timeout: 2000 },
    };
    await expect(sender.send(message)).rejects.toMatchObject({ outcome: 'refused', passing: false });
  });
});

test('an answer that its client does not read ends with its connection', async () => {
  const closed = new Promise<void>((resolve) => {
    const server = httpServer(
      async (_, response) => {
        response.on('close', resolve);
        while (response.write(Buffer.alloc(1024 * 1024)));
      },
      () => undefined,
      { idle: 100 },
    );
    server.listen(0, '127.0.0.1', () => {
      const client = connect((server.address() as AddressInfo).port, '127.0.0.1', () =>
        client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n'),
      );
      client.pause().on('error', () => undefined);
      open.push(server, { close: () => client.destroy() });
    });
  });
  expect(await Promise.race([closed.then(() => 'closed'), sleep(5000, 'open', { ref: false })])).toBe('closed');
});

test('a broker that does not read has not got a message of QoS 0', async () => {
  const port = await listening((socket) => {
    const packets = parser();
    packets.on('packet', ({ cmd }: Packet) => {
      if (cmd !== 'connect') return;
      socket.pause();
      socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
    });
    socket.on('data', (chunk: Buffer) => packets.parse(chunk));
  });
  const publisher = await MqttPublisher.open(connect(port, '127.0.0.1'), 'connect', { version: 4, timeout: 1000 });
  // More than the buffers of the system take.
  await expect(publisher.publish('a', 'x'.repeat(32 * 1024 * 1024), 0, 300)).rejects.toMatchObject({ kind: 'timeout' });
  await publisher.closed;
});

describe('a device that reads nothing', () => {
  function stuck() {
    const socket = new Duplex({ read() {}, write() {} });
    const own = Object.assign(socket, { setNoDelay() {}, destroySoon: () => socket.end() });
    const taken: string[] = [];
    const host = {
      authenticate: async () => ({ group: { id: 'g' }, id: 'd', stamp: '' }) as Device,
      publish: async (_: Device, topic: string) => void taken.push(topic),
      refused() {},
    };
    const limits = { packet: 8192, underWay: 3, connectWithin: 1000, idle: 60_000 };
    const connection = new MqttConnection(own as unknown as Socket, host, limits, () => undefined);
    own.push(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'a', clean: true }));
    return { socket, connection, taken };
  }
  const publish = generate({ cmd: 'publish', topic: 'a', payload: '1', qos: 0, dup: false, retain: false });

  test('loses its connection before its answers fill the memory', async () => {
    const { socket, connection } = stuck();
    while (!connection.device) await sleep(1);
    const pings = Buffer.concat(Array.from({ length: 10_000 }, () => generate({ cmd: 'pingreq' })));
    for (let at = 0; at < 10 && !socket.destroyed; at++) {
      socket.push(pings);
      await sleep(1);
    }
    expect([socket.destroyed, socket.writableLength <= 65 * 1024]).toEqual([true, true]);
  });

  test('is gone when it is dropped, and nothing more is taken of it', async () => {
    const { socket, connection, taken } = stuck();
    while (!connection.device) await sleep(1);
    socket.push(publish);
    await sleep(5);
    connection.drop();
    socket.push(publish);
    await once(socket, 'close');
    expect(taken).toEqual(['a']);
  });
});
