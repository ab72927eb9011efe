import type { Construct } from 'constructs';
import type { Description } from '../description';
import type { Endpoint } from './endpoint';
import { type Port, Primitive } from './primitive';
import type { Service } from './service';

export interface EdgeProps {
  /** Where requests go. */
  readonly target: Endpoint<Service>;
  /** Path that tells the edge whether the target is well, and its port. */
  readonly health: { readonly path: string; readonly port: number };
  /** Public host names, each answered over HTTPS. */
  readonly hosts: readonly string[] | (() => readonly string[]);
  /** The domain that all hosts lie below. */
  readonly domain: string;
}

/** The one place where the outside world comes in: TLS, certificates and DNS as the target has them. */
export class Edge extends Primitive<never> {
  readonly kind = 'Edge';
  readonly description: Description = { shape: 'edge', detail: 'TLS', entry: 'https' };
  readonly holdsData = false;
  readonly readyAfter = [];
  readonly target: Endpoint<Service>;
  readonly health: EdgeProps['health'];
  readonly domain: string;
  readonly #hosts: EdgeProps['hosts'];

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    this.target = props.target;
    this.health = props.health;
    this.domain = props.domain;
    this.#hosts = props.hosts;
  }

  override get talksTo(): readonly Port[] {
    return [this.target];
  }

  get hosts(): readonly string[] {
    return typeof this.#hosts === 'function' ? this.#hosts() : this.#hosts;
  }
}
