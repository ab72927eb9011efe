import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/**
 * As much of PostgreSQL as a lease asks for: one session after the other has the lock, under a process id of its own. Clients
 * ask with `prepare` and `fetch_types` off.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class FakePostgres {
  /** Takes what is sent and says nothing, as a host without power: connections stay open. */
  isSilent = false;
  holder: Socket | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#serve(socket));
  #processes = 0;

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    const pid = ++this.#processes;
    let received = Buffer.alloc(0);
    let hasBegun = false;
    let columns: readonly Column[] = [];
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.holder === socket) this.holder = undefined;
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        // The first message has no letter.
        const at = hasBegun ? 1 : 0;
        if (received.length < at + 4 || received.length < at + received.readInt32BE(at)) return;
        const length = at + received.readInt32BE(at);
        const [letter, text] = [String.fromCharCode(received[0]!), received.subarray(0, length).toString('latin1')];
        received = received.subarray(length);
        if (this.isSilent) continue;
        if (!hasBegun) socket.write(Buffer.concat([message('R', int32(0)), ready]));
        else if (letter === 'P') {
          if (text.includes('pg_try_advisory_lock')) this.holder ??= socket;
          const has: Column = { name: 'has', type: 16, value: this.holder === socket ? 't' : 'f' };
          columns = [
            ...(text.includes('pg_try_advisory_lock') ? [has] : []),
            { name: 'pid', type: 23, value: `${pid}` },
          ];
        } else if (letter === 'S') socket.write(answerOf(columns));
        hasBegun = true;
      }
    });
  }
}

interface Column {
  readonly name: string;
  /** Number of its type. */
  readonly type: number;
  readonly value: string;
}

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const message = (letter: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
};
const ready = message('Z', Buffer.from('I'));

function answerOf(columns: readonly Column[]): Buffer {
  const described = columns.map(({ name, type }) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(type), int16(4), int32(-1), int16(0)]),
  );
  const values = columns.map(({ value }) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return Buffer.concat([
    message('1'),
    message('t', int16(0)),
    message('T', int16(columns.length), ...described),
    message('2'),
    message('D', int16(columns.length), ...values),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
}
