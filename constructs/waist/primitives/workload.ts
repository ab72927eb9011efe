import type { Construct } from 'constructs';
import type { OptionKinds } from '../../problems/check-options';
import { computeSize } from '../../problems/check-options';
import type { Image } from '../images';
import type { ComputeSize } from '../units';
import type { Job } from './job';
import { type Port, Primitive } from './primitive';
import { type LazyValue, type Reference, type Text, toText, type Value } from './reference';
import type { Volume } from './volume';

/** A folder that a program writes to while the rest of its file system stays read-only. Emptied at every start. */
export interface ScratchFolder {
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * Start with what the image holds at this path instead of empty.
   * @default false
   */
  readonly seeded?: boolean;
}

/** Addresses outside the platform that a workload may talk to. Everything else is refused. */
export interface Egress {
  /** TCP ports at the other end. */
  readonly ports: readonly number[];
  /**
   * `internet`: any public address. `network`: the addresses of a network (CIDR). `host`: a host by its name, inside or
   * outside; policies know addresses only, so that its ports are open to any. `cluster-api`: the Kubernetes API server, and
   * `namespace`: the services of another namespace; both mean nothing elsewhere.
   */
  readonly to:
    | 'internet'
    | 'cluster-api'
    | { readonly network: string }
    | { readonly host: string }
    | { readonly namespace: string };
  /** Why the workload needs it; shown in the report. */
  readonly reason: string;
}

/** What a workload runs, with what it reads, writes and talks to. */
export interface WorkloadProps {
  /** The image that runs. */
  readonly image: Image;
  /** Processor and memory of one replica. */
  readonly size: ComputeSize;
  /** Replaces the image's entrypoint. @default the image's own */
  readonly command?: readonly Value[];
  /** Replaces the image's arguments. @default the image's own */
  readonly args?: readonly Value[];
  /** Environment variables. A reference inside is a grant. @default none */
  readonly env?: Readonly<Record<string, LazyValue>>;
  /** Absolute path to content. Read-only, and never secret. @default none */
  readonly files?: Readonly<Record<string, LazyValue>>;
  /** Folders that may be written to. @default none: the whole file system is read-only */
  readonly scratch?: readonly ScratchFolder[];
  /** Absolute path to volume. @default none */
  readonly volumes?: Readonly<Record<string, Volume>>;
  /** What it may talk to outside the platform. @default none */
  readonly egress?: readonly Egress[];
  /**
   * Whether a replica waits, before each start, for what it refers to. Switch off for a program that copes with absent
   * peers and must not be held up by them.
   * @default true
   */
  readonly waits?: boolean;
  /**
   * Jobs that have to have ended well before each start, besides what it refers to. A job that comes after another runs
   * again whenever that one does.
   * @default none
   */
  readonly after?: readonly Job[];
  /** Rights on the cluster's own API, for workloads that only a cluster runs. @default none */
  readonly clusterRights?: readonly ClusterRight[];
}

/**
 * One rule of a Kubernetes Role.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export interface ClusterRight {
  /** Plural of the kind, with the API group of those that have one: `jobs.batch`. */
  readonly resource: string;
  /** What may be done: `get`, `list`, `patch`. */
  readonly verbs: readonly string[];
  /** The objects that it holds for. @default every object of the resource in the namespace */
  readonly names?: readonly string[];
}

/** Kinds of the options of every workload. */
export const workloadOptions: OptionKinds<WorkloadProps> = {
  image: 'mapping',
  size: computeSize,
  command: 'list',
  args: 'list',
  env: 'mapping',
  files: 'mapping',
  scratch: 'list',
  volumes: 'mapping',
  egress: 'list',
  waits: 'boolean',
  after: 'list',
  clusterRights: 'list',
};

/** A file or variable with its lazy value worked out. */
export type Resolved = Readonly<Record<string, Text>>;

/** A program in a container. */
export abstract class Workload<Output extends string = string> extends Primitive<Output> {
  readonly holdsData = false;
  /** Ports that replicas open to each other only. */
  abstract readonly peerPorts: readonly number[];
  readonly image: Image;
  readonly size: ComputeSize;
  readonly command: readonly Value[] | undefined;
  readonly args: readonly Value[] | undefined;
  readonly scratch: readonly ScratchFolder[];
  readonly volumes: Readonly<Record<string, Volume>>;
  readonly egress: readonly Egress[];
  readonly waits: boolean;
  readonly after: readonly Job[];
  readonly clusterRights: readonly ClusterRight[];
  readonly #env: Map<string, LazyValue>;
  readonly #files: Map<string, LazyValue>;
  #settled: { readonly env: Resolved; readonly files: Resolved } | undefined;

  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    this.image = props.image;
    this.size = props.size;
    this.command = props.command;
    this.args = props.args;
    this.scratch = props.scratch ?? [];
    this.volumes = props.volumes ?? {};
    this.egress = props.egress ?? [];
    this.waits = props.waits ?? true;
    this.after = props.after ?? [];
    const scheduled = this.after.find(({ schedule }) => schedule !== undefined);
    if (scheduled)
      throw new Error(`${this.node.path}: ${scheduled.node.path} runs on a schedule, so nothing comes after it`);
    this.clusterRights = props.clusterRights ?? [];
    this.#env = new Map(Object.entries(props.env ?? {}));
    this.#files = new Map(Object.entries(props.files ?? {}));
  }

  override get talksTo(): readonly Port[] {
    return this.references.flatMap(({ source, port }) => (port === undefined ? [] : [{ source, port }]));
  }

  /** What it refers to and mounts, and the jobs it comes after; nothing for a program that does not wait. */
  override get startsAfter(): readonly Primitive[] {
    if (!this.waits) return [];
    const sources = this.references.flatMap(({ source }) => [source, ...source.readyAfter]);
    const found = new Set<Primitive>([...sources, ...Object.values(this.volumes), ...this.after]);
    found.delete(this);
    return [...found];
  }

  /** Name and version of the image, without its registry. */
  protected get program(): string {
    return `${this.image.name.split('/').at(-1)} ${this.image.tag}`;
  }

  /**
   * Sets an environment variable.
   *
   * @throws when the variable is set already, or the workload is rendered.
   */
  addEnv(name: string, value: LazyValue): void {
    this.#assertOpen(`the environment variable ${name}`);
    if (this.#env.has(name)) throw new Error(`${this.node.path}: the environment variable ${name} is set twice`);
    this.#env.set(name, value);
  }

  /**
   * Adds a file under an absolute path.
   *
   * @throws when the path is taken already, or the workload is rendered.
   */
  addFile(path: string, content: LazyValue): void {
    this.#assertOpen(`the file ${path}`);
    if (this.#files.has(path)) throw new Error(`${this.node.path}: the file ${path} is added twice`);
    this.#files.set(path, content);
  }

  /** Every environment variable by its name. */
  get env(): Resolved {
    return this.#settled?.env ?? resolveAll(this.#env);
  }

  /**
   * Every file by its absolute path.
   *
   * @throws when a file holds a secret: a file is readable in the output, an environment variable is not.
   */
  get files(): Resolved {
    if (this.#settled) return this.#settled.files;
    const files = resolveAll(this.#files);
    for (const [path, content] of Object.entries(files)) {
      if (content.secret)
        throw new Error(`${this.node.path}: the file ${path} holds a secret; pass it in the environment`);
    }
    return files;
  }

  /** Works out every lazy value for good. Targets call it before they render; nothing can be added after it. */
  settle(): void {
    this.#settled ??= { env: this.env, files: this.files };
  }

  /** Everything this workload refers to, each once, in the order of writing. */
  get references(): readonly Reference[] {
    const texts = [
      ...Object.values(this.env),
      ...Object.values(this.files),
      ...[...(this.command ?? []), ...(this.args ?? [])].map(toText),
    ];
    const found = new Map<string, Reference>();
    for (const reference of texts.flatMap((value) => value.references)) {
      if (!found.has(reference.key)) found.set(reference.key, reference);
    }
    return [...found.values()];
  }

  #assertOpen(addition: string): void {
    if (this.#settled) throw new Error(`${this.node.path}: ${addition} is added after the platform was rendered`);
  }
}

function resolveAll(values: ReadonlyMap<string, LazyValue>): Resolved {
  return Object.fromEntries([...values].map(([key, value]) => [key, toText(value)]));
}
