import type { Construct } from 'constructs';
import { checkOptions, replicas } from '../../problems/check-options';
import type { Description } from '../description';
import { Duration } from '../units';
import { Endpoint } from './endpoint';
import { Reference } from './reference';
import { Workload, type WorkloadProps, workloadOptions } from './workload';

/** How to ask a replica whether it is well: an HTTP GET answered with 2xx or 3xx, a TCP connect, or a command. */
export type Probe =
  | { readonly http: string; readonly port: number }
  | { readonly tcp: number }
  | { readonly exec: readonly string[] };

/** How a target learns the state of a replica. */
export interface Probes {
  /** Ready for requests. Fails when something it cannot work without is gone. */
  readonly ready: Probe;
  /** Still worth keeping: fails only where a restart helps, so it never asks for the state of a database. */
  readonly live: Probe;
  /**
   * Has come up. A replica that has not within `startsWithin` is ended and starts again: `ready` where a program goes on in vain
   * after a start that failed.
   * @default `live`
   */
  readonly started?: Probe;
  /**
   * The longest a first start takes; until then `live` is not asked.
   * @default 2 minutes
   */
  readonly startsWithin?: Duration;
}

/** Probes with their defaults. */
export interface ResolvedProbes extends Probes {
  /** The longest a first start takes; until then `live` is not asked. */
  readonly startsWithin: Duration;
}

/** How many replicas run. More than `min` come and go with the load. */
export interface Replicas {
  /** The fewest that run. */
  readonly min: number;
  /** The most that run. */
  readonly max: number;
}

/**
 * Where a replica shows its metrics, in the text format of Prometheus. Every replica has its own.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export interface Metrics {
  /** One of the service's ports. Whoever monitors may reach all that the port serves. */
  readonly port: number;
  /** Absolute path: `/metrics`. */
  readonly path: string;
}

/** What a service runs, and how it is reached. */
export interface ServiceProps extends WorkloadProps {
  /** Named TCP ports. `http` names an HTTP port. */
  readonly ports: Readonly<Record<string, number>>;
  /** How a target asks a replica whether it is well. */
  readonly probes: Probes;
  /** How many replicas run. @default one */
  readonly replicas?: Replicas;
  /**
   * Why the program must never run twice at once. The rollout stops the old replica first, and more replicas are refused.
   * @default none
   */
  readonly singleton?: string;
  /** Where its metrics are read. @default none: the program shows none */
  readonly metrics?: Metrics;
  /**
   * Ports that replicas of this service open to each other only.
   * @default none
   */
  readonly peerPorts?: readonly number[];
  /**
   * The longest a replica may take to finish its work when told to stop.
   * @default 30 seconds
   */
  readonly stopsWithin?: Duration;
}

/** A program that keeps running and answers on ports. */
export class Service extends Workload<'host' | 'everyReplica'> {
  readonly kind = 'Service';
  readonly readyAfter = [];
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: ResolvedProbes;
  readonly replicas: Replicas;
  readonly singleton: string | undefined;
  readonly metrics: Metrics | undefined;
  readonly peerPorts: readonly number[];
  readonly stopsWithin: Duration;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    checkOptions<ServiceProps>(
      'Service',
      props,
      {
        ...workloadOptions,
        ports: 'mapping',
        probes: 'mapping',
        replicas,
        singleton: 'text',
        metrics: { port: 'number', path: 'text' },
        peerPorts: 'list',
        stopsWithin: 'Duration',
      },
      ['image', 'size', 'ports', 'probes'],
    );
    super(scope, id, props);
    this.ports = props.ports;
    this.probes = { startsWithin: Duration.minutes(2), ...props.probes };
    this.replicas = props.replicas ?? { min: 1, max: 1 };
    this.singleton = props.singleton;
    this.metrics = props.metrics;
    this.peerPorts = props.peerPorts ?? [];
    this.stopsWithin = props.stopsWithin ?? Duration.seconds(30);
    const { metrics } = this;
    if (metrics && !Object.values(this.ports).includes(metrics.port))
      throw new Error(
        `${this.node.path}: metrics are on port ${metrics.port}, which is none of ${Object.values(this.ports)}`,
      );
    const { min, max } = this.replicas;
    if (min < 1 || max < min)
      throw new Error(`${this.node.path}: replicas must be 1 ≤ min ≤ max, not ${min} to ${max}`);
    if (max > 1 && this.singleton) throw new Error(`${this.node.path} runs once only: ${this.singleton}`);
    if (max > 1 && Object.values(this.volumes).some((volume) => volume.writers === 'one')) {
      throw new Error(`${this.node.path}: a volume with one writer cannot serve ${max} replicas`);
    }
  }

  get description(): Description {
    const { min, max } = this.replicas;
    const replicas = max === 1 ? '' : min === max ? ` ×${min}` : ` ×${min}–${max}`;
    const takes = { runs: this.program, replicas: this.replicas, size: this.size };
    return { shape: 'service', detail: `${this.program}${replicas}`, takes };
  }

  /** True when the old replica must be gone before a new one starts. */
  get replacesBeforeStart(): boolean {
    return this.singleton !== undefined || Object.values(this.volumes).some((volume) => volume.writers === 'one');
  }

  /**
   * A name that leads to every replica at once, for who reads the metrics of each. Reading it opens the port of the metrics.
   *
   * @throws when the service shows no metrics.
   */
  get everyReplica(): Reference {
    if (!this.metrics) throw new Error(`${this.node.path} shows no metrics`);
    return new Reference(this, 'everyReplica', false, this.metrics.port);
  }

  /**
   * A port of the service by its name.
   *
   * @throws when there is no port of that name.
   */
  endpoint(port = 'http'): Endpoint<this> {
    const number = this.ports[port];
    if (number === undefined)
      throw new Error(`${this.node.path} has no port '${port}': it has ${Object.keys(this.ports)}`);
    return new Endpoint(this, number);
  }
}
