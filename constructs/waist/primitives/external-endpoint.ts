import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Description } from '../description';
import { Endpoint } from './endpoint';
import { Primitive } from './primitive';

/** Where the server is. */
export interface ExternalEndpointProps {
  /** Host name under which the platform's programs reach it. */
  readonly host: string;
  /** TCP port that it listens on. */
  readonly port: number;
  /** Of its URLs: `https`. */
  readonly scheme: string;
  /** What a reader calls it: `Keycloak of the city`. */
  readonly title: string;
}

/**
 * A server that somebody else runs: a database, an identity provider, a portal. Nothing is made for it. Whoever refers to
 * it may reach its port, and no target knows more of it than its name.
 */
export class ExternalEndpoint extends Primitive<'host'> {
  readonly kind = 'ExternalEndpoint';
  readonly holdsData = false;
  readonly host: string;
  /** Its port, for workloads that talk to it. */
  readonly endpoint: Endpoint;
  readonly #title: string;

  constructor(scope: Construct, id: string, props: ExternalEndpointProps) {
    const kinds = { host: 'text', port: 'number', scheme: 'text', title: 'text' } as const;
    checkOptions<ExternalEndpointProps>('ExternalEndpoint', props, kinds, ['host', 'port', 'scheme', 'title']);
    const { host, port, scheme, title } = props;
    super(scope, id);
    this.host = host;
    this.endpoint = new Endpoint(this, port, scheme);
    this.#title = title;
  }

  get description(): Description {
    return { title: this.#title, shape: 'outside', detail: this.host };
  }

  get readyAfter(): readonly Primitive[] {
    return [];
  }
}
