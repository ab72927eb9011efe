import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { Service } from '../../waist/primitives/service';
import type { Egress } from '../../waist/primitives/workload';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import type { Identity } from '../identity/identity';
import { OidcClient } from '../identity/oidc-client';
import { atLeast } from '../identity/roles';
import type { VerifiedPlatform } from './verified-platform';

/** What it verifies, and how often. */
export interface VerificationProps extends WorkloadSize {
  readonly gateway: Gateway;
  readonly identity: Identity;
  /** The platform as its spec describes it. */
  readonly platform: VerifiedPlatform;
  /** From the beginning of a run to that of the next. @default 24 hours */
  readonly every?: Duration;
}

const platformFile = '/citykit/verify/platform.json';
const ports = { http: 8080, metrics: 8082 };
const onlyOnce = 'Two would ask everything twice, and show different reports.';

/**
 * Holds the platform against the mechanisms again and again (`programs/verify`): by way of the gateway, as a client that only
 * reads. The last report is at `api.<domain>/verify/report.json` and `.html`, for whoever has a role.
 */
export class Verification extends Component {
  readonly title = 'Verification';
  override readonly specPath = 'verification';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [] as const;

  readonly service: Service;
  /** Public address of the last report, without the ending. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: VerificationProps) {
    super(scope, id);
    const { gateway, identity, platform, every = Duration.hours(24) } = props;
    this.url = `${gateway.url('api')}/verify/report`;
    const client = new OidcClient(this, 'Client', {
      identity,
      clientId: 'verification',
      title: 'Verification',
      flow: 'machine',
      roles: ['viewer'],
      tenants: platform.tenants ?? [],
    });
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      ...programOf('verify', {
        [platformFile]: `${JSON.stringify(platform)}\n`,
      }),
      env: {
        PLATFORM_FILE: platformFile,
        // Not the public address, which does not lead back in from everywhere: what stands before the gateway is verified by
        // whoever comes from outside.
        GATEWAY_URL: gateway.service.endpoint('http').url(),
        CLIENT_ID: client.clientId,
        CLIENT_SECRET: client.secret,
        EVERY_MINUTES: Math.round(every.seconds / 60),
        HTTP_PORT: ports.http,
        METRICS_PORT: ports.metrics,
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        SHUTDOWN_SECONDS: 10,
      },
      scratch: [{ path: '/tmp' }],
      egress: elsewhere(platform),
      // It says itself what does not answer.
      waits: false,
      ports,
      ...watchedAt(ports.metrics),
      stopsWithin: Duration.seconds(20),
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    new Alarm(this, 'CityMustsFailed', {
      description: 'The platform fails something that the mechanisms demand.',
      severity: 'soon',
      quantity: { kind: 'largest', metric: { of: this.service, name: 'citykit_verify_musts_failed' } },
      when: 'above',
      threshold: 0,
      for: Duration.minutes(30),
    });
    new Route(this, 'Report', {
      gateway,
      host: 'api',
      path: '/verify',
      endpoint: this.service.endpoint('http'),
      access: [{ methods: ['GET', 'HEAD'], allow: { roles: atLeast('viewer') } }],
    });
  }
}

/** What is looked at and not behind the gateway: a Keycloak or a portal of the city's own, and what the city declares. */
function elsewhere({ hosts, portal, issuer, places, declared = {} }: VerifiedPlatform): readonly Egress[] {
  const { personalData, algorithms, rulebook, terms } = declared;
  const stated = [personalData, algorithms].flatMap((one) => (one && 'url' in one ? [one.url] : []));
  const urls = [portal, issuer, places, rulebook, terms, ...stated].flatMap((url) => (url ? [new URL(url)] : []));
  const servers = new Map(
    urls
      .filter(({ hostname }) => !hosts.includes(hostname))
      .map(({ host, hostname, port }) => [host, { hostname, port }]),
  );
  return [...servers.values()].map(({ hostname, port }) => ({
    to: { host: hostname },
    ports: [Number(port) || 443],
    reason: 'What the city declares to have elsewhere is looked at.',
  }));
}
