// forward.mjs SOCKET ADDRESS PORT: hands every connection to ADDRESS:PORT to a socket of the file system, which is the same in
// every network namespace.
import { connect, createServer } from 'node:net';

const [socket, address, port] = process.argv.slice(2);
createServer((client) => {
  const upstream = connect(socket);
  for (const one of [client, upstream]) one.on('error', () => [client, upstream].map((end) => end.destroy()));
  client.pipe(upstream).pipe(client);
}).listen(Number(port), address);
