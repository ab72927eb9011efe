import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

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
    // Nobody else's: several test runs have networks at the same time, and a test file knows nothing of those before it.
    const used = Object.values(networkInterfaces()).flatMap(
      (addresses) => addresses?.map(({ address }) => address) ?? [],
    );
    let random: Buffer;
    do {
      random = randomBytes(5);
      this.#prefix = `10.${64 + (random.readUInt8(0) % 64)}.${random.readUInt8(1)}`;
    } while (used.includes(`${this.#prefix}.1`));
    this.#name = `ckb${random.toString('hex')}`;
    this.#hardwareAddress = `02:${random.toString('hex').match(/../g)?.join(':')}`;
    this.hostsFile = join(this.#folder, 'hosts');
    writeFileSync(this.hostsFile, '127.0.0.1 localhost\n');
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

  /** The address that this machine has itself. */
  get ownAddress(): string {
    return this.bridge && `${this.#prefix}.1`;
  }

  /** The address of a name, which stays the same. */
  addressOf(name: string): string {
    const known = this.#addresses.get(name);
    if (known !== undefined) return known;
    const address = `${this.#prefix}.${this.#next++}`;
    this.#addresses.set(name, address);
    // The sandboxes have this very file, and read it at any time: none may find it empty.
    appendFileSync(this.hostsFile, `${address} ${name}\n`);
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
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
