import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Said } from '../../real/compose/engine';
import { type Running, run } from '../../real/support/running';
import { until } from '../../real/support/wait';
import { copyImages } from './images';

/** Of the node in its network. */
export const address = '10.244.0.1';

const forward = join(__dirname, '..', 'node', 'forward.mjs');
const bin = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit', 'kubernetes', 'bin');

/** What a node is like. */
export interface NodeOptions {
  /** As what it is counted when pods are placed on it. @default what it is */
  readonly size?: { readonly processors: number; readonly gibibytes: number };
  /** File with an authority, in PEM, that every image trusts. @default none */
  readonly authority?: string;
}

/** A cluster of one real node, in a network of its own. */
export class Node {
  /** @param images the folder of `imagesAtHand`, of which nothing is changed */
  static async start(images: string, { size, authority }: NodeOptions = {}): Promise<Node> {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-node-'));
    const root = join(folder, 'containerd');
    copyImages(images, root);
    if (authority) trust(root, authority);
    const up = run(join(__dirname, '..', 'node', 'up.sh'), [folder], {
      env: {
        PATH: `/usr/bin:/usr/sbin:/bin:/sbin:${process.env.PATH}`,
        HOME: homedir(),
        ...(size && { NODE_PROCESSORS: String(size.processors), NODE_GIBIBYTES: String(size.gibibytes) }),
      },
      logFile: join(folder, 'up.log'),
    });
    try {
      await until('the node is ready', () => !up.alive() || existsSync(join(folder, 'kubeconfig')));
      if (!up.alive()) throw new Error('the node ended before it was ready');
    } catch (error) {
      await up.stop();
      throw new Error(`${(error as Error).message}\n${up.log().slice(-3000)}`, { cause: error });
    }
    return new Node(folder, up);
  }

  private constructor(
    private readonly folder: string,
    private readonly up: Running,
  ) {}

  /** Runs a command in the network of the node. */
  inside(command: string, args: readonly string[], input?: string): Promise<Said> {
    return new Promise((resolve) => {
      const child = execFile(
        'nsenter',
        [...this.#network(), command, ...args],
        {
          env: {
            PATH: `${bin}:${process.env.PATH}`,
            HOME: this.folder,
            KUBECONFIG: join(this.folder, 'kubeconfig'),
          },
          maxBuffer: 2 ** 26,
        },
        (error, stdout, stderr) =>
          resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
      );
      child.stdin?.on('error', () => {}).end(input ?? '');
    });
  }

  tryKubectl(args: readonly string[], input?: string): Promise<Said> {
    return this.inside('kubectl', args, input);
  }

  /** @returns stdout @throws Error with stderr when kubectl fails */
  async kubectl(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.tryKubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Serves a port of the node's address, as a machine beside the cluster would, by a loopback port of this one. */
  async serve(port: number, to: number): Promise<void> {
    const socket = join(this.folder, `port-${port}`);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(to, '127.0.0.1');
      for (const one of [client, upstream]) {
        sockets.add(one);
        one.on('error', () => [client, upstream].map((end) => end.destroy())).on('close', () => sockets.delete(one));
      }
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve).unref());
    const inside = run('nsenter', [...this.#network(), process.execPath, forward, socket, address, String(port)], {
      env: { PATH: '/usr/bin:/bin' },
      logFile: join(this.folder, `port-${port}.log`),
    });
    const open = ['-c', `exec 3<>/dev/tcp/${address}/${port}`];
    await until(`port ${port} is served`, async () => (await this.inside('bash', open)).code === 0);
    this.#served.push(async () => {
      await inside.stop();
      server.close();
      for (const one of sockets) one.destroy();
    });
  }

  /** A folder of the node's, for volumes. */
  volume(name: string): string {
    const at = join(this.folder, 'volumes', name);
    mkdirSync(at, { recursive: true });
    return at;
  }

  /** Ends the node with all that runs on it, and takes away what it kept. */
  async stop(): Promise<void> {
    for (const end of this.#served) await end();
    await this.up.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  readonly #served: (() => Promise<void>)[] = [];

  #network(): string[] {
    return [`--net=/proc/${readFileSync(join(this.folder, 'node.pid'), 'utf8').trim()}/ns/net`];
  }
}

/** Lets every image of a node's own copy trust an authority. The file is another then: the images' own is linked. */
function trust(root: string, authority: string): void {
  const layers = join(root, 'io.containerd.snapshotter.v1.overlayfs', 'snapshots');
  for (const layer of readdirSync(layers)) {
    const bundle = join(layers, layer, 'fs/etc/ssl/certs/ca-certificates.crt');
    if (!existsSync(bundle)) continue;
    const known = readFileSync(bundle, 'utf8');
    rmSync(bundle);
    writeFileSync(bundle, known + readFileSync(authority, 'utf8'));
  }
}
