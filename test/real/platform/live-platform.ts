import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../../../charts/synth';
import { parseCity } from '../../../constructs/city';
import type { CityPlatform } from '../../../constructs/city-platform';
import { nameOf } from '../../../constructs/names';
import type { Job, Service } from '../../../constructs/primitives';
import { Rendered, type RunningPod, type StartOptions } from '../support/rendered';
import { RenderedDatabase } from '../support/rendered/database';

/** The Kubernetes objects of an example, brought up as local processes, component by component. */
export class LivePlatform {
  readonly city: CityPlatform;
  readonly objects: readonly object[];
  readonly rendered: Rendered;
  readonly database: RenderedDatabase;
  readonly #pods: RunningPod[] = [];

  constructor(example: string) {
    const spec = readFileSync(join(__dirname, '../../../examples', example, 'city.yaml'), 'utf8');
    const { platform, objects } = synthKubernetes(parseCity(parse(spec)));
    this.city = platform;
    this.objects = objects;
    this.rendered = new Rendered(objects);
    this.database = new RenderedDatabase(this.rendered, nameOf(platform.database.setup));
  }

  /** Starts a service and waits for its rendered probes. */
  async start(service: Service, options?: StartOptions): Promise<RunningPod> {
    const pod = await this.begin(service, options);
    await pod.untilReady();
    return pod;
  }

  /** Starts a service, ready or not. */
  async begin(service: Service, options?: StartOptions): Promise<RunningPod> {
    const pod = await this.rendered.start(nameOf(service), options);
    this.#pods.push(pod);
    return pod;
  }

  /**
   * Runs a job to its end.
   *
   * @returns its log
   * @throws Error with its log when it fails
   */
  async run(job: Job): Promise<string> {
    const { exitCode, log } = await this.rendered.run(nameOf(job));
    if (exitCode !== 0) throw new Error(`${nameOf(job)} ended with ${exitCode}:\n${log}`);
    return log;
  }

  /** The job of a component by the id of its construct. */
  job(component: 'broker' | 'registry', id: string): Job {
    return this.city[component].node.findChild(id) as Job;
  }

  /** Every image of a rendered pod. */
  images(): string[] {
    const text = JSON.stringify(this.objects);
    return [...new Set([...text.matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image ?? ''))].sort();
  }

  /** Kinds that an operator makes programs of, with their API group. */
  operated(): string[] {
    const kinds = ['Cluster', 'Kafka'];
    return (this.objects as readonly { kind: string; apiVersion: string }[])
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, apiVersion }) => `${kind} ${apiVersion.split('/')[0]}`);
  }

  async stop(): Promise<void> {
    for (const pod of this.#pods.reverse()) await pod.stop('SIGKILL');
    await this.database.remove();
    this.rendered.close();
  }
}
