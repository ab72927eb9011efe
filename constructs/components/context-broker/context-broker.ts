import type { Construct } from 'constructs';
import { contextForBroker, contextServer } from '../../models/context-resolver';
import { checkOptions, workloadSize } from '../../problems/check-options';
import type { Receiver } from '../../spec/receiver';
import { Component } from '../../waist/component';
import { type Image, images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import type { Endpoint } from '../../waist/primitives/endpoint';
import type { EventBus } from '../../waist/primitives/event-bus';
import { Job, type JobProps } from '../../waist/primitives/job';
import type { Postgres } from '../../waist/primitives/postgres';
import { PostgresDatabase } from '../../waist/primitives/postgres-database';
import type { Reference } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import { programOf } from '../../waist/program';
import { Cpu, Duration, Size } from '../../waist/units';
import { type ClientSize, one, type WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { upstreamAlarm } from '../gateway/gateway-alarms';
import { Route, type RouteRule } from '../gateway/route';
import { atLeast } from '../identity/roles';
import { brokerInMemory } from './broker-in-memory';
import { brokerOnKafka, notHeard } from './broker-on-kafka';
import { contextBrokerAlarms } from './context-broker-alarms';
import { databaseTriggersScript } from './database-triggers';
import {
  historyRetention,
  historyRetentionFile,
  historyRetentionSchedule,
  historyRetentionScript,
} from './history-retention';
import { keptContexts, keptContextsFile } from './kept-contexts';
import { notificationRelay } from './notification-relay';
import { shownViews, shownViewsFile, shownViewsScript } from './shown-views';
import { olderTenantDatabaseName, tenantDatabaseName, tenantDatabasesScript } from './tenant-databases';
import { historyTrigger, historyTriggerFile } from './whole-history';

/** Database, size and tenants of the broker, and what stands around it. */
export interface ContextBrokerProps extends WorkloadSize {
  /** The server that holds the broker's databases. */
  readonly database: Postgres;
  /** The event bus over which replicas tell each other of changes. @default in the memory of the only replica */
  readonly bus?: EventBus;
  /** Ids of the NGSI-LD tenants, made at deployment; the broker makes no others. @default none: only the default tenant */
  readonly tenants?: readonly string[];
  /** Makes the NGSI-LD API public, at `api.<domain>`. @default reachable inside the platform only */
  readonly gateway?: Gateway;
  /** Who is asked for the `@context` of a request. @default the broker itself, which fetches it from its public URL */
  readonly contexts?: Endpoint;
  /** Hosts, or `*.domain`, whose `@context`s clients may name besides the platform's own. @default none */
  readonly contextHosts?: readonly string[];
  /** Who may be notified. @default every host with a public name, over `https` */
  readonly receivers?: readonly Receiver[];
  /** Size of the relay of notifications. @default one small replica */
  readonly relay?: WorkloadSize;
  /** Connections that one replica may open to each database: its own, and one for each tenant. @default 4 */
  readonly connectionsEach?: number;
  /** How long a value is kept after another took its place. @default for ever */
  readonly historyRetention?: Duration;
  /** What {@link ContextBroker.shown} lets others read in the databases. @default nothing */
  readonly shown?: Shown;
}

/** What is read in the databases of the broker, besides by the broker. */
export interface Shown {
  /** IRIs of the types. */
  readonly types: readonly string[];
  /** Tenants besides the default one. */
  readonly tenants: readonly string[];
}

/** How views over current state and history are read: see {@link shownViews}. */
export interface ShownDatabases {
  readonly host: Reference;
  readonly port: number;
  readonly user: string;
  readonly password: Reference;
  /** The database of each tenant, that of the default tenant first. */
  readonly databases: readonly { readonly tenant?: string; readonly name: string }[];
  /** The job that makes the views. */
  readonly job: Job;
}

const everyoneInPublic: readonly Receiver[] = [{ host: '*', schemes: ['https'], ports: [443] }];

/** Afterwards a replica is started anew. */
const startsWithin = Duration.minutes(5);

/**
 * How long Scorpio's scheduler waits after a start, in seconds. When a replica starts, it migrates its databases one
 * after the other. A scheduled task that runs before the end of that holds threads which the start waits for, now and
 * then for ever. Measured: 0.5 s for each database on one processor, 5 s where a round trip takes 80 ms; some starts
 * migrate twice.
 */
function quietSeconds(databases: number): number {
  return Math.min(startsWithin.seconds, 30 + 5 * databases);
}

const onlyOnce = 'Scorpio without an event bus keeps subscriptions in memory.';

/**
 * The NGSI-LD API over the city's current state and history: Scorpio on PostGIS.
 *
 * @see https://scorpio.readthedocs.io/
 * @see https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/
 */
export class ContextBroker extends Component {
  readonly title = 'Context broker';
  override readonly specPath = 'broker';
  readonly upstream: { readonly title: string; readonly image: Image };
  readonly claims = [
    { mim: 'MIM0', requirements: ['R2.1'], check: '0.5' },
    { mim: 'MIM0', requirements: ['R2.2'], check: '0.6' },
    { mim: 'MIM0', requirements: ['R3.1'], check: '0.7' },
    { mim: 'MIM1', requirements: ['R1.1'], check: '1.1' },
    { mim: 'MIM1', requirements: ['R1.1', 'R1.2'], check: '1.2' },
    { mim: 'MIM1', requirements: ['R3.1'], check: '1.7' },
  ] as const;

  /** Scorpio, which serves the NGSI-LD API. */
  readonly service: Service;
  /** The relay of notifications: clients keep their subscriptions through it, and the broker notifies through it. */
  readonly relay: Service;
  /** How what is shown is read. Undefined where nothing is. */
  readonly shown: ShownDatabases | undefined;
  /** After a start, until it writes what it has in memory to the history. */
  readonly historyAfter: Duration;
  readonly #notified: Endpoint[] = [];

  constructor(scope: Construct, id: string, props: ContextBrokerProps) {
    // What sizing() gives may be passed on whole.
    checkOptions<ContextBrokerProps & Partial<ClientSize>>(
      'ContextBroker',
      props,
      {
        ...workloadSize,
        connections: 'number',
        database: 'mapping',
        bus: 'mapping',
        tenants: 'list',
        gateway: 'mapping',
        contexts: 'mapping',
        contextHosts: 'list',
        receivers: 'list',
        relay: workloadSize,
        connectionsEach: 'number',
        historyRetention: 'Duration',
        shown: 'mapping',
      },
      ['database', 'size', 'replicas'],
    );
    super(scope, id);
    const image = props.bus ? images.scorpioKafka : images.scorpio;
    this.upstream = { title: 'Scorpio', image };
    const tenants = props.tenants ?? [];
    this.historyAfter = Duration.seconds(quietSeconds(tenants.length + 1));
    const publicUrl = props.gateway ? props.gateway.url('api') : undefined;
    const database = new PostgresDatabase(this, 'Database', {
      server: props.database,
      name: 'broker',
      extensions: ['postgis'],
      // Scorpio would make them itself, as copies of template1, where PostGIS would have to be for everybody.
      furtherDatabases: tenants.map(tenantDatabaseName),
      excludedDatabases: tenants.map(olderTenantDatabaseName),
      ...(props.shown && { withGrantedReader: true }),
    });

    this.service = new Service(this, 'Service', {
      image,
      size: props.size,
      replicas: props.replicas,
      ...(!props.bus && { singleton: onlyOnce }),
      env: {
        DBHOST: database.host,
        DBPORT: database.port,
        DBNAME: database.name,
        DBUSER: database.user,
        DBPASS: database.password,
        // Connections of one replica to the database of one tenant.
        QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE: props.connectionsEach ?? 4,
        // Connections of the pool that brings the tables of a tenant up to date and is closed then: it would open ten
        // at once.
        POOL_MINSIZE: 0,
        POOL_INITIALSIZE: 1,
        POOL_MAXSIZE: 2,
        SCORPIO_STARTUPDELAY: `${this.historyAfter.seconds}s`,
        // Scorpio writes changes to the history when this many wait, or after a second without any; it looks every 5 s.
        // The default is 50,000, in memory: a tenant that never rests would lose them with the replica.
        SCORPIO_HISTORY_AUTORECORDINGBUFFERSIZE: 1,
        JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=60 -Djava.io.tmpdir=/tmp',
        SCORPIO_AT_CONTEXT_SERVER: 'http://localhost:9090',
        SCORPIO_ENTITY_MANAGER_SERVER: 'http://localhost:9090',
        SELFHOSTCORECONTEXT: 'http://localhost:9090/corecontext',
        // Not the public address: the broker would ask its own gateway, which refuses requests without a token.
        ATCONTEXT_URL: props.contexts?.url(contextServer.path) ?? contextServer.ownUrl,
        // Without it the Location of a new entity begins with http.
        QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING: true,
        ...(publicUrl && { SCORPIO_GATEWAYURL: publicUrl }),
        ...(props.bus ? brokerOnKafka(props.bus) : brokerInMemory),
      },
      scratch: [{ path: '/tmp' }],
      egress: props.contextHosts?.length
        ? [{ ports: [443], to: 'internet', reason: 'The @contexts of the hosts that the city lists are read.' }]
        : [],
      ports: { http: 9090 },
      probes: {
        ready: { http: '/q/health/ready', port: 9090 },
        live: { http: '/q/health/live', port: 9090 },
        startsWithin,
      },
      stopsWithin: Duration.seconds(30),
    });
    if (!props.bus) addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    else if (props.replicas.max > 1) addOptOut(this.service, notHeard);

    this.relay = notificationRelay(this, 'Notifications', {
      ...(props.relay ?? one(50, 128)),
      broker: this.service,
      database,
      receivers: props.receivers ?? everyoneInPublic,
      programs: this.#notified,
    });
    // The relay also keeps the @context of a new subscription: the broker would keep it where it does not find it
    // again.
    this.service.addEnv('QUARKUS_REST_CLIENT_ATCONTEXT_SERVICE_URL', this.relay.endpoint('relay').url());

    const once = { after: [this.#makeTenants(tenants, props.database)], deadline: Duration.minutes(30) };
    if (tenants.length > 0) {
      const files = { '/citykit/tenants/tenant-databases.sh': tenantDatabasesScript(tenants) };
      this.#finish('TenantDatabases', database, files, once);
    }
    const triggers = { [historyTriggerFile]: historyTrigger, [keptContextsFile]: keptContexts };
    const script = databaseTriggersScript(Object.keys(triggers));
    this.#finish('Triggers', database, { '/citykit/triggers/triggers.sh': script, ...triggers }, once);
    this.shown = props.shown && this.#show(database, props.shown, once);
    if (props.historyRetention) {
      const files = {
        '/citykit/history/history-retention.sh': historyRetentionScript,
        [historyRetentionFile]: historyRetention(props.historyRetention),
      };
      const deadline = Duration.hours(5);
      this.#finish('HistoryRetention', database, files, { schedule: historyRetentionSchedule, deadline });
    }
    contextBrokerAlarms(this, this.relay);
    if (props.gateway) {
      this.#publish(props.gateway, props);
      upstreamAlarm(this, props.gateway.service, this.service);
    }
  }

  /** Lets a program of the platform be notified, over HTTP. */
  notifies(program: Endpoint): void {
    this.#notified.push(program);
  }

  /** The job that has the broker make all tables of its own database and of each tenant's. */
  #makeTenants(tenants: readonly string[], { setup }: Postgres): Job {
    return new Job(this, 'Tenants', {
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(96) },
      ...programOf('create-tenants'),
      env: {
        BROKER_URL: this.service.endpoint('http').url(),
        TENANTS: JSON.stringify(tenants),
        DEADLINE_SECONDS: 600,
      },
      scratch: [{ path: '/tmp' }],
      // The broker runs already when a tenant is added.
      after: [setup],
      deadline: Duration.minutes(15),
    });
  }

  #show(
    database: PostgresDatabase,
    { types, tenants }: Shown,
    once: Pick<JobProps, 'after' | 'deadline'>,
  ): ShownDatabases {
    const databases = [
      { name: database.name },
      ...tenants.map((tenant) => ({ tenant, name: tenantDatabaseName(tenant) })),
    ];
    const { user, password } = database.readOnly!;
    const script = shownViewsScript(
      databases.map(({ name }) => name),
      user,
    );
    const files = { '/citykit/shown/shown-views.sh': script, [shownViewsFile]: shownViews(types) };
    const job = this.#finish('Shown', database, files, once);
    return { host: database.host, port: database.port, user, password, databases, job };
  }

  /** A job that runs the first of the files, a script, over the databases that the broker has made. */
  #finish(
    id: string,
    database: PostgresDatabase,
    files: Readonly<Record<string, string>>,
    when: Pick<JobProps, 'after' | 'schedule' | 'deadline'>,
  ): Job {
    const [script = ''] = Object.keys(files);
    return new Job(this, id, {
      image: images.postgresClient,
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
      command: ['/bin/sh', script],
      files,
      env: {
        PGHOST: database.host,
        PGPORT: database.port,
        PGUSER: database.user,
        PGPASSWORD: database.password,
        PGDATABASE: database.name,
        PGCONNECT_TIMEOUT: 5,
      },
      scratch: [{ path: '/tmp' }],
      ...when,
    });
  }

  #publish(gateway: Gateway, { contextHosts = [], receivers = everyoneInPublic }: ContextBrokerProps): void {
    const read = { roles: atLeast('viewer') };
    const write = { roles: atLeast('editor') };
    const manage = { roles: atLeast('operator') };
    // To OPTIONS that is no preflight the broker answers what may be done.
    const looks = ['GET', 'HEAD', 'OPTIONS'];
    const changes = ['POST', 'PUT', 'PATCH', 'DELETE'];
    const relayed = { endpoint: this.relay.endpoint('http'), forwardToken: true };
    const access: RouteRule[] = [
      // A query too long for a URL is sent as a POST, and stays a read.
      { methods: ['POST'], paths: ['/entityOperations/query', '/temporal/entityOperations/query'], allow: read },
      { methods: looks, paths: ['/subscriptions', '/csourceSubscriptions'], allow: read, ...relayed },
      // Contexts belong to all tenants: entities of each are written with them.
      { methods: looks, paths: ['/jsonldContexts'], allow: read, anyTenant: true },
      { methods: looks, allow: read },
      // The same for every tenant, and what tells of registrations, in which other brokers' tokens are.
      { methods: changes, paths: ['/csourceSubscriptions'], allow: manage, ...relayed },
      { methods: changes, paths: ['/jsonldContexts'], allow: manage, anyTenant: true },
      { methods: changes, paths: ['/csourceRegistrations'], allow: manage },
      { methods: changes, paths: ['/subscriptions'], allow: write, ...relayed },
      { methods: changes, allow: write },
    ];
    new Route(this, 'Route', {
      gateway,
      host: 'api',
      path: '/ngsi-ld/v1',
      endpoint: this.service.endpoint('http'),
      access,
      tenantHeader: 'NGSILD-Tenant',
      encodedSlashes: true,
      guard: {
        root: '/ngsi-ld/v1',
        contexts: {
          urls: [`${gateway.url('api')}/ngsi-ld/v1/jsonldContexts/`, ...siteOf(gateway.url('models'))],
          hosts: contextHosts,
        },
        receivers,
      },
    });
  }
}

/** The site of contexts as everybody names it, and as one names it to this broker where that is another name. */
function siteOf(url: string): string[] {
  return [...new Set([url, contextForBroker(url)])].map((one) => `${one}/`);
}
