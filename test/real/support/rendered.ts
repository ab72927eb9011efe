import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callAddress, type PodAnswer, type PodCall } from './rendered/call-pod';
import { KubernetesPods } from './rendered/kubernetes-pods';
import { PodNetwork } from './rendered/pod-network';
import type { PodSource } from './rendered/pod-source';
import { ask } from './rendered/probe';
import type { RenderedPod } from './rendered/rendered-pod';
import { type Sandbox, startSandbox } from './rendered/sandbox';
import { SecretValues } from './rendered/secret-values';
import type { StandIn } from './rendered/stand-in';
import { standInOf } from './rendered/stand-ins';
import { until } from './wait';

export interface StartOptions {
  /** Name of a further replica, by which nobody else calls it. @default the name by which others call the workload */
  readonly as?: string;
  /** A program that builds itself does so, as its image's first start. @default a build that was kept is taken */
  readonly unbuilt?: boolean;
  /** What stands for the image of its main container. @default what usually does */
  readonly standIn?: StandIn;
}

/** A pod that runs, and its rendered probes. */
export interface RunningPod
  extends Pick<
    Sandbox,
    'address' | 'log' | 'alive' | 'exitCode' | 'inside' | 'peakMebibytes' | 'processorSeconds' | 'signal'
  > {
  readonly pod: RenderedPod;
  /** Calls a port, `http` if none is named, as something else on the network would. */
  call(path: string, call?: PodCall): Promise<PodAnswer>;
  /** Whether the probe holds, asked once. */
  isReady(): Promise<boolean>;
  isLive(): Promise<boolean>;
  /** Waits for the startup probe and then for the readiness probe. */
  untilReady(): Promise<void>;
  /** As its target ends it: SIGTERM, and SIGKILL after the pod's own grace. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * What is rendered for a target, run as local processes: the test adds where outside servers are, and the values of
 * secrets make themselves. Needs Linux and root.
 */
export class Rendered {
  readonly secrets: SecretValues;
  readonly network = new PodNetwork();
  #source: PodSource;
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-rendered-'));
  #authorities: string | undefined;
  #pods = 0;

  /**
   * @param source Kubernetes objects, or what reads the artefacts of another target
   * @param java Options of every Java virtual machine. @default those that make it ready soon, and slower later
   */
  constructor(
    source: readonly object[] | PodSource,
    readonly java?: readonly string[],
  ) {
    this.#source = podsOf(source);
    this.secrets = new SecretValues(this.#source.newSecret?.bind(this.#source));
  }

  /** What is started from now on is started from these, as after another deployment. */
  update(source: readonly object[] | PodSource): void {
    this.#source = podsOf(source);
  }

  pod(name: string): RenderedPod {
    return this.#source.pod(name, this.secrets);
  }

  /** Whom every image trusts in TLS from now on: a file of certificates in PEM. */
  trust(authorities: string): void {
    this.#authorities = authorities;
  }

  /** Puts a new value into the secret behind a variable of a workload's container, and returns the old one. */
  rotate(name: string, variable: string): string {
    const before = this.pod(name).main.env[variable];
    const secret = this.pod(name).main.secrets[variable];
    if (before === undefined || !secret) throw new Error(`${variable} of ${name} comes from no secret`);
    this.secrets.rotate(secret.name, secret.key);
    return before;
  }

  /** Gives a pod that starts later its address, so that others resolve its name from now on. */
  announce(name: string): void {
    const { host, name: own } = this.pod(name);
    this.network.addressOf(host ?? own);
  }

  /** Runs a pod: its init containers to their ends, one after the other, and then its main container. */
  async start(name: string, { as, unbuilt = false, standIn }: StartOptions = {}): Promise<RunningPod> {
    const pod = this.pod(name);
    const host = as ?? pod.host ?? pod.name;
    const scratch = join(this.#folder, `scratch-${++this.#pods}`);
    mkdirSync(scratch);
    const options = {
      network: this.network,
      host,
      address: this.network.addressOf(host),
      scratch,
      claims: join(this.#folder, 'claims'),
      ...(this.java && { java: this.java }),
      ...(this.#authorities !== undefined && { authorities: this.#authorities }),
    };
    const { image, env } = pod.main;
    const layers = unbuilt ? {} : (standInOf(image)?.standIn.built?.(env) ?? {});
    for (const init of pod.init) {
      const sandbox = await startSandbox(init, { ...options, ...(init.image === image && { layers }) });
      await ended(`${init.name} of ${name}`, sandbox);
      const code = sandbox.exitCode();
      await sandbox.stop();
      if (code !== 0) throw new Error(`${init.name} of ${name} ended with ${code}: ${sandbox.log()}`);
    }
    return runningPod(pod, await startSandbox(pod.main, { ...options, layers, ...(standIn && { standIn }) }), () =>
      rmSync(scratch, { recursive: true, force: true }),
    );
  }

  /** Runs a Job's pod to its end. */
  async run(name: string): Promise<{ readonly exitCode: number; readonly log: string }> {
    const job = await this.start(name);
    await ended(name, job);
    const exitCode = job.exitCode() ?? -1;
    await job.stop();
    return { exitCode, log: job.log() };
  }

  /** Deletes what is in a claim: whoever mounts it next finds it as on the first day. */
  loseClaim(claim: string): void {
    rmSync(join(this.#folder, 'claims', claim), { recursive: true });
  }

  /** Call it once every pod has been stopped. */
  close(): void {
    this.network.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** @throws Error with what it has said, when it has not ended by itself in time; then it is ended. */
async function ended(what: string, one: Pick<Sandbox, 'alive' | 'log' | 'stop'>): Promise<void> {
  try {
    await until(`${what} ends`, () => !one.alive());
  } catch (error) {
    const log = one.log().slice(-3000);
    await one.stop('SIGKILL');
    throw new Error(`${(error as Error).message}\n${log}`, { cause: error });
  }
}

/** A pod's startup probe has failed for as long as it may: a kubelet kills the container then, and starts it again. */
export class NotStarted extends Error {}

/** What each thread of a Java program does, which it writes to its log when it is asked to. Nothing of other programs. */
async function threadsOf(sandbox: Sandbox): Promise<string> {
  if (!sandbox.isJava) return '';
  const before = sandbox.log().length;
  sandbox.signal('SIGQUIT');
  await until('it says so', () => sandbox.log().slice(before).includes('JNI global ref'), 10).catch(() => undefined);
  return sandbox.log().slice(before);
}

function podsOf(source: readonly object[] | PodSource): PodSource {
  return 'pod' in source ? source : new KubernetesPods(source);
}

function runningPod(pod: RenderedPod, sandbox: Sandbox, stopped: () => void): RunningPod {
  const { ports, probes } = pod.main;
  const asked = async (probe = probes.liveness) => {
    if (probe) await ask(probe, sandbox.address, ports, sandbox.inside);
    return true;
  };
  const passes = (probe?: typeof probes.liveness) => asked(probe).catch(() => false);
  const longest = (probes.startup?.periodSeconds ?? 10) * (probes.startup?.failureThreshold ?? 3);
  const upTo = (check: () => Promise<boolean>) => async () => {
    if (!sandbox.alive()) return true;
    return check();
  };
  return {
    ...sandbox,
    pod,
    call: async (path, call = {}) => {
      const before = sandbox.log().length;
      try {
        return await callAddress(sandbox.address, ports[call.port ?? 'http'] ?? 0, path, call);
      } catch (error) {
        // What ended with the request tells it in a moment.
        await sleep(500);
        const state = sandbox.alive() ? 'runs' : `ended with ${sandbox.exitCode()}`;
        const since = sandbox.log().slice(before).slice(-3000) || '(it has logged nothing since)';
        const asked = `${call.method ?? 'GET'} ${path} of ${pod.name}, which ${state}`;
        throw new Error(`${asked}: ${(error as Error).message}\n${since}`, { cause: error });
      }
    },
    isReady: () => passes(probes.readiness),
    isLive: () => passes(probes.liveness),
    untilReady: async () => {
      const told = async ({ message }: Error) =>
        `${message}\n${sandbox.log().slice(-3000)}\n${await threadsOf(sandbox)}`;
      const starts = upTo(() => asked(probes.startup));
      await until(`${pod.name} starts`, starts, longest).catch(async (error) => {
        throw new NotStarted(await told(error), { cause: error });
      });
      const ready = upTo(() => asked(probes.readiness));
      await until(`${pod.name} is ready`, ready).catch(async (error) => {
        throw new Error(await told(error), { cause: error });
      });
      if (!sandbox.alive())
        throw new Error(`${pod.name} ended with ${sandbox.exitCode()}:\n${sandbox.log().slice(-3000)}`);
    },
    stop: async (signal) => {
      await sandbox.stop(signal, pod.grace);
      stopped();
    },
  };
}
