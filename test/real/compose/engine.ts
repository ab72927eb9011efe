import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsFolder } from '../support/rendered/stand-ins/parts-folder';
import { type Running, run } from '../support/running';
import { until } from '../support/wait';

/** What a command said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Docker engine of the test's own, in a network namespace of its own: it publishes ports there and changes no rule of this machine. */
export class Engine {
  static async start(): Promise<Engine> {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-docker-'));
    const at = (name: string) => join(folder, name);
    const config = at('config');
    mkdirSync(join(config, 'cli-plugins'), { recursive: true });
    spawnSync('ln', [
      '-s',
      join(partsFolder('compose'), 'bin', 'docker-compose'),
      join(config, 'cli-plugins', 'docker-compose'),
    ]);
    const daemon = ['dockerd', '-H', `unix://${at('socket')}`, '--data-root', at('data'), '--exec-root', at('exec')];
    const words = [...daemon, '--pidfile', at('pid'), '--containerd-namespace', 'citykit', '--log-level', 'warn'];
    // With the tests it ends too: unshare hears no SIGTERM, and the engine hears when unshare is gone.
    const process_ = run(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'unshare',
        '--net',
        '--mount',
        '--kill-child=TERM',
        '--fork',
        'sh',
        '-ec',
        'ip link set lo up; exec "$@"',
        'dockerd',
        ...words,
      ],
      { env: { PATH: `/usr/bin:/usr/sbin:/bin:/sbin:${process.env.PATH}` }, logFile: at('log') },
    );
    const engine = new Engine(folder, process_);
    await until('the engine answers', async () => (await engine.docker('version')).code === 0);
    return engine;
  }

  /** For every command that talks to the engine. */
  readonly env: NodeJS.ProcessEnv;

  private constructor(
    private readonly folder: string,
    private readonly daemon: Running,
  ) {
    this.env = {
      PATH: `/usr/bin:${process.env.PATH}`,
      HOME: folder,
      DOCKER_HOST: `unix://${join(folder, 'socket')}`,
      DOCKER_CONFIG: join(folder, 'config'),
      DOCKER_BUILDKIT: '0',
    };
  }

  log(): string {
    return this.daemon.log();
  }

  /** Runs `docker`. */
  docker(...args: readonly string[]): Promise<Said> {
    return this.say('docker', args);
  }

  /** Runs a command in the namespace in which ports are published. */
  inside(command: string, ...args: readonly string[]): Promise<Said> {
    return this.say('nsenter', [`--net=/proc/${this.#process()}/ns/net`, command, ...args]);
  }

  say(command: string, args: readonly string[], cwd?: string): Promise<Said> {
    return new Promise((resolve) =>
      execFile(command, args, { env: this.env, maxBuffer: 2 ** 26, ...(cwd && { cwd }) }, (error, stdout, stderr) =>
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
      ),
    );
  }

  /** Ends every container, the engine, and takes away all it kept. */
  async stop(): Promise<void> {
    const { stdout } = await this.docker('ps', '--all', '--quiet');
    const containers = stdout.split('\n').filter(Boolean);
    if (containers.length > 0) await this.docker('rm', '--force', ...containers);
    await this.daemon.stop();
    spawnSync('sh', ['-c', 'grep -o "$1[^ ]*" /proc/mounts | sort -r | xargs -r umount', 'sh', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The engine itself: the process in the namespace. */
  #process(): number {
    const { stdout } = spawnSync('cat', [join(this.folder, 'pid')], { encoding: 'utf8' });
    return Number(stdout);
  }
}
