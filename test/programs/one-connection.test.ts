/** What goes wrong with one request or packet ends its own connection, and neither another one nor the process. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { generate, type Packet } from 'mqtt-packet';
import { send } from '../../programs/shared/http';
import { httpServer } from '../../programs/shared/http-server';
import { MqttPackets } from '../../programs/shared/mqtt-packets';

const servers: (Server | NetServer)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server | NetServer): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a request', () => {
  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/good': (response) => void response.end('good'),
    '/told': () => {
      throw new Error('told');
    },
    '/begun': (response) => {
      response.writeHead(200, { 'content-length': 10 }).write('half');
      throw new Error('begun');
    },
    '/header': (response) => void response.writeHead(200, { place: 'İzmir' }),
    '/silent': () => {
      throw new Error('silent');
    },
  };
  async function start(): Promise<string> {
    const server = httpServer(
      async ({ url = '' }, response) => answers[url]!(response),
      (error, _, response) => {
        const { message } = error as Error;
        if (message === 'silent') throw error;
        if (!response.headersSent) response.writeHead(500).end(message);
      },
    );
    return `http://127.0.0.1:${await listening(server)}`;
  }

  test.each([
    ['/told', 500, 'told'],
    ['/header', 500, expect.stringContaining('Invalid character')],
  ])('%s is told what failed', async (path, status, body) => {
    const url = await start();
    expect(await send(`${url}${path}`)).toMatchObject({ status, body });
    expect(await send(`${url}/good`)).toMatchObject({ body: 'good' });
  });

  test.each(['/begun', '/silent'])('%s is cut off', async (path) => {
    const url = await start();
    await expect(send(`${url}${path}`)).rejects.toThrow();
    expect(await send(`${url}/good`)).toMatchObject({ body: 'good' });
  });
});

describe('a packet of MQTT', () => {
  async function sent(bytes: Buffer): Promise<{ reason: string; taken: Packet[] }> {
    const taken: Packet[] = [];
    const ended = new Promise<string>((resolve) => {
      const server = createServer((socket: Socket) => {
        const take = (packet: Packet) => {
          taken.push(packet);
          if (packet.cmd === 'subscribe') packets.write({ cmd: 'suback', messageId: packet.messageId!, granted: [] });
        };
        const packets = new MqttPackets(socket, 4, take, () => 100);
        socket.on('error', ({ message }) => resolve(message));
        socket.on('close', () => resolve('closed'));
      });
      void listening(server).then((port) => {
        const client = connect(port, '127.0.0.1', () => client.write(bytes));
        client.on('error', () => undefined);
        client.on('close', () => client.destroy());
      });
    });
    return { reason: await ended, taken };
  }
  const ping = generate({ cmd: 'pingreq' });

  test('that has no answer ends the connection, and what comes after it is not taken', async () => {
    const subscribe = generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a', qos: 0 }] });
    const { reason, taken } = await sent(Buffer.concat([subscribe, ping]));
    expect(reason).toContain('Invalid qos vector');
    expect(taken).toMatchObject([{ cmd: 'subscribe' }]);
  });

  test('that cannot be read, or is too long, ends the connection', async () => {
    expect(await sent(Buffer.from([0x33, 0]))).toMatchObject({ reason: expect.stringMatching(/topic/), taken: [] });
    const long = generate({ cmd: 'publish', topic: 'a', payload: 'x'.repeat(1000), qos: 0, dup: false, retain: false });
    expect(await sent(Buffer.concat([ping, long.subarray(0, 500)]))).toMatchObject({
      reason: 'a packet is too long',
      taken: [{ cmd: 'pingreq' }],
    });
  });
});
