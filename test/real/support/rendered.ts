import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callAddress, type PodAnswer, type PodCall } from './rendered/call-pod';
import type { KubernetesObject } from './rendered/kubernetes-objects';
import { PodNetwork } from './rendered/pod-network';
import { ask } from './rendered/probe';
import { type RenderedPod, renderedPod } from './rendered/rendered-pod';
import { type Sandbox, startSandbox } from './rendered/sandbox';
import { SecretValues } from './rendered/secret-values';
import { standInOf } from './rendered/stand-ins';
import { until } from './wait';

export interface StartOptions {
  /** Name of a further replica, which does not answer for the Service. @default the Service's */
  readonly as?: string;
}

/** A pod that runs, and its rendered probes. */
export interface RunningPod
  extends Pick<Sandbox, 'address' | 'log' | 'alive' | 'exitCode' | 'inside' | 'peakMebibytes'> {
  readonly pod: RenderedPod;
  /** Calls a port, `http` if none is named, as something else on the network would. */
  call(path: string, call?: PodCall): Promise<PodAnswer>;
  /** Whether the probe holds, asked once. */
  isReady(): Promise<boolean>;
  isLive(): Promise<boolean>;
  /** Waits for the startup probe and then for the readiness probe. */
  untilReady(): Promise<void>;
  /** As a kubelet ends it: SIGTERM, and SIGKILL after the pod's own grace. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * The objects rendered for Kubernetes, run as local processes: the test adds where outside servers are, and the values
 * of Secrets make themselves. Needs Linux and root.
 */
export class Rendered {
  readonly secrets = new SecretValues();
  readonly network = new PodNetwork();
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-rendered-'));
  #pods = 0;

  constructor(private readonly objects: readonly object[]) {}

  pod(name: string): RenderedPod {
    return renderedPod(this.objects, name, this.secrets);
  }

  /** Puts a new value into the Secret behind a variable of a workload's container, and returns the old one. */
  rotate(name: string, variable: string): string {
    const before = this.pod(name).main.env[variable];
    const secret = this.pod(name).main.secrets[variable];
    if (before === undefined || !secret) throw new Error(`${variable} of ${name} comes from no Secret`);
    this.secrets.rotate(secret.name, secret.key);
    return before;
  }

  /** Runs a pod: its init containers to their ends where something stands in for their images, then its container. */
  async start(name: string, { as }: StartOptions = {}): Promise<RunningPod> {
    const pod = this.pod(name);
    const host = as ?? this.#serviceOf(name) ?? pod.name;
    const scratch = join(this.#folder, `scratch-${++this.#pods}`);
    mkdirSync(scratch);
    const options = {
      network: this.network,
      host,
      address: this.network.addressOf(host),
      scratch,
      claims: join(this.#folder, 'claims'),
    };
    for (const init of pod.init.filter(({ image }) => standInOf(image))) {
      const sandbox = await startSandbox(init, options);
      await until(`${init.name} of ${name} ends`, () => !sandbox.alive(), 120);
      const code = sandbox.exitCode();
      await sandbox.stop();
      if (code !== 0) throw new Error(`${init.name} of ${name} ended with ${code}: ${sandbox.log()}`);
    }
    return runningPod(pod, await startSandbox(pod.main, options), () =>
      rmSync(scratch, { recursive: true, force: true }),
    );
  }

  /** Runs a Job's pod to its end. */
  async run(name: string): Promise<{ readonly exitCode: number; readonly log: string }> {
    const job = await this.start(name);
    await until(`${name} ends`, () => !job.alive(), 300);
    const exitCode = job.exitCode() ?? -1;
    await job.stop();
    return { exitCode, log: job.log() };
  }

  /** Call it once every pod has been stopped. */
  close(): void {
    this.network.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The Service in front of a workload, whose name is how others reach it. */
  #serviceOf(name: string): string | undefined {
    const service = (this.objects as readonly ServiceObject[]).find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === name,
    );
    if (!service) return undefined;
    const { ports } = this.pod(name).main;
    for (const { port, targetPort } of service.spec?.ports ?? []) {
      const target = typeof targetPort === 'string' ? ports[targetPort] : targetPort;
      if (target !== port) throw new Error(`the Service ${name} maps ${port} to ${target}, which is not done here`);
    }
    return name;
  }
}

interface ServiceObject extends Omit<KubernetesObject, 'spec'> {
  readonly spec?: { readonly ports?: readonly { readonly port: number; readonly targetPort: number | string }[] };
}

function runningPod(pod: RenderedPod, sandbox: Sandbox, stopped: () => void): RunningPod {
  const { ports, probes } = pod.main;
  const asked = (probe = probes.liveness) =>
    probe ? ask(probe, sandbox.address, ports, sandbox.inside) : Promise.resolve(true);
  const longest = (probes.startup?.periodSeconds ?? 10) * (probes.startup?.failureThreshold ?? 3);
  const upTo = (check: () => Promise<boolean>) => async () => {
    if (!sandbox.alive()) return true;
    return check();
  };
  return {
    ...sandbox,
    pod,
    call: (path, call = {}) => callAddress(sandbox.address, ports[call.port ?? 'http'] ?? 0, path, call),
    isReady: () => asked(probes.readiness),
    isLive: () => asked(probes.liveness),
    untilReady: async () => {
      await until(
        `${pod.name} starts`,
        upTo(() => asked(probes.startup)),
        longest,
      );
      await until(
        `${pod.name} is ready`,
        upTo(() => asked(probes.readiness)),
        300,
      );
      if (!sandbox.alive())
        throw new Error(`${pod.name} ended with ${sandbox.exitCode()}:\n${sandbox.log().slice(-3000)}`);
    },
    stop: async (signal) => {
      await sandbox.stop(signal, pod.grace);
      stopped();
    },
  };
}
