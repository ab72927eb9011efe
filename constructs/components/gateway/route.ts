import { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Endpoint } from '../../waist/primitives/endpoint';
import type { Gateway } from './gateway';
import type { AccessRule, GatewayRoute } from './gateway-model';

/** Who may use which methods, and where their requests go. */
export interface RouteRule extends Omit<AccessRule, 'upstream'> {
  /** @default - that of the route */
  readonly endpoint?: Endpoint;
}

/** A public address, and who may use it. */
export interface RouteProps extends Omit<GatewayRoute, 'id' | 'upstream' | 'access'> {
  /** The gateway that answers there. */
  readonly gateway: Gateway;
  /** First label of the public host: `api` is answered at `api.<domain>`. */
  readonly host: string;
  /** Where the requests go. */
  readonly endpoint: Endpoint;
  /** As {@link GatewayRoute.access}. */
  readonly access: readonly RouteRule[] | 'passthrough';
}

/** A public address of a service. Not a primitive: the gateway's configuration is made of all routes. */
export class Route extends Construct {
  /** What it was made with. */
  readonly props: RouteProps;

  constructor(scope: Construct, id: string, props: RouteProps) {
    checkOptions<RouteProps>(
      'Route',
      props,
      {
        gateway: 'mapping',
        host: 'text',
        path: 'text',
        endpoint: 'mapping',
        rewrite: 'text',
        access: 'text or list',
        forwardToken: 'boolean',
        tenantHeader: 'text',
        tenantPath: 'text',
        anonymousTenants: 'list',
        encodedSlashes: 'boolean',
        guard: 'mapping',
        timeoutSeconds: 'number',
        maxBodyBytes: 'number',
        requestsPerSecond: 'number',
        perClient: { requestsPerSecond: 'number', burst: 'number' },
      },
      ['gateway', 'host', 'path', 'endpoint', 'access'],
    );
    super(scope, id);
    this.props = props;
    props.gateway.addRoute(this);
  }

  /** The public URL, without a slash at the end. A plain string: it grants nothing and orders nothing. */
  get url(): string {
    return `${this.props.gateway.url(this.props.host)}${this.props.path.replace(/\/$/, '')}`;
  }
}
