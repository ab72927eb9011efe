import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Description } from '../description';
import type { Size } from '../units';
import type { Endpoint } from './endpoint';
import { type Port, Primitive } from './primitive';
import type { Service } from './service';

/** Answers requests over HTTPS on port 443, and sends who comes over HTTP there. */
export interface HttpsListener {
  /** Public host names. */
  readonly hosts: readonly string[] | (() => readonly string[]);
  /** Where requests go, as plain HTTP. */
  readonly target: Endpoint<Service>;
  /** Path that tells the edge whether the target is well, and its port. */
  readonly health: { readonly path: string; readonly port: number };
  /** Largest body that the target takes from anybody: an edge with a limit of its own has to let it pass. */
  readonly maxBody: Size | (() => Size);
}

/** Takes TLS connections of any protocol over TCP, such as MQTT, and hands on what is inside. */
export interface TlsListener {
  /** Letters and digits, such as `mqtts`: names what a target makes for it. */
  readonly name: string;
  /** Public port, such as 8883. */
  readonly port: number;
  /** Public host name, which no HTTPS listener answers for: a target may need an address of its own for it. */
  readonly host: string;
  /** Where connections go, as plain TCP. */
  readonly target: Endpoint<Service>;
}

/** What an edge answers for from the start; {@link Edge.addTls} adds to it. */
export interface EdgeProps {
  /** The domain that all hosts lie below. */
  readonly domain: string;
  /** The listener that every platform has. */
  readonly https: HttpsListener;
}

/**
 * The one place where the outside world comes in: TLS, certificates and DNS as the target has them. A target that cannot
 * serve a listener refuses it with a CityError; none serves it in the clear.
 */
export class Edge extends Primitive<never> {
  readonly kind = 'Edge';
  readonly holdsData = false;
  readonly readyAfter = [];
  readonly domain: string;
  readonly #https: HttpsListener;
  readonly #tls: TlsListener[] = [];

  constructor(scope: Construct, id: string, props: EdgeProps) {
    checkOptions<EdgeProps>('Edge', props, { domain: 'text', https: 'mapping' }, ['domain', 'https']);
    super(scope, id);
    this.domain = props.domain;
    this.#https = props.https;
  }

  get description(): Description {
    const entry = ['https', ...this.#tls.map(({ name }) => name)].join(', ');
    return { shape: 'edge', detail: 'TLS', entry };
  }

  /** The HTTPS listener with its hosts and bodies as they are now. */
  get https(): HttpsListener & { readonly hosts: readonly string[]; readonly maxBody: Size } {
    const { hosts, maxBody } = this.#https;
    return {
      ...this.#https,
      hosts: typeof hosts === 'function' ? hosts() : hosts,
      maxBody: typeof maxBody === 'function' ? maxBody() : maxBody,
    };
  }

  /**
   * The TLS listeners, in the order in which they were added.
   *
   * @throws when one has a host that the HTTPS listener answers for.
   */
  get tls(): readonly TlsListener[] {
    const taken = this.#tls.find(({ host }) => this.https.hosts.includes(host));
    if (taken) throw new Error(`${this.node.path}: ${taken.host} of ${taken.name} is a host of the HTTPS listener too`);
    return [...this.#tls];
  }

  /**
   * Adds a listener for TLS over TCP.
   *
   * @throws when the name, port or host cannot be used.
   */
  addTls(listener: TlsListener): void {
    const { name, port, host } = listener;
    const problem = this.#problemOf(listener);
    if (problem) throw new Error(`${this.node.path}: the listener ${name} (${host}:${port}) ${problem}`);
    this.#tls.push(listener);
  }

  override get talksTo(): readonly Port[] {
    return [this.#https, ...this.#tls].map(({ target }) => target);
  }

  #problemOf({ name, port, host }: TlsListener): string | undefined {
    if (!/^[a-z][a-z0-9]{0,11}$/.test(name)) return 'has a name that is not 1 to 12 letters and digits';
    if (!Number.isInteger(port) || port < 1024 || port > 65_535) return 'has a port that is not from 1024 to 65535';
    if (!host.endsWith(`.${this.domain}`)) return `has a host that does not lie below ${this.domain}`;
    if (this.#tls.some((other) => other.name === name || other.port === port))
      return 'has a name or port that is taken';
    return undefined;
  }
}
