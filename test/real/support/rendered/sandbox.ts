import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environment } from '../environment';
import { run } from '../running';
import { until } from '../wait';
import type { PodNetwork } from './pod-network';
import type { Mount, RenderedContainer } from './rendered-pod';
import type { StandIn } from './stand-in';
import { type FoundStandIn, standInOf } from './stand-ins';

export interface SandboxOptions {
  readonly network: PodNetwork;
  /** Its name and its address on the network. */
  readonly host: string;
  readonly address: string;
  /** Folder of the pod's scratch volumes, which its containers share. */
  readonly scratch: string;
  /** Folder of the claims, which outlive the pod. */
  readonly claims: string;
  /** Folders of this machine that lie over those of the image, by their path in it. @default none */
  readonly layers?: Readonly<Record<string, string>>;
  /** Options of its Java virtual machine. @default those that make it ready soon */
  readonly java?: readonly string[];
  /** What stands for its image. @default what usually does */
  readonly standIn?: StandIn;
  /** File of the authorities that the image trusts in TLS, in PEM. @default this machine's */
  readonly authorities?: string;
}

/** A container that runs in a sandbox of its own. */
export interface Sandbox {
  readonly address: string;
  readonly isJava: boolean;
  log(): string;
  alive(): boolean;
  /** Undefined while it runs. A signal counts as 128 and its number. */
  exitCode(): number | undefined;
  /** A command line that runs another command inside, as the container's user and with its environment. */
  inside(command: readonly string[]): readonly string[];
  /** Resident memory of all its processes at their most. */
  peakMebibytes(): number;
  /** Processor time of all its processes since they began. */
  processorSeconds(): number;
  /** Sends the signal to each of its processes, and does not wait. */
  signal(name: NodeJS.Signals): void;
  /** Sends the signal to its first process, after `grace` seconds SIGKILL, and waits until it has gone. */
  stop(signal?: NodeJS.Signals, grace?: number): Promise<void>;
}

const script = join(__dirname, 'sandbox.sh');

/**
 * Runs a rendered container as a local process: its true paths, ports, user and read-only root. Its network reaches the
 * other sandboxes and nothing else.
 *
 * @throws Error where nothing stands in for its image
 */
export async function startSandbox(container: RenderedContainer, options: SandboxOptions): Promise<Sandbox> {
  const found = standInOf(container.image);
  if (!found) throw new Error(`nothing stands in for the image ${container.image}`);
  const { image } = found;
  const { standIn = found.standIn } = options;
  const { uid, gid } = container.user;
  const folder = mkdtempSync(join(tmpdir(), `citykit-${options.host}-`));
  const own = (name: string) => join(folder, name);
  const env = {
    HOME: '/',
    ...standIn.env,
    ...(standIn.java && {
      JDK_JAVA_OPTIONS: [`-XX:MaxRAM=${container.memoryMebibytes}m`, ...(options.java ?? standIn.java)].join(' '),
    }),
    HOSTNAME: options.host,
    ...container.env,
  };
  write(
    own('env'),
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
  );
  write(own('plan'), plan(container, standIn, folder, options));
  write(own('log'), '');
  // The runtime gives the output to the user, so that /dev/stderr can be opened.
  chownSync(own('log'), uid, gid);
  const words = container.command
    ? [...container.command, ...(container.args ?? [])]
    : [...(standIn.entrypoint ?? image.entrypoint), ...(container.args ?? standIn.cmd ?? image.cmd)];
  // One that nobody had: a test file knows nothing of the one before it in the same process.
  const link = `ck${randomBytes(5).toString('hex')}`;
  let exitCode: number | undefined;
  const readExitCode = () => (existsSync(own('exit')) ? Number(readFileSync(own('exit'), 'utf8')) : undefined);
  const running = run(script, ['net', ...words], {
    env: environment({
      SANDBOX_FOLDER: folder,
      SANDBOX_HOST: options.host,
      SANDBOX_HOSTS: options.network.hostsFile,
      SANDBOX_BRIDGE: options.network.bridge,
      SANDBOX_VETH: link,
      SANDBOX_ADDRESS: `${options.address}/24`,
      SANDBOX_UID: String(uid),
      SANDBOX_GID: String(gid),
      SANDBOX_GROUPS: container.groups.join(','),
      SANDBOX_CAPABILITIES: container.capabilities.map((name) => `,+${name.toLowerCase()}`).join(''),
      SANDBOX_INIT: container.initProcess ? 'yes' : 'no',
      SANDBOX_READ_ONLY: container.readOnlyRoot ? 'yes' : 'no',
      SANDBOX_WORKDIR: standIn.workingDir ?? '/',
      SANDBOX_PASSWD: standIn.passwd ?? '',
      SANDBOX_MEBIBYTES: String(container.memoryMebibytes),
    }),
    logFile: own('log'),
    stopped: () => {
      exitCode = readExitCode();
      unplug(link);
      const group = read(own('group')).trim();
      if (group !== '') removeGroup(group);
      rmSync(folder, { recursive: true, force: true });
    },
  });
  const first = () => firstProcess(running.pid);
  await until(`${options.host} is started`, () => first() !== undefined || !running.alive());
  return {
    address: options.address,
    isJava: standIn.java !== undefined,
    log: running.log,
    alive: running.alive,
    exitCode: () => (running.alive() ? undefined : (exitCode ?? readExitCode() ?? 137)),
    inside: (command) => {
      const enter = [
        'nsenter',
        '--target',
        String(first()),
        '--mount',
        '--net',
        '--pid',
        '--uts',
        '--ipc',
        '--root',
        '--wd',
      ];
      const as = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      return [...enter, ...as, 'env', '-i', ...variables, ...command];
    },
    peakMebibytes: () => sum(processesOf(running.pid).map(peakOf)) / 1024,
    processorSeconds: () => sum(processesOf(running.pid).map(processorTicksOf)) / 100,
    signal: (name) => {
      const pid = first();
      if (pid !== undefined) for (const one of processesOf(pid)) process.kill(one, name);
    },
    stop: async (signal = 'SIGTERM', grace = 30) => {
      const pid = first();
      if (pid !== undefined) process.kill(pid, signal);
      await until('it ends', () => !running.alive(), grace).catch(() => undefined);
      await running.stop('SIGKILL');
    },
  };
}

/**
 * Takes an interface away. The kernel keeps the network of ended processes as long as a connection of theirs has something
 * left to send, a minute and more: it would go on answering for the address, which the next sandbox of that name has.
 */
function unplug(link: string): void {
  spawnSync('ip', ['link', 'delete', link], { stdio: 'ignore' });
}

/** A process that has just ended is in its group for a moment yet. */
function removeGroup(group: string): void {
  for (let tries = 0; existsSync(group); tries++) {
    try {
      rmdirSync(group);
    } catch (error) {
      if (tries === 100) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/** What the script puts together to the root file system, a line each: kind, source, target, mode. */
function plan(
  container: RenderedContainer,
  standIn: FoundStandIn['standIn'],
  folder: string,
  options: SandboxOptions,
): string {
  const lines: string[][] = [];
  for (const [target, source] of Object.entries({ ...standIn.layers, ...options.layers })) {
    lines.push(statSync(source).isDirectory() ? ['layer', source, target, ''] : ['mount', source, target, 'ro']);
  }
  for (const [target, content] of Object.entries(standIn.files ?? {})) {
    const source = join(folder, 'image', target);
    write(source, content);
    lines.push(['mount', source, target, 'ro']);
  }
  if (options.authorities) lines.push(['mount', options.authorities, '/etc/ssl/certs/ca-certificates.crt', 'ro']);
  for (const mount of container.mounts) {
    const source = join(volume(mount, folder, options), mount.subPath);
    if (mount.subPath !== '' && mount.source.kind !== 'files') mkdirSync(source, { recursive: true });
    lines.push(['mount', source, mount.path, mount.readOnly ? 'ro' : 'rw']);
  }
  // What lies inside another comes after it, also a program whose own path here is below a folder of the container's.
  lines.sort(([, , a = ''], [, , b = '']) => a.length - b.length);
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}

/** The folder of a volume, with the rights that the target gives it. */
function volume({ source }: Mount, folder: string, options: SandboxOptions): string {
  if (source.kind === 'files') {
    const at = join(folder, 'files', source.volume);
    for (const [path, content] of Object.entries(source.files)) write(join(at, path), content);
    return at;
  }
  const at = source.kind === 'scratch' ? join(options.scratch, source.volume) : join(options.claims, source.claim);
  if (!existsSync(at)) {
    const { uid, gid, mode } = source.rights;
    mkdirSync(at, { recursive: true });
    chownSync(at, uid, gid);
    chmodSync(at, mode);
  }
  return at;
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const mode = file.endsWith('/log') ? 0o644 : content.startsWith('#!') ? 0o555 : 0o444;
  writeFileSync(file, content, { mode });
  chmodSync(file, mode);
}

/** The process below `ancestor` that is number 1 of its own namespace. */
function firstProcess(ancestor: number): number | undefined {
  for (const child of childrenOf(ancestor)) {
    const found = /^NSpid:\t\d+\t1$/m.test(read(`/proc/${child}/status`)) ? child : firstProcess(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every process below `ancestor`, itself among them. */
function processesOf(ancestor: number): number[] {
  return [ancestor, ...childrenOf(ancestor).flatMap(processesOf)];
}

function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Hundredths of a second, in its own code and in the kernel. */
function processorTicksOf(pid: number): number {
  // The name in front may hold blanks and parentheses.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** Nothing where the process has gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
