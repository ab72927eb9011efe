import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Watch } from '../../../programs/watch/watch';
import type { WatchConfig } from '../../../programs/watch/watch-config';

describe('watching', () => {
  let server: Server;
  let answer = { status: 200, body: 'waiting 4\n' };
  const lines: string[] = [];
  const made = (port: number, host = '127.0.0.1') => {
    const config: WatchConfig = {
      sources: [{ host, port, path: '/metrics' }],
      quantities: [{ key: 'city-waiting', kind: 'sum', source: 0, series: { name: 'waiting', labels: {} } }],
      pause: 60_000,
      timeout: 10_000,
      port: 0,
    };
    return new Watch(config, (message, fields) => lines.push(`${message} ${JSON.stringify(fields)}`));
  };
  const port = () => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.writeHead(request.url === '/metrics' ? answer.status : 404);
      response.end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    lines.length = 0;
    answer = { status: 200, body: 'waiting 4\n' };
  });

  test('measures what a service shows', async () => {
    expect(await made(port()).look()).toEqual({ numbers: new Map([['city-waiting', 4]]), unread: 0 });
    expect(lines).toEqual([]);
  });

  test('says once that it cannot read, and once that it can again; there is no number meanwhile', async () => {
    const watch = made(port());
    answer = { status: 503, body: 'waiting 9\n' };
    expect(await watch.look()).toEqual({ numbers: new Map(), unread: 1 });
    await watch.look();
    answer = { status: 200, body: 'waiting 5\n' };
    expect(await watch.look()).toEqual({ numbers: new Map([['city-waiting', 5]]), unread: 0 });
    expect(lines).toEqual([
      'metrics are not read {"host":"127.0.0.1","reason":"it answered 503"}',
      'metrics are read again {"host":"127.0.0.1"}',
    ]);
  });

  test('a name that nobody answers to is unread', async () => {
    expect((await made(80, 'nobody.invalid').look()).unread).toBe(1);
    expect(lines).toHaveLength(1);
  });
});
