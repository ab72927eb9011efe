import type { Construct } from 'constructs';
import { checkOptions, workloadSize } from '../../problems/check-options';
import { type Translations, translations } from '../../spec/translations';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { type MailServer, toMailServer } from '../../waist/mail-server';
import { addOptOut } from '../../waist/opt-out';
import type { Endpoint } from '../../waist/primitives/endpoint';
import { ExternalEndpoint } from '../../waist/primitives/external-endpoint';
import { Job } from '../../waist/primitives/job';
import type { Postgres } from '../../waist/primitives/postgres';
import { PostgresDatabase } from '../../waist/primitives/postgres-database';
import { type LazyValue, type Text, text } from '../../waist/primitives/reference';
import { type ExistingSecret, Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import type { Egress } from '../../waist/primitives/workload';
import { programOf } from '../../waist/program';
import { Cpu, Duration, Size } from '../../waist/units';
import type { ClientSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { upstreamAlarm } from '../gateway/gateway-alarms';
import { Route } from '../gateway/route';
import { identityAlarms } from './identity-alarms';
import { keycloakLocales } from './keycloak-locales';
import type { OidcClient } from './oidc-client';
import { realm } from './realm';
import type { RealmSmtp, RealmTenant } from './realm-model';
import { realmRoles } from './roles';

/** A Keycloak that exists, in which the platform has a realm of its own and touches no other. */
export interface ExistingKeycloak {
  /** `https` address before `/realms`, as browsers and the platform's programs see it. */
  readonly url: string;
  /** A confidential client with a service account. */
  readonly adminClient: string;
  readonly adminSecret: ExistingSecret;
  /** Realm of that client. @default 'master' */
  readonly adminRealm?: string;
}

/** The realm, and the Keycloak that serves it. */
export interface IdentityProps extends ClientSize {
  /** A Keycloak of the city to use. @default one is deployed */
  readonly existing?: ExistingKeycloak;
  /** Name of the platform, which its realm is marked with. */
  readonly platform: string;
  /** The server that holds Keycloak's database. */
  readonly database: Postgres;
  /** Makes Keycloak public, at `id.<domain>`. */
  readonly gateway: Gateway;
  /** Name of the realm, as it stands in every token's issuer. */
  readonly realm: string;
  /** For people. */
  readonly title: string;
  /** Languages of the login pages (BCP 47), the default first. */
  readonly languages: readonly string[];
  /** ISO 3166-1 code. */
  readonly country: string;
  /** Tenants that people and clients can be members of. */
  readonly tenants: readonly RealmTenant[];
  /** The fewest characters that a password has. */
  readonly passwordMinLength: number;
  /** Whether everybody needs a second factor, or may choose one. */
  readonly multiFactor: 'required' | 'optional';
  /** How long an access token holds, in minutes. */
  readonly accessTokenMinutes: number;
  /**
   * The mail server that Keycloak writes to people by.
   * @default none: addresses are not verified and nobody can reset a password alone
   */
  readonly mail?: MailServer;
  /** Directories that Keycloak may ask for people. @default none */
  readonly ldap?: readonly OutsideServer[];
  /** Identity providers that Keycloak may talk to. @default none */
  readonly providers?: readonly OutsideServer[];
}

/** A server of somebody else. */
export interface OutsideServer {
  readonly host: string;
  readonly port: number;
}

/** Where Keycloak is, and how the realm is kept there. */
interface Keycloak {
  readonly service: Service | undefined;
  readonly endpoint: Endpoint;
  /** Of its URLs, before `/realms`. */
  readonly path: string;
  readonly admin: Readonly<Record<string, LazyValue>>;
}

/**
 * Single sign-on for people and tokens for machines: Keycloak with one hardened realm, kept equal to the model by a job.
 *
 * @see https://www.keycloak.org/documentation
 */
export class Identity extends Component {
  readonly title = 'Identity';
  override readonly specPath = 'identity';
  readonly upstream = { title: 'Keycloak', image: images.keycloak };
  readonly claims = [{ mim: 'MIM6', requirements: ['R1', 'R3'], check: '6.3' }] as const;

  /** Keycloak, unless it is somebody else's. */
  readonly service: Service | undefined;
  /** Applies the realm: over an empty server, and again over what it made. */
  readonly realmJob: Job;
  /** As it stands in the tokens. */
  readonly issuer: string;
  /** What a token must be meant for. */
  readonly audience: string;
  /** Address of the realm for programs of the platform: they need not find the public one. */
  readonly backchannel: Text;
  readonly #clients: OidcClient[] = [];
  readonly #publicUrl: string;
  readonly #translations: Translations;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IdentityProps,
  ) {
    checkOptions<IdentityProps>(
      'Identity',
      props,
      {
        ...workloadSize,
        connections: 'number',
        existing: 'mapping',
        platform: 'text',
        database: 'mapping',
        gateway: 'mapping',
        realm: 'text',
        title: 'text',
        languages: 'list',
        country: 'text',
        tenants: 'list',
        passwordMinLength: 'number',
        multiFactor: ['required', 'optional'],
        accessTokenMinutes: 'number',
        mail: 'mapping',
        ldap: 'list',
        providers: 'list',
      },
      [
        'platform',
        'database',
        'gateway',
        'realm',
        'title',
        'languages',
        'country',
        'tenants',
        'passwordMinLength',
        'multiFactor',
        'accessTokenMinutes',
        'size',
        'replicas',
        'connections',
      ],
    );
    super(scope, id);
    const { gateway } = props;
    this.#translations = translations(props.languages, props.country, keycloakLocales);
    for (const language of this.#translations.missing) {
      addOptOut(this, {
        measure: `login pages in the language ${language}`,
        reason: 'Keycloak is not translated into it; they are in English instead.',
      });
    }
    this.#publicUrl = props.existing?.url ?? gateway.url('id');
    this.issuer = `${this.#publicUrl}/realms/${props.realm}`;
    this.audience = gateway.url('api');
    const { service, endpoint, path, admin } = props.existing ? this.#adopt(props.existing) : this.#deploy();
    this.service = service;
    this.backchannel = endpoint.url(`${path}/realms/${props.realm}`);
    this.realmJob = new Job(this, 'Realm', {
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(96) },
      ...programOf('apply-realm', {
        '/citykit/realm/realm.json': () => `${JSON.stringify(this.realm, null, 1)}\n`,
      }),
      env: {
        KEYCLOAK_URL: endpoint.url(path),
        ...admin,
        REALM_FILE: '/citykit/realm/realm.json',
        ...(props.mail?.login && {
          [smtpVariables.userEnv]: props.mail.login.user,
          [smtpVariables.passwordEnv]: props.mail.login.password,
        }),
        DEADLINE_SECONDS: 900,
      },
      scratch: [{ path: '/tmp' }],
      deadline: Duration.minutes(20),
    });

    gateway.trust({
      issuer: this.issuer,
      audience: this.audience,
      jwks: { endpoint, path: `${path}/realms/${props.realm}/protocol/openid-connect/certs` },
    });
  }

  #deploy(): Keycloak {
    const { props } = this;
    const database = new PostgresDatabase(this, 'Database', { server: props.database, name: 'keycloak' });
    const bootstrapAdmin = new Secret(this, 'BootstrapAdmin', {
      person: 'The password of bootstrap-admin, who makes the first administrator of Keycloak.',
    });
    const many = props.replicas.max > 1;
    const service = new Service(this, 'Service', {
      image: images.keycloak,
      size: props.size,
      replicas: props.replicas,
      args: ['start'],
      env: {
        KC_DB: 'postgres',
        KC_DB_URL: text`jdbc:postgresql://${database.host}:${database.port}/${database.name}`,
        KC_DB_USERNAME: database.user,
        KC_DB_PASSWORD: database.password,
        KC_DB_POOL_MAX_SIZE: props.connections,
        KC_HOSTNAME: this.#publicUrl,
        // Keys and tokens are also asked for inside, under the service's own name.
        KC_HOSTNAME_BACKCHANNEL_DYNAMIC: true,
        KC_HTTP_ENABLED: true,
        KC_PROXY_HEADERS: 'xforwarded',
        KC_HEALTH_ENABLED: true,
        KC_METRICS_ENABLED: true,
        KC_EVENT_METRICS_USER_ENABLED: true,
        // Of sign-ins alone: whoever tries passwords is seen by them.
        KC_EVENT_METRICS_USER_EVENTS: 'login',
        KC_CACHE: many ? 'ispn' : 'local',
        KC_BOOTSTRAP_ADMIN_USERNAME: 'bootstrap-admin',
        KC_BOOTSTRAP_ADMIN_PASSWORD: bootstrapAdmin.value,
        KC_LOG_CONSOLE_OUTPUT: 'json',
      },
      egress: [
        ...toMailServer(props.mail, 'People prove their addresses and set new passwords by mail.'),
        ...toServers(props.ldap, 'People of the directory sign in.'),
        ...toServers(props.providers, 'People sign in with an account that they have elsewhere.'),
      ],
      scratch: [
        { path: '/tmp' },
        { path: '/opt/keycloak/data' },
        // The stock image holds no optimised build, so each start makes one here.
        { path: '/opt/keycloak/lib/quarkus', seeded: true },
      ],
      ports: { http: 8080, management: 9000 },
      // https://www.keycloak.org/server/management-interface
      metrics: { port: 9000, path: '/metrics' },
      peerPorts: many ? [7800, 57800] : [],
      probes: {
        // Keycloak answers 503 on its main port while it bootstraps; only the management port tells the truth.
        ready: { http: '/health/ready', port: 9000 },
        live: { http: '/health/live', port: 9000 },
        startsWithin: Duration.minutes(8),
      },
      stopsWithin: Duration.seconds(60),
    });

    this.#route(service.endpoint('http'));
    identityAlarms(this, service);
    upstreamAlarm(this, props.gateway.service, service);
    return {
      service,
      endpoint: service.endpoint('http'),
      path: '',
      admin: {
        KEYCLOAK_ADMIN_USERNAME: 'bootstrap-admin',
        KEYCLOAK_ADMIN_PASSWORD: bootstrapAdmin.value,
        // Keycloak takes the administrator's password when it makes its first realm, and from then on only from whoever
        // knows the old one.
        KEYCLOAK_ADMIN_PREVIOUS_PASSWORD: bootstrapAdmin.previous,
      },
    };
  }

  #adopt({ url, adminClient, adminSecret, adminRealm = 'master' }: ExistingKeycloak): Keycloak {
    const { hostname: host, port, pathname } = new URL(url);
    const server = new ExternalEndpoint(this, 'Server', {
      host,
      port: Number(port || 443),
      scheme: 'https',
      title: 'Keycloak of the city',
    });
    return {
      service: undefined,
      endpoint: server.endpoint,
      path: pathname.replace(/\/$/, ''),
      admin: {
        KEYCLOAK_ADMIN_REALM: adminRealm,
        KEYCLOAK_ADMIN_CLIENT_ID: adminClient,
        KEYCLOAK_ADMIN_CLIENT_SECRET: Secret.fromExisting(this, 'AdminSecret', adminSecret).value,
      },
    };
  }

  #route(endpoint: Endpoint): void {
    const { gateway, realm: name } = this.props;
    const realm = `/realms/${name}`;
    // Where passwords and codes are tried. Keycloak locks an account out by itself; this is for one client and many accounts.
    const login = { requestsPerSecond: 50, perClient: { requestsPerSecond: 5, burst: 30 } };
    // The administration console and the master realm stay inside: nothing but these paths is routed.
    for (const [id, path, limit] of [
      ['Realm', realm, {}],
      ['Login', `${realm}/login-actions`, login],
      ['Token', `${realm}/protocol/openid-connect/token`, login],
      ['Resources', '/resources', {}],
    ] as const) {
      new Route(this, `${id}Route`, {
        gateway,
        host: 'id',
        path,
        endpoint,
        access: 'passthrough',
        ...limit,
      });
    }
  }

  /** Every client of the realm, in the order in which they were added. */
  get clients(): readonly OidcClient[] {
    return [...this.#clients];
  }

  /**
   * Called by {@link OidcClient}.
   *
   * @throws when the client id is taken.
   */
  addClient(client: OidcClient): void {
    if (this.#clients.some(({ clientId }) => clientId === client.clientId)) {
      throw new Error(`${this.node.path}: the client ${client.clientId} is added twice`);
    }
    this.#clients.push(client);
    if (client.confidential) this.realmJob.addEnv(secretVariable(client), client.secret);
  }

  /** The realm as Keycloak's admin API takes it, with the names of environment variables in place of secrets. */
  get realm(): ReturnType<typeof realm> {
    const { platform, title, tenants, passwordMinLength, multiFactor, accessTokenMinutes, mail } = this.props;
    return realm({
      platform,
      realm: this.props.realm,
      title,
      languages: this.#translations.all,
      publicUrl: this.#publicUrl,
      audience: this.audience,
      passwordMinLength,
      multiFactor,
      accessTokenMinutes,
      tenants,
      ...(mail && { smtp: smtpOf(mail) }),
      roles: realmRoles,
      clients: this.#clients.map((client) => client.model(secretVariable(client))),
    });
  }
}

const smtpVariables = { userEnv: 'SMTP_USER', passwordEnv: 'SMTP_PASSWORD' } as const;

function smtpOf({ host, port, from, security, login }: MailServer): RealmSmtp {
  return { host, port, from, tls: security, ...(login && { credentials: smtpVariables }) };
}

function toServers(servers: readonly OutsideServer[] = [], reason: string): Egress[] {
  return servers.map(({ host, port }) => ({ to: { host }, ports: [port], reason }));
}

function secretVariable(client: OidcClient): string {
  return `CLIENT_${client.clientId.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_SECRET`;
}
