import type { Construct } from 'constructs';
import { checkOptions, workloadSize } from '../../problems/check-options';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { nameOf } from '../../waist/names';
import { Edge } from '../../waist/primitives/edge';
import type { Endpoint } from '../../waist/primitives/endpoint';
import { textFrom } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import { Duration, Size } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import { mendFile, mendFileContent } from './envoy/guard';
import { startCommand } from './envoy/start-command';
import { envoyConfig } from './envoy-config';
import { gatewayAlarms } from './gateway-alarms';
import type { GatewayHost, GatewayModel, GatewayRoute } from './gateway-model';
import type { Route } from './route';

const adminPort = 9901;
const configFile = '/citykit/envoy/envoy.json';
/** How long a stopping replica keeps answering, so that nothing in front of it loses a request. */
const drainSeconds = 15;

/** Who signs the tokens that the gateway accepts. */
export interface TokenIssuer {
  /** Public issuer URL, as it stands in the tokens. */
  readonly issuer: string;
  /** What the `aud` of a token must name. */
  readonly audience: string;
  /** Where the gateway itself fetches the signing keys. */
  readonly jwks: { readonly endpoint: Endpoint; readonly path: string };
}

/** Domain, tenants, limits and size of the gateway. */
export interface GatewayProps extends WorkloadSize {
  /** Public domain: hosts are `api.<domain>`, `data.<domain>`, … */
  readonly domain: string;
  /** Ids of the tenants that a token may name. */
  readonly tenants: readonly string[];
  /** Port of the public addresses. @default 443 */
  readonly port?: number;
  /** Origins whose scripts may read the answers of the APIs. @default none */
  readonly corsOrigins?: readonly string[];
  /** Sustained requests over all clients, of all replicas together. @default 200 */
  readonly requestsPerSecond?: number;
  /** Largest body of a request, in bytes, on routes that set no other. @default 2 MiB */
  readonly maxBodyBytes?: number;
}

/**
 * The one way in: Envoy with tokens, roles, tenants, limits and the audit log, configured from the routes.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/
 */
export class Gateway extends Component {
  readonly title = 'Gateway';
  override readonly specPath = 'gateway';
  readonly upstream = { title: 'Envoy', image: images.envoy };
  readonly claims = [
    { mim: 'MIM0', requirements: ['R1.2'], check: '0.3' },
    { mim: 'MIM0', requirements: ['R2.1'], check: '0.8' },
    { mim: 'MIM6', requirements: ['R1'], check: '6.2' },
    { mim: 'MIM6', requirements: ['R2'], check: '6.4' },
    { mim: 'MIM6', requirements: ['R4'], check: '6.7' },
  ] as const;

  /** Envoy. */
  readonly service: Service;
  /** Where requests from outside come in. */
  readonly edge: Edge;
  readonly domain: string;
  readonly #routes: Route[] = [];
  #issuer: TokenIssuer | undefined;

  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: GatewayProps,
  ) {
    checkOptions<GatewayProps>(
      'Gateway',
      props,
      {
        ...workloadSize,
        domain: 'text',
        port: 'number',
        tenants: 'list',
        corsOrigins: 'list',
        requestsPerSecond: 'number',
        maxBodyBytes: 'number',
      },
      ['domain', 'tenants', 'size', 'replicas'],
    );
    super(scope, id);
    this.domain = props.domain;
    this.service = new Service(this, 'Service', {
      image: images.envoy,
      size: props.size,
      replicas: props.replicas,
      command: startCommand({
        adminPort,
        configFile,
        concurrency: Math.max(1, Math.ceil(props.size.cpu.millis / 1000)),
        drainSeconds,
      }),
      files: { [configFile]: () => this.#configuration(), [mendFile]: mendFileContent() },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080, ready: 8081 },
      // https://www.envoyproxy.io/docs/envoy/latest/operations/admin: of the administration interface that path alone.
      metrics: { port: 8081, path: '/stats/prometheus' },
      probes: {
        ready: { http: '/ready', port: 8081 },
        live: { http: '/live', port: 8081 },
        startsWithin: Duration.seconds(60),
      },
      stopsWithin: Duration.seconds(drainSeconds + 15),
      // A gateway that waited for every upstream could not restart while any of them is down.
      waits: false,
    });
    this.edge = new Edge(this, 'Edge', {
      domain: props.domain,
      https: {
        target: this.service.endpoint('http'),
        health: { path: '/ready', port: 8081 },
        hosts: () => this.hosts,
        maxBody: () => this.#maxBody,
      },
    });
    gatewayAlarms(this, this.service);
  }

  /** Public host names, in alphabetical order. */
  get hosts(): readonly string[] {
    return [...new Set(this.#routes.map((route) => this.hostName(route.props.host)))].sort();
  }

  /** Every route, in the order in which they were added. */
  get routes(): readonly Route[] {
    return [...this.#routes];
  }

  /** A public host name from its first label: `api` is `api.<domain>`. */
  hostName(label: string): string {
    return `${label}.${this.domain}`;
  }

  /** The public address of a host, without a path: `https://api.<domain>`, with the port unless it is 443. */
  url(label: string): string {
    const { port = 443 } = this.props;
    return `https://${this.hostName(label)}${port === 443 ? '' : `:${port}`}`;
  }

  get #maxBodyBytes(): number {
    return this.props.maxBodyBytes ?? 2 * 1024 * 1024;
  }

  /** Of all routes, the largest body that one takes. */
  get #maxBody(): Size {
    const bytes = Math.max(...this.#routes.map(({ props }) => props.maxBodyBytes ?? this.#maxBodyBytes), 0);
    return Size.mebibytes(bytes / 1024 ** 2);
  }

  /** Called by {@link Route}. */
  addRoute(route: Route): void {
    this.#routes.push(route);
  }

  /**
   * Accepts the tokens of this issuer. Without one there can be no route that asks for a role.
   *
   * @throws when there is an issuer already.
   */
  trust(issuer: TokenIssuer): void {
    if (this.#issuer)
      throw new Error(
        `${this.node.path} trusts the tokens of ${this.#issuer.issuer} already, and can trust one issuer only`,
      );
    this.#issuer = issuer;
  }

  #configuration() {
    // Without spaces: with them it would be more than `kubectl apply` takes of one object.
    return textFrom((read) => `${JSON.stringify(envoyConfig(this.#model(read)))}\n`);
  }

  #model(read: (value: Endpoint['host']) => string): GatewayModel {
    const issuer = this.#issuer;
    const rate = this.props.requestsPerSecond ?? 200;
    return {
      listenPort: 8080,
      adminPort,
      readyPort: 8081,
      trustedHops: 1,
      ...(issuer && {
        identity: {
          issuer: issuer.issuer,
          audience: issuer.audience,
          jwks: { url: urlOf(issuer.jwks, read) },
        },
      }),
      tenants: this.props.tenants,
      hosts: this.hosts.map(
        (host): GatewayHost => ({
          host,
          routes: this.#routes
            .filter((route) => this.hostName(route.props.host) === host)
            .map((route) => this.#route(route, read)),
        }),
      ),
      cors: { origins: this.props.corsOrigins ?? [] },
      limits: {
        ...(this.service.replicas.max > 1 && { replicasHost: read(this.service.everyReplica) }),
        requestsPerSecond: rate,
        burst: rate * 2,
        maxBodyBytes: this.#maxBodyBytes,
        // No single client may use up what is there for all.
        perClient: { requestsPerSecond: Math.ceil(rate / 2), burst: rate },
        maxHeapBytes: this.props.size.memory.share(0.8).mebibytes * 1024 * 1024,
      },
    };
  }

  #route(route: Route, read: (value: Endpoint['host']) => string): GatewayRoute {
    const { gateway: _, host: __, endpoint, access, ...rest } = route.props;
    const upstream = (of: Endpoint) => ({ id: upstreamId(of), host: read(of.host), port: of.port });
    return {
      id: nameOf(route),
      upstream: upstream(endpoint),
      access:
        access === 'passthrough'
          ? access
          : access.map(({ endpoint: other, ...rule }) => ({ ...rule, ...(other && { upstream: upstream(other) }) })),
      ...rest,
    };
  }
}

/** Of the port `http` the name of its service; of another port with that of the port behind it. */
function upstreamId({ source, port }: Endpoint): string {
  const name = source instanceof Service && Object.entries(source.ports).find(([, number]) => number === port)?.[0];
  return name && name !== 'http' ? `${nameOf(source)}-${name}` : nameOf(source);
}

function urlOf({ endpoint, path }: TokenIssuer['jwks'], read: (value: Endpoint['host']) => string): string {
  return endpoint
    .url(path)
    .parts.map((part) => (typeof part === 'string' ? part : read(part)))
    .join('');
}
