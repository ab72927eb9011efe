import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Answer, type Client, Outside } from './chain';
import { startEdge } from './cluster';
import { firstDay } from './first-day';
import type { Node } from './node';

/** A city, and how it is reached. */
export interface Place {
  readonly city: string;
  readonly domain: string;
  /** Namespace of the controller of its Ingress. */
  readonly edge: string;
}

export const smallTown: Place = { city: 'small-town', domain: 'small-town.localhost', edge: 'edge' };

/** What `citykit synth` wrote of a city. */
export interface Artefacts {
  /** Where the objects are. */
  readonly folder: string;
  /** The lines of kubectl that it says come next. */
  readonly next: readonly string[];
  /** Every image of the objects, once. */
  readonly images: readonly string[];
}

/**
 * Runs the built `citykit synth` of a checkout of the kit.
 *
 * @param spec its own of that city, or a file
 */
export function synth(
  checkout: string,
  out: string,
  city = smallTown.city,
  spec = `examples/${city}/city.yaml`,
): Artefacts {
  const words = ['dist/cli/citykit.js', 'synth', spec, '--target', 'kubernetes', '--out', out];
  const said = execFileSync('node', words, { cwd: checkout, encoding: 'utf8' });
  const folder = join(out, city, 'kubernetes');
  const lines = execFileSync('sed', ['-n', 's/^ *image: //p', join(folder, `${city}.k8s.yaml`)], { encoding: 'utf8' });
  return {
    folder,
    next: said.slice(said.indexOf('\nNext\n')).match(/(?<=^ +)kubectl .*$/gm) ?? [],
    images: [...new Set(lines.trim().split('\n'))],
  };
}

/** A city on a node. */
export class Town {
  #outside!: Outside;
  #client!: Client;

  constructor(
    private readonly node: Node,
    private readonly place: Place = smallTown,
  ) {}

  /** Runs a line as somebody with kubectl would. @throws Error with what it said, and how the pods are */
  async shell(line: string): Promise<string> {
    const { code, stdout, stderr } = await this.node.inside('bash', ['-c', line]);
    if (code !== 0) throw new Error(`${line}: ${stdout}${stderr}\n${await this.#state()}`);
    return stdout;
  }

  /** Waits until every rollout is through. */
  async settled(): Promise<void> {
    for (const kind of ['statefulset', 'deployment'])
      await this.shell(`kubectl -n ${this.place.city} rollout status ${kind} --timeout=10m`);
  }

  /** Waits until every job of the city has ended well; an operator's are its own. */
  async worked(): Promise<void> {
    const jobs = 'job --selector app.kubernetes.io/managed-by=citykit';
    await this.shell(`kubectl -n ${this.place.city} wait --for=condition=Complete ${jobs} --timeout=10m`);
  }

  /** Gives it a way in, and makes a person and a machine with the lines of the first day. */
  async open(): Promise<void> {
    await this.#enter();
    this.#client = await firstDay(this.node, this.place.city);
  }

  /** Gives it a way in where it has its people and machines already: those of a town before it. */
  async reopen(before: Town): Promise<void> {
    await this.#enter();
    this.#client = before.#client;
  }

  async #enter(): Promise<void> {
    const { city, domain, edge } = this.place;
    const authority = await startEdge(this.node, domain, edge);
    this.#outside = new Outside(this.node, { city, domain, tenant: 'parking', authority });
  }

  /** The probe chain, with an entity of its own. @throws Error naming what is not so */
  async chain(id: string): Promise<void> {
    await this.#outside.chain(this.#client, id);
  }

  /** Writes an entity. */
  async write(id: string): Promise<void> {
    await this.#outside.write(this.#client, id);
  }

  /** An entity that was written. */
  async entity(id: string): Promise<Answer> {
    return this.#outside.api(this.#client, `/ngsi-ld/v1/entities/urn:ngsi-ld:OffStreetParking:${id}`);
  }

  /** Names of objects, sorted. */
  async names(kinds: string): Promise<string[]> {
    const found = await this.node.kubectl(['-n', this.place.city, 'get', kinds, '-o', 'name']);
    const lines = found.trim().split('\n').filter(Boolean);
    return lines.map((name) => name.slice(name.indexOf('/') + 1)).sort();
  }

  /** Whether a program can connect to a port of a server. */
  async reaches(program: string, host: string, port: number): Promise<boolean> {
    const connect = `timeout 5 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`;
    const pod = ['-n', this.place.city, 'exec', `deployment/${this.place.city}-${program}`, '-c', 'main', '--'];
    return (await this.node.tryKubectl([...pod, 'bash', '-c', connect])).code === 0;
  }

  async #state(): Promise<string> {
    const pods = await this.node.tryKubectl(['-n', this.place.city, 'get', 'pods,jobs,pvc', '-o', 'wide']);
    const events = await this.node.tryKubectl(['-n', this.place.city, 'get', 'events', '--sort-by=.lastTimestamp']);
    return `${pods.stdout}\n${events.stdout.slice(-4000)}`;
  }
}

/** Tells whoever runs the rehearsal how long something took. */
export function stopwatch(): (what: string) => void {
  const began = Date.now();
  return (what) => process.stderr.write(`${what} after ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
}
