import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import type { LazyValue } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import type { Egress } from '../../waist/primitives/workload';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { ContextBroker } from '../context-broker/context-broker';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import type { PublishedType } from './published-type';
import { publisherAlarms } from './publisher-alarms';

/** A portal that may be written to. */
export interface WritablePortal {
  /** Variables that say where it is and what lets the publisher in. */
  readonly env: Readonly<Record<string, LazyValue>>;
  /** Name of the organisation in it that the datasets belong to. */
  readonly organization: string;
  /** @default none: it is a program of the platform */
  readonly egress?: readonly Egress[];
}

/** Between which broker and portal it stands, and what it publishes. */
export interface PublisherProps extends WorkloadSize {
  readonly gateway: Gateway;
  readonly broker: ContextBroker;
  readonly portal: WritablePortal;
  /** DNS label of the city. */
  readonly name: string;
  readonly contact: { readonly name: string; readonly email: string };
  readonly languages: readonly string[];
  readonly types: readonly PublishedType[];
}

const typesFile = '/citykit/publisher/types.json';
const ports = { http: 8080, notify: 8081, metrics: 8082 };
const onlyOnce = 'It compares broker and portal; two would do everything twice.';

/**
 * Broker to portal (`programs/publisher`): each published type becomes a dataset that is kept equal to the broker, with
 * downloads for everybody at `data.<domain>/open-data`.
 */
export class Publisher extends Component {
  readonly title = 'Publisher';
  override readonly specPath = 'openData';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [
    { mim: 'MIM3', requirements: ['C4'], check: '3.1' },
    { mim: 'MIM3', requirements: ['RC2.1', 'RC2.2', 'RC2.3', 'RC2.4', 'C5'], check: '3.2' },
  ] as const;

  readonly service: Service;
  /** Public address of the downloads. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: PublisherProps) {
    super(scope, id);
    const { gateway, broker, portal, types } = props;
    const path = '/open-data';
    this.url = `${gateway.url('data')}${path}`;
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      ...programOf('publisher', {
        [typesFile]: `${JSON.stringify(types)}\n`,
      }),
      env: {
        BROKER_URL: broker.service.endpoint('http').url(),
        SUBSCRIPTIONS_URL: broker.relay.endpoint('http').url(),
        ...portal.env,
        ORGANIZATION: portal.organization,
        DOWNLOADS_URL: this.url,
        CITY: props.name,
        CONTACT_NAME: props.contact.name,
        CONTACT_EMAIL: props.contact.email,
        LANGUAGES: props.languages.join(','),
        TYPES_FILE: typesFile,
        HTTP_PORT: ports.http,
        NOTIFY_PORT: ports.notify,
        METRICS_PORT: ports.metrics,
        // Each has a page of a thousand entities in memory.
        DOWNLOADS: Math.max(2, Math.floor((props.size.memory.mebibytes - 96) / 16)),
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        SHUTDOWN_SECONDS: 20,
      },
      scratch: [{ path: '/tmp' }],
      egress: portal.egress ?? [],
      // It tries again while broker or portal are away, and the relay refers to it.
      waits: false,
      ports,
      ...watchedAt(ports.metrics),
      stopsWithin: Duration.seconds(30),
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    this.service.addEnv('NOTIFY_URL', this.service.endpoint('notify').url());
    broker.notifies(this.service.endpoint('notify'));
    publisherAlarms(this, this.service);
    new Route(this, 'Downloads', {
      gateway,
      host: 'data',
      path,
      endpoint: this.service.endpoint('http'),
      access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
      // A file holds all entities of a type.
      timeoutSeconds: 300,
      encodedSlashes: true,
    });
  }
}
