import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CityPlatform } from '../../../constructs/platform/city-platform';
import { type City, type CityInput, parseCity } from '../../../constructs/spec/city';
import type { Job, Service, Workload } from '../../../constructs/waist/primitives';
import { NotStarted, type Rendered, type RunningPod, type StartOptions } from '../support/rendered';
import { RenderedDatabase } from '../support/rendered/database';

/** An example as it is rendered for a target, brought up as local processes, component by component. */
export abstract class LiveCity {
  readonly database: RenderedDatabase;
  readonly #pods: RunningPod[] = [];

  constructor(
    readonly city: CityPlatform,
    readonly rendered: Rendered,
  ) {
    this.database = new RenderedDatabase(rendered, this.nameOf(city.database.setup));
  }

  /** Name of a workload in what is rendered. */
  abstract nameOf(workload: Workload): string;

  /**
   * Starts a service and waits for its rendered probes. One whose startup probe has had its time is started again, as a
   * kubelet does, which is told: Scorpio 5.0.3 was once seen to answer none, of several hundred starts. The second time counts.
   */
  async start(service: Service, options?: StartOptions): Promise<RunningPod> {
    const pod = await this.begin(service, options);
    try {
      await pod.untilReady();
      return pod;
    } catch (error) {
      if (!(error instanceof NotStarted)) throw error;
      process.stderr.write(`${error.message}\nIt is started again.\n`);
    }
    await pod.stop('SIGKILL');
    this.#pods.splice(this.#pods.indexOf(pod), 1);
    const again = await this.begin(service, options);
    await again.untilReady();
    return again;
  }

  /** Starts a service, ready or not. */
  async begin(service: Service, options?: StartOptions): Promise<RunningPod> {
    const pod = await this.rendered.start(this.nameOf(service), options);
    this.#pods.push(pod);
    return pod;
  }

  /** Starts the relay of notifications, which the broker waits for, and then the broker. */
  async startBroker(): Promise<{ readonly broker: RunningPod; readonly relay: RunningPod }> {
    const relay = await this.start(this.city.broker.relay);
    return { relay, broker: await this.start(this.city.broker.service) };
  }

  /**
   * Runs a job to its end.
   *
   * @returns its log
   * @throws Error with its log when it fails
   */
  async run(job: Job): Promise<string> {
    const { exitCode, log } = await this.rendered.run(this.nameOf(job));
    if (exitCode !== 0) throw new Error(`${this.nameOf(job)} ended with ${exitCode}:\n${log}`);
    return log;
  }

  /** The job of a component by the id of its construct. */
  job(component: 'broker' | 'registry' | 'portal', id: string): Job {
    return this.city[component]!.node.findChild(id) as Job;
  }

  /** Sends a signal to every process of every pod: with SIGSTOP the city hangs, with SIGCONT it goes on. */
  signal(name: NodeJS.Signals): void {
    for (const pod of this.#pods) pod.signal(name);
  }

  /** Kills every pod and the database server. What is on volumes and in databases stays. */
  async kill(): Promise<void> {
    await Promise.all(this.#pods.splice(0).map((pod) => pod.stop('SIGKILL')));
    await this.database.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    for (const pod of this.#pods.reverse()) await pod.stop('SIGKILL');
    await this.database.remove();
    this.rendered.close();
  }
}

/** The city of an example, with other values at the top of its spec, which may also notify the receivers of the tests. */
export function exampleCity(example: string, changes: Partial<CityInput> = {}): City {
  const spec = parse(readFileSync(join(__dirname, '../../../examples', example, 'city.yaml'), 'utf8'));
  const receivers = { host: '*', network: '10.0.0.0/8', schemes: ['http', 'mqtt'], ports: [8080, 1883] };
  const notifications = [...(spec.broker?.notifications ?? [{ host: '*' }]), receivers];
  return parseCity({ ...spec, broker: { ...spec.broker, notifications }, ...changes });
}
