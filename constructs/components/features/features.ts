import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { Service } from '../../waist/primitives/service';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { ContextBroker } from '../context-broker/context-broker';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import { atLeast } from '../identity/roles';
import type { Readable } from './readable-type';

/** What it reads, and for whom. */
export interface FeaturesProps extends WorkloadSize {
  readonly gateway: Gateway;
  readonly broker: ContextBroker;
  /** Title of the city. */
  readonly title: string;
  /** IANA time zone in which days begin. */
  readonly timeZone: string;
  /** How long the broker keeps a value after another took its place. */
  readonly retention: Duration;
  readonly readable: Readable;
}

const readableFile = '/citykit/features/readable.json';
const ports = { http: 8080, open: 8081, metrics: 8082 };

/** For an answer, in seconds: what takes longer is cut short by the program itself. */
const timeoutSeconds = 45;

/**
 * Features and history (`programs/features`): OGC API Features over the current state of the broker, and what became of past
 * values. At `api.<domain>/features` and `/history` with a token, for a tenant in the header or in the path, and at
 * `data.<domain>` for everybody, of what the city publishes.
 *
 * @see https://docs.ogc.org/is/17-069r4/17-069r4.html
 */
export class Features extends Component {
  readonly title = 'Features and history';
  override readonly specPath = 'dataModels';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [
    { mim: 'MIM7', requirements: ['R1', 'R3'], check: '7.1' },
    { mim: 'MIM0', requirements: ['R2.1'], check: '0.5' },
  ] as const;

  readonly service: Service;
  /** Public address of what everybody may read, as OGC API Features. */
  readonly openUrl: string;
  /** The same for those with a token. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: FeaturesProps) {
    super(scope, id);
    const { gateway, broker } = props;
    const address = (host: string) => `https://${gateway.hostName(host)}`;
    this.openUrl = `${address('data')}/features`;
    this.url = `${address('api')}/features`;
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      ...programOf('features', {
        [readableFile]: `${JSON.stringify(props.readable)}\n`,
      }),
      env: {
        BROKER_URL: broker.service.endpoint('http').url(),
        API_URL: address('api'),
        OPEN_URL: address('data'),
        DOWNLOADS_URL: `${address('data')}/open-data`,
        CITY: props.title,
        TIME_ZONE: props.timeZone,
        RETENTION_DAYS: Math.round(props.retention.seconds / 86_400),
        READABLE_FILE: readableFile,
        HTTP_PORT: ports.http,
        OPEN_PORT: ports.open,
        METRICS_PORT: ports.metrics,
        // Each has a page of a thousand entities in memory.
        REQUESTS: Math.max(2, Math.floor((props.size.memory.mebibytes - 96) / 16)),
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        SHUTDOWN_SECONDS: 20,
      },
      scratch: [{ path: '/tmp' }],
      // It says 503 while the broker is away.
      waits: false,
      ports,
      ...watchedAt(ports.metrics),
      stopsWithin: Duration.seconds(30),
    });
    if (props.replicas.max === 1)
      addOptOut(this.service, { measure: 'more than one replica', reason: 'The profile is made for a single zone.' });
    for (const path of ['/features', '/history']) {
      const name = path.slice(1);
      const shared = { gateway, path, timeoutSeconds, encodedSlashes: true };
      const methods = ['GET', 'HEAD'];
      new Route(this, `${name}`, {
        ...shared,
        host: 'api',
        endpoint: this.service.endpoint('http'),
        access: [{ methods, allow: { roles: atLeast('viewer') } }],
        tenantHeader: 'NGSILD-Tenant',
        // Programs of maps can name an address and a token, and no header.
        tenantPath: '/tenants',
      });
      new Route(this, `${name}-open`, {
        ...shared,
        host: 'data',
        endpoint: this.service.endpoint('open'),
        access: [{ methods, allow: 'anyone' }],
      });
    }
  }
}
