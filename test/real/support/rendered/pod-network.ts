import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let networks = 0;

/** A network of this machine's own for sandboxes: each has an address, and a name that all of them resolve. */
export class PodNetwork {
  /** `/etc/hosts` of every sandbox. Names that come later appear in those that run already. */
  readonly hostsFile: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-network-'));
  readonly #addresses = new Map<string, string>();
  readonly #name: string;
  readonly #prefix: string;
  readonly #hardwareAddress: string;
  #next = 2;
  #up = false;

  constructor() {
    // The process id picks the network, so that two test runs do not meet.
    const number = process.pid * 8 + (networks++ % 8);
    this.#name = `ckb${number}`;
    this.#prefix = `10.${64 + ((number >> 8) % 64)}.${number % 256}`;
    const digits = number.toString(16).padStart(10, '0').slice(-10);
    this.#hardwareAddress = `02:${digits.match(/../g)?.join(':')}`;
    this.hostsFile = join(this.#folder, 'hosts');
    this.#writeHosts();
  }

  /** The bridge that the sandboxes' interfaces join; it is made when it is first asked for. */
  get bridge(): string {
    if (!this.#up) {
      // A bridge without an address of its own has the lowest of its interfaces', and when that one goes, answers to
      // the old address are lost for up to a minute.
      ip('link', 'add', this.#name, 'address', this.#hardwareAddress, 'type', 'bridge');
      ip('address', 'add', `${this.#prefix}.1/24`, 'dev', this.#name);
      ip('link', 'set', this.#name, 'up');
      this.#up = true;
    }
    return this.#name;
  }

  /** The address of a name, which stays the same. */
  addressOf(name: string): string {
    const known = this.#addresses.get(name);
    if (known !== undefined) return known;
    const address = `${this.#prefix}.${this.#next++}`;
    this.#addresses.set(name, address);
    this.#writeHosts();
    return address;
  }

  /** Serves a port of a name by a loopback port of this machine, until the result is called. */
  async forward(name: string, port: number, to: number): Promise<() => void> {
    const address = this.#addresses.get(name) ?? this.#ownAddress(name);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(to, '127.0.0.1');
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => [client, upstream].map((one) => one.destroy()));
        socket.on('close', () => sockets.delete(socket));
      }
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, address, resolve).unref();
    });
    return () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
  }

  /** An address that this machine answers for. */
  #ownAddress(name: string): string {
    const address = this.addressOf(name);
    ip('address', 'add', `${address}/24`, 'dev', this.bridge);
    return address;
  }

  close(): void {
    if (this.#up) ip('link', 'delete', this.#name);
    rmSync(this.#folder, { recursive: true });
  }

  // In place: the sandboxes have this very file.
  #writeHosts(): void {
    const lines = [...this.#addresses].map(([name, address]) => `${address} ${name}\n`);
    writeFileSync(this.hostsFile, ['127.0.0.1 localhost\n', ...lines].join(''));
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
