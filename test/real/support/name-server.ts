import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Addresses (IPv4) of a name, in lower case and without a dot at the end; undefined where there is no such name. */
export type Names = (name: string) => readonly string[] | undefined;

/**
 * Answers questions for A records on port 53 of an address of this machine, until the result is called. Programs that discover
 * others by DNS ask it; those that look a name up alone find it in `/etc/hosts`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1035#section-4
 */
export async function startNameServer(address: string, names: Names): Promise<() => void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => socket.send(answerTo(question, names), from.port, from.address));
  socket.bind(53, address);
  await once(socket, 'listening');
  return () => socket.close();
}

const header = 12;
const typeA = 1;

function answerTo(message: Buffer, names: Names): Buffer {
  const labels: string[] = [];
  let at = header;
  for (let length = message[at++]!; length > 0; length = message[at++]!) {
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  const type = message.readUInt16BE(at);
  const question = message.subarray(header, at + 4);
  const found = names(labels.join('.').toLowerCase());
  const addresses = type === typeA ? (found ?? []) : [];
  const head = Buffer.alloc(header);
  message.copy(head, 0, 0, 2);
  // An answer, by who knows; 3 where there is no such name.
  head.writeUInt16BE(0x8580 | (found ? 0 : 3), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((one) => {
    const record = Buffer.alloc(16);
    // The name of the question; A; IN; five seconds; four bytes.
    record.writeUInt16BE(0xc000 | header, 0);
    record.writeUInt16BE(typeA, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(5, 6);
    record.writeUInt16BE(4, 10);
    record.set(one.split('.').map(Number), 12);
    return record;
  });
  return Buffer.concat([head, question, ...records]);
}
