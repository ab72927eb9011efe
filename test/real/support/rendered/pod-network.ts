import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A network of this machine's own for sandboxes: each has an address, and a name that all of them resolve. */
export class PodNetwork {
  readonly bridge = `ck${process.pid}`;
  /** Address of this process on the network: what it starts itself can listen there. */
  readonly hostAddress: string;
  /** `/etc/hosts` of every sandbox. Names that come later appear in those that run already. */
  readonly hostsFile: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-network-'));
  readonly #addresses = new Map<string, string>();
  readonly #prefix: string;
  #next = 2;

  constructor() {
    // A process id picks the network, so that two test runs do not meet.
    this.#prefix = `10.${64 + (process.pid % 64)}.${(process.pid >> 6) % 256}`;
    this.hostAddress = `${this.#prefix}.1`;
    this.hostsFile = join(this.#folder, 'hosts');
    this.#writeHosts();
    ip('link', 'add', this.bridge, 'type', 'bridge');
    ip('address', 'add', `${this.hostAddress}/24`, 'dev', this.bridge);
    ip('link', 'set', this.bridge, 'up');
  }

  /** The range of all addresses. */
  get range(): string {
    return `${this.#prefix}.0/24`;
  }

  /** The address of a name, which stays the same. */
  addressOf(name: string): string {
    const address = this.#addresses.get(name) ?? `${this.#prefix}.${this.#next++}`;
    if (!this.#addresses.has(name)) this.add(name, address);
    return address;
  }

  /** Makes a name resolve to an address. */
  add(name: string, address: string): void {
    this.#addresses.set(name, address);
    this.#writeHosts();
  }

  close(): void {
    ip('link', 'delete', this.bridge);
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
