import { Construct } from 'constructs';
import { ContextBroker, type Shown } from '../components/context-broker/context-broker';
import { Dashboards } from '../components/dashboards/dashboards';
import { drawnType } from '../components/dashboards/drawn-type';
import { DataModelRegistry } from '../components/data-model-registry/data-model-registry';
import { DeviceGateway } from '../components/device-gateway/device-gateway';
import { deviceGroups } from '../components/device-gateway/device-groups';
import { Features } from '../components/features/features';
import { readableOf } from '../components/features/readable';
import { CountryCatalogue } from '../components/federation/country-catalogue';
import { clientIdOf, FederatedQuery } from '../components/federation/federated-query';
import { Gateway } from '../components/gateway/gateway';
import { Identity } from '../components/identity/identity';
import { OidcClient } from '../components/identity/oidc-client';
import { Monitoring } from '../components/monitoring/monitoring';
import { OpenDataPortal } from '../components/open-data-portal/open-data-portal';
import { existingPortal } from '../components/publisher/existing-portal';
import { publishedTypes } from '../components/publisher/published-types';
import { Publisher, type WritablePortal } from '../components/publisher/publisher';
import { type DemoData, demoData } from '../components/simulator/demo-groups';
import { Simulator } from '../components/simulator/simulator';
import { Telemetry } from '../components/telemetry/telemetry';
import { Verification } from '../components/verification/verification';
import { type DataModel, typeIri } from '../models/data-model';
import { checkOptions } from '../problems/check-options';
import { dashboardConnections } from '../spec/capacity/connections';
import type { City } from '../spec/city';
import type { Peer } from '../spec/federation';
import { hasDeviceGateway } from '../spec/has-device-gateway';
import type { Backups } from '../waist/backups';
import { Dashboard } from '../waist/dashboard';
import { type Lacks, lackOf, setLacks } from '../waist/lacks';
import type { MailServer } from '../waist/mail-server';
import { addOptOut } from '../waist/opt-out';
import { EventBus } from '../waist/primitives/event-bus';
import { ExternalPostgres, type ExternalPostgresProps } from '../waist/primitives/external-postgres';
import type { Postgres } from '../waist/primitives/postgres';
import { PostgresServer } from '../waist/primitives/postgres-server';
import { Secret } from '../waist/primitives/secret';
import { Duration } from '../waist/units';
import { describeApi } from './api-description/api-description';
import { cityModels } from './city-models';
import type { FederationPart } from './federation-part';
import { operationsDashboard } from './operations-dashboard';
import { type Sizing, sizing } from './sizing';
import { verifiedPlatformOf } from './verified-platform-of';

/** The city, and what the target and the federation add to it. */
export interface CityPlatformProps {
  /** The city as {@link parseCity} or {@link defineCity} gives it. */
  readonly city: City;
  /** A database server to use. @default one is made */
  readonly existingPostgres?: ExternalPostgresProps;
  /** What the target lacks, so that components can ask before they are composed. @default nothing */
  readonly lacks?: Lacks;
  /** Port of the public addresses. @default 443 */
  readonly httpsPort?: number;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /** Its part in its federation, as {@link partOf} gives it. @default none */
  readonly federation?: FederationPart;
}

/** The complete platform of a city, of primitives alone: whoever renders it decides what it becomes. */
export class CityPlatform extends Construct {
  readonly city: City;
  /** Sizes of its parts, from the profile and the load. */
  readonly sizing: Sizing;
  readonly peers: readonly Peer[];
  /** The server that holds every database. */
  readonly database: Postgres;
  /** The one way in. */
  readonly gateway: Gateway;
  /** Single sign-on and tokens. */
  readonly identity: Identity;
  /** The NGSI-LD API. */
  readonly broker: ContextBroker;
  /** The data models. */
  readonly registry: DataModelRegistry;
  /** The open data catalogue. Undefined where the city has one already. */
  readonly portal: OpenDataPortal | undefined;
  /** Features and history. Undefined where the city has no data models. */
  readonly features: Features | undefined;
  /** Keeps the portal equal to the broker. Undefined where nothing is published. */
  readonly publisher: Publisher | undefined;
  /** Answers for all cities of the federation. Undefined where another city does, or none. */
  readonly federatedQuery: FederatedQuery | undefined;
  /** Reads the catalogues of the other cities of the federation. Undefined where another city does, or none. */
  readonly countryCatalogue: CountryCatalogue | undefined;
  /** Holds the platform against the mechanisms. Undefined where the spec has it off. */
  readonly verification: Verification | undefined;
  /** Where devices send. Undefined where the spec has none. */
  readonly devices: DeviceGateway | undefined;
  /** Sends demo data. Undefined where the spec wants none. */
  readonly simulator: Simulator | undefined;
  /** Draws the data. Undefined where the spec has it off. */
  readonly dashboards: Dashboards | undefined;
  /** Sends metrics to a receiver of the city's. Undefined where the spec names none. */
  readonly telemetry: Telemetry | undefined;
  /** Measures for alarms. Undefined where the target does so itself, or has none. */
  readonly monitoring: Monitoring | undefined;
  #existing: WritablePortal | undefined;

  constructor(scope: Construct, id: string, props: CityPlatformProps) {
    checkOptions<CityPlatformProps>(
      'CityPlatform',
      props,
      {
        city: 'mapping',
        existingPostgres: 'mapping',
        lacks: 'mapping',
        httpsPort: 'number',
        peers: 'list',
        federation: 'mapping',
      },
      ['city'],
    );
    super(scope, id);
    const { city, lacks = {}, peers = [] } = props;
    setLacks(this, lacks);
    this.city = city;
    this.peers = peers;
    this.sizing = sizing(city);
    const { title, languages, country } = city;
    const tenants = city.tenants.map((tenant) => tenant.id);
    const database = this.#database(props);
    this.database = database;

    const gateway = new Gateway(this, 'Gateway', {
      ...this.sizing.gateway,
      domain: city.domain,
      ...(props.httpsPort && { port: props.httpsPort }),
      tenants,
      corsOrigins: city.gateway.corsOrigins,
      requestsPerSecond: city.gateway.requestsPerSecond,
      maxBodyBytes: city.gateway.maxBodyMegabytes * 1024 * 1024,
    });
    this.gateway = gateway;

    const mail = this.#mail(city);
    const identity = new Identity(this, 'Identity', {
      ...this.sizing.identity,
      database,
      gateway,
      platform: city.name,
      realm: city.identity.existing?.realm ?? city.name,
      ...(city.identity.existing && { existing: city.identity.existing }),
      title,
      languages,
      country,
      tenants: city.tenants,
      passwordMinLength: city.identity.passwordMinLength,
      multiFactor: city.identity.multiFactor,
      accessTokenMinutes: city.identity.accessTokenMinutes,
      ldap: city.identity.ldap,
      providers: city.identity.providers,
      ...(mail && { mail }),
    });
    this.identity = identity;
    if (city.identity.multiFactor === 'optional') {
      addOptOut(identity, {
        measure: 'a second factor for everyone',
        reason: `The ${city.profile} profile leaves it to each person.`,
      });
    }
    new OidcClient(identity, 'CommandLine', {
      identity,
      clientId: 'command-line',
      title: 'Command line',
      flow: 'device',
      roles: ['viewer', 'editor', 'operator'],
    });

    this.registry = new DataModelRegistry(this, 'Models', {
      ...this.sizing.registry,
      site: this.sizing.contextSite,
      database,
      gateway,
      title,
      models: cityModels(city),
      contextHosts: city.broker.contextHosts,
      apiDescription: (context) =>
        describeApi({
          title,
          contact: city.contact,
          api: `${gateway.url('api')}/ngsi-ld/v1`,
          models: gateway.url('models'),
          context,
          issuer: identity.issuer,
          tenants,
          dataModels: cityModels(city),
        }),
    });
    const bus = city.broker.bus === 'kafka' ? new EventBus(this, 'EventBus', this.sizing.bus) : undefined;
    this.broker = new ContextBroker(this, 'Broker', {
      ...this.sizing.broker,
      database,
      gateway,
      tenants,
      contexts: this.registry.contexts,
      contextHosts: city.broker.contextHosts,
      receivers: city.broker.notifications,
      historyRetention: Duration.days(city.history.retentionDays),
      relay: this.sizing.notifications,
      ...(bus && { bus }),
      ...(city.dashboards.enabled && { shown: this.#shown() }),
    });
    const portal = (): OpenDataPortal =>
      new OpenDataPortal(this, 'Portal', {
        ...this.sizing.portal,
        backups: this.#backups(),
        database,
        gateway,
        name: city.name,
        title,
        languages,
        country,
        ...(city.location && { location: city.location }),
        publisher: city.contact,
        adminEmail: city.identity.adminEmail,
        ...(mail && { mail }),
        cache: this.sizing.cache,
        search: this.sizing.search,
        catalogue: this.sizing.catalogue,
        files: this.sizing.portalFiles,
        index: this.sizing.searchIndex,
      });
    this.portal = city.openDataPortal.existing ? undefined : portal();
    this.features = city.dataModels.length > 0 ? this.#features() : undefined;
    this.publisher = city.openData.length > 0 ? this.#publisher() : undefined;
    this.federatedQuery = props.federation && this.#federate(props.federation);
    this.countryCatalogue = props.federation?.catalogue && this.#harvest(props.federation.catalogue);
    this.verification = city.verification.enabled
      ? new Verification(this, 'Verification', {
          ...this.sizing.verification,
          gateway,
          identity,
          platform: verifiedPlatformOf(city, props),
          every: Duration.hours(city.verification.everyHours),
        })
      : undefined;
    const demo = city.demoData ? demoData(city, cityModels(city), gateway.url('models')) : undefined;
    this.devices = hasDeviceGateway(city) ? this.#devices(demo) : undefined;
    this.simulator =
      demo && new Simulator(this, 'Simulator', { ...this.sizing.simulator, devices: this.devices!, plan: demo.plan });
    this.dashboards = city.dashboards.enabled ? this.#dashboards() : undefined;
    if (city.dashboards.enabled && !lackOf(this, 'dashboards'))
      new Dashboard(this, 'Operations', operationsDashboard(this));
    this.telemetry =
      city.telemetry &&
      new Telemetry(this, 'Telemetry', {
        ...this.sizing.telemetry,
        root: this,
        city: city.name,
        receiver: city.telemetry,
      });
    this.monitoring =
      lackOf(this, 'metrics') && !lackOf(this, 'alarms')
        ? new Monitoring(this, 'Monitoring', { ...this.sizing.monitoring, root: this })
        : undefined;
  }

  /** Public URL of the open data portal, whoever runs it. */
  get portalUrl(): string {
    const { existing } = this.city.openDataPortal;
    return existing?.url ?? this.gateway.url('data');
  }

  #features(): Features {
    const { city, gateway, broker, sizing } = this;
    return new Features(this, 'Features', {
      ...sizing.features,
      gateway,
      broker,
      title: city.title,
      timeZone: city.timeZone,
      retention: Duration.days(city.history.retentionDays),
      readable: readableOf(city, cityModels(city), `https://${gateway.hostName('models')}`),
    });
  }

  #publisher(): Publisher {
    const { city, gateway, broker, portal, sizing } = this;
    return new Publisher(this, 'Publisher', {
      ...sizing.publisher,
      gateway,
      broker,
      portal: portal?.writable(city.name) ?? this.#existingPortal(),
      name: city.name,
      contact: city.contact,
      languages: city.languages,
      types: publishedTypes(city.openData, cityModels(city), gateway.url('models')),
    });
  }

  /** Lets the federation read what the city shares, and answers for all cities where the city is to. */
  #federate({ federation, title, shares, hosts }: FederationPart): FederatedQuery | undefined {
    const { city, gateway, identity, sizing } = this;
    if (!shares) return undefined;
    const client = new OidcClient(identity, 'Federation', {
      identity,
      clientId: clientIdOf(federation),
      title: `Federation ${title}`,
      flow: 'machine',
      roles: ['viewer'],
      tenants: shares,
    });
    if (!hosts) return undefined;
    return new FederatedQuery(this, 'Federation', {
      ...sizing.federation,
      ...hosts,
      gateway,
      federation,
      title,
      host: city.name,
      hostSecret: client.secret,
    });
  }

  /** Has the portal show the datasets of the other cities too. */
  #harvest({ cities, everyMinutes }: NonNullable<FederationPart['catalogue']>): CountryCatalogue {
    const { city, gateway, portal, portalUrl, sizing } = this;
    const titles = Object.fromEntries(cities.map(({ id, title }) => [id, title]));
    return new CountryCatalogue(this, 'CountryCatalogue', {
      ...sizing.harvest,
      gateway,
      portal: portal?.harvestable(titles) ?? this.#existingPortal(),
      portalUrl,
      cities,
      languages: city.languages,
      every: Duration.minutes(everyMinutes),
    });
  }

  /** The portal that the city runs already. */
  #existingPortal(): WritablePortal {
    this.#existing ??= existingPortal(this, 'ExistingPortal', this.city.openDataPortal.existing!);
    return this.#existing;
  }

  #devices(demo?: DemoData): DeviceGateway {
    const { city, gateway, broker, database, sizing } = this;
    const secrets = city.devices.flatMap(({ id, network }) => (network ? [[id, network.secret] as const] : []));
    return new DeviceGateway(this, 'Devices', {
      ...sizing.devices,
      database,
      gateway,
      broker,
      groups: [...deviceGroups(city.devices, cityModels(city), gateway.url('models')), ...(demo?.groups ?? [])],
      networkSecrets: Object.fromEntries(secrets),
    });
  }

  /** Models of what tells of nobody: what is drawn is seen by everybody who may sign in. */
  #drawnModels(): DataModel[] {
    const { city } = this;
    const personal = city.dataModels.flatMap((entry) =>
      typeof entry === 'object' && entry.personal ? entry.type : [],
    );
    return cityModels(city).filter(({ type }) => !personal.includes(type));
  }

  #shown(): Shown {
    return { types: this.#drawnModels().map(typeIri), tenants: this.city.dashboards.tenants };
  }

  #dashboards(): Dashboards {
    const { city, gateway, identity, broker, sizing } = this;
    const { mapTiles, tenants } = city.dashboards;
    const titles = new Map(city.tenants.map(({ id, title }) => [id, title]));
    return new Dashboards(this, 'Dashboards', {
      ...sizing.dashboards,
      gateway,
      identity,
      shown: broker.shown!,
      connectionsEach: dashboardConnections,
      title: city.title,
      timeZone: city.timeZone,
      types: this.#drawnModels().map(drawnType),
      tenants: Object.fromEntries(tenants.map((id) => [id, titles.get(id)!])),
      mapTiles,
    });
  }

  #mail({ mail }: City): MailServer | undefined {
    if (!mail) return undefined;
    const { login, ...server } = mail;
    if (!login) return server;
    const password = Secret.fromExisting(this, 'MailPassword', login.secret).value;
    return { ...server, login: { user: login.user, password } };
  }

  #database({ existingPostgres }: CityPlatformProps): Postgres {
    if (existingPostgres) return new ExternalPostgres(this, 'Database', existingPostgres);
    const backups = this.#backups();
    const database = new PostgresServer(this, 'Database', { ...this.sizing.database, backups });
    if (!backups.enabled) addOptOut(database, { measure: 'backups', reason: backups.reason });
    return database;
  }

  /** Of everything that holds data. */
  #backups(): Backups {
    const { backups } = this.city;
    if (!backups.enabled) return backups;
    const reason = lackOf(this, 'backups');
    if (reason) return { enabled: false, reason };
    return { enabled: true, retention: Duration.days(backups.retentionDays), schedule: backups.schedule };
  }
}
