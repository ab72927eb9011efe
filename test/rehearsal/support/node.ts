import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Said } from '../../real/compose/engine';
import { type Running, run } from '../../real/support/running';
import { until } from '../../real/support/wait';

const bin = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'citykit', 'kubernetes', 'bin');

/** A cluster of one real node, in a network of its own. */
export class Node {
  /** @param images the folder of `imagesAtHand`, of which nothing is changed */
  static async start(images: string): Promise<Node> {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-node-'));
    const root = join(folder, 'containerd');
    // What is unpacked is only read: a link does. The databases are written.
    spawnSync('sh', ['-c', 'cp -al "$1" "$2" 2>/dev/null || cp -a "$1" "$2"', 'sh', images, root]);
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.db')))
      spawnSync('sh', ['-c', 'cp -a "$1" "$1.new" && mv "$1.new" "$1"', 'sh', join(root, name)]);
    const up = run(join(__dirname, '..', 'node', 'up.sh'), [folder], {
      env: { PATH: `/usr/bin:/usr/sbin:/bin:/sbin:${process.env.PATH}`, HOME: homedir() },
      logFile: join(folder, 'up.log'),
    });
    try {
      await until('the node is ready', () => !up.alive() || existsSync(join(folder, 'kubeconfig')), 180);
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
    const process_ = readFileSync(join(this.folder, 'node.pid'), 'utf8').trim();
    return new Promise((resolve) => {
      const child = execFile(
        'nsenter',
        [`--net=/proc/${process_}/ns/net`, command, ...args],
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

  /** A folder of the node's, for volumes. */
  volume(name: string): string {
    const at = join(this.folder, 'volumes', name);
    mkdirSync(at, { recursive: true });
    return at;
  }

  /** Ends the node with all that runs on it, and takes away what it kept. */
  async stop(): Promise<void> {
    await this.up.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
