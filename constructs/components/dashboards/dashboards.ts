import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { type LazyValue, type Text, textFrom } from '../../waist/primitives/reference';
import { Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { ShownDatabases } from '../context-broker/context-broker';
import type { Gateway } from '../gateway/gateway';
import { upstreamAlarm } from '../gateway/gateway-alarms';
import { Route } from '../gateway/route';
import type { Identity } from '../identity/identity';
import { OidcClient } from '../identity/oidc-client';
import { atLeast } from '../identity/roles';
import type { DrawnType } from './drawn-type';
import { lateCityDashboards } from './late-city-dashboards';
import { signInRole } from './sign-in-role';
import { postgresType } from './sql-query';

/** What is drawn, and for whom. */
export interface DashboardsProps extends WorkloadSize {
  readonly gateway: Gateway;
  readonly identity: Identity;
  /** Where the data are. */
  readonly shown: ShownDatabases;
  /** Connections to each of its databases. */
  readonly connectionsEach: number;
  /** Of the city, for people. */
  readonly title: string;
  /** IANA time zone of the axes. */
  readonly timeZone: string;
  readonly types: readonly DrawnType[];
  /** Names of tenants for people, by id. */
  readonly tenants: Readonly<Record<string, string>>;
  /** Where browsers fetch tiles of maps: an address with `{z}`, `{x}` and `{y}`. */
  readonly mapTiles: string;
}

const port = 3000;
const provisioning = '/citykit/grafana/provisioning';
const dashboards = '/citykit/grafana/dashboards';
const onlyOnce = 'It keeps sessions in a file of its own: after a start, people are signed in anew by themselves.';

/**
 * The city's data drawn: Grafana with dashboards made from the data models, at `dashboards.<domain>`. It keeps nothing: all
 * that it shows is in files, and people sign in through the realm.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export class Dashboards extends Component {
  readonly title = 'Dashboards';
  override readonly specPath = 'dashboards';
  readonly upstream = { title: 'Grafana', image: images.grafana };
  readonly claims = [] as const;

  /** Grafana. */
  readonly service: Service;
  /** Public URL. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const { gateway, identity, shown } = props;
    this.url = gateway.url('dashboards');
    const callback = `${this.url}/login/generic_oauth`;
    const client = new OidcClient(this, 'Client', {
      identity,
      clientId: 'dashboards',
      title: `${props.title}: dashboards`,
      flow: 'browser',
      confidential: true,
      redirectUris: [callback],
      roles: ['viewer', 'editor', 'operator'],
    });
    this.service = new Service(this, 'Service', {
      image: images.grafana,
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      files: {
        [`${provisioning}/datasources/city.yaml`]: dataSources(props),
        [`${provisioning}/dashboards/city.yaml`]: `${JSON.stringify(provider)}\n`,
        ...dashboardFiles(props),
      },
      env: {
        ...settings,
        GF_SERVER_HTTP_PORT: port,
        GF_SERVER_ROOT_URL: this.url,
        GF_PATHS_PROVISIONING: provisioning,
        GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${dashboards}/city.json`,
        GF_DATE_FORMATS_DEFAULT_TIMEZONE: props.timeZone,
        GF_GEOMAP_DEFAULT_BASELAYER_CONFIG: JSON.stringify(baseLayer(props.mapTiles)),
        // Of the passwords in its own file, which it makes anew at each start.
        GF_SECURITY_SECRET_KEY: new Secret(this, 'SecretKey').value,
        ...signIn(client, identity, callback, Object.keys(props.tenants)),
        READER_PASSWORD: shown.password,
        GOMEMLIMIT: `${props.size.memory.share(0.8).mebibytes}MiB`,
      },
      scratch: [{ path: '/tmp' }, { path: '/var/lib/grafana' }],
      after: [shown.job],
      ports: { http: port },
      metrics: { port, path: '/metrics' },
      probes: {
        ready: { http: '/api/health', port },
        live: { http: '/api/health', port },
        startsWithin: Duration.minutes(3),
      },
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    const shared = { gateway, host: 'dashboards', endpoint: this.service.endpoint('http') };
    new Route(this, 'Route', { ...shared, path: '/', access: 'passthrough' });
    // On the same port as the pages, and no page.
    new Route(this, 'MetricsRoute', {
      ...shared,
      path: '/metrics',
      access: [{ methods: ['GET'], allow: { roles: atLeast('operator') } }],
    });
    upstreamAlarm(this, gateway.service, this.service);
  }
}

/** What does not depend on the city: nobody but the realm signs anybody in, and nothing is asked of the internet. */
const settings: Readonly<Record<string, LazyValue>> = {
  GF_LOG_MODE: 'console',
  GF_LOG_CONSOLE_FORMAT: 'json',
  GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: true,
  GF_SECURITY_COOKIE_SECURE: true,
  GF_SECURITY_CONTENT_SECURITY_POLICY: true,
  GF_SECURITY_DISABLE_GRAVATAR: true,
  GF_AUTH_DISABLE_LOGIN_FORM: true,
  GF_AUTH_BASIC_ENABLED: false,
  GF_AUTH_ANONYMOUS_ENABLED: false,
  GF_USERS_ALLOW_SIGN_UP: false,
  GF_USERS_DEFAULT_LANGUAGE: 'detect',
  GF_ANALYTICS_REPORTING_ENABLED: false,
  GF_ANALYTICS_CHECK_FOR_UPDATES: false,
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: false,
  GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: false,
  GF_NEWS_NEWS_FEED_ENABLED: false,
  GF_PLUGINS_PREINSTALL_DISABLED: true,
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: false,
  GF_PUBLIC_DASHBOARDS_ENABLED: false,
  GF_SNAPSHOTS_ENABLED: false,
  GF_EXPLORE_ENABLED: false,
  // Alarms are the platform's: docs/decisions/0033-alarms.md.
  GF_UNIFIED_ALERTING_ENABLED: false,
  // Pages ask again by themselves; a connection that stays open would be cut by the gateway.
  GF_LIVE_MAX_CONNECTIONS: 0,
};

/**
 * Single sign-on by the platform's realm, with PKCE. Roles and tenants are in what its userinfo tells.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
 */
function signIn(
  client: OidcClient,
  { issuer, backchannel }: Identity,
  callback: string,
  tenants: readonly string[],
): Readonly<Record<string, LazyValue>> {
  const connect = '/protocol/openid-connect';
  const inside = (path: string): Text => textFrom((read) => `${read(backchannel)}${connect}${path}`);
  const settingsOf = {
    ENABLED: true,
    NAME: 'City',
    AUTO_LOGIN: true,
    ALLOW_SIGN_UP: true,
    CLIENT_ID: client.clientId,
    CLIENT_SECRET: client.secret,
    SCOPES: 'openid',
    USE_PKCE: true,
    AUTH_URL: `${issuer}${connect}/auth`,
    TOKEN_URL: inside('/token'),
    API_URL: inside('/userinfo'),
    // Back to where people sign in: the realm leads nowhere else.
    SIGNOUT_REDIRECT_URL: `${issuer}${connect}/logout?post_logout_redirect_uri=${encodeURIComponent(callback)}`,
    LOGIN_ATTRIBUTE_PATH: 'preferred_username',
    // Grafana refuses who has none.
    EMAIL_ATTRIBUTE_PATH: 'email || preferred_username',
    ROLE_ATTRIBUTE_PATH: signInRole(tenants),
    ROLE_ATTRIBUTE_STRICT: true,
    ALLOW_ASSIGN_GRAFANA_ADMIN: false,
  };
  return Object.fromEntries(
    Object.entries(settingsOf).map(([name, value]) => [`GF_AUTH_GENERIC_OAUTH_${name}`, value]),
  );
}

/** One data source for each tenant, called as the tenant is. The password is in the environment. */
function dataSources({ shown, title, tenants, connectionsEach }: DashboardsProps): Text {
  return textFrom(
    (read) =>
      `${JSON.stringify({
        apiVersion: 1,
        prune: true,
        datasources: shown.databases.map(({ tenant, name }) => ({
          // Two may have one title, and Grafana wants each name once.
          name: tenant === undefined ? title : `${tenants[tenant] ?? tenant} (${tenant})`,
          uid: tenant === undefined ? 'city' : `tenant-${tenant}`,
          type: postgresType,
          access: 'proxy',
          isDefault: tenant === undefined,
          editable: false,
          url: `${read(shown.host)}:${shown.port}`,
          user: shown.user,
          jsonData: {
            database: name,
            // As the broker: docs/decisions/0023-tls-to-aurora.md.
            sslmode: 'disable',
            maxOpenConns: connectionsEach,
            maxIdleConns: 1,
            connMaxLifetime: 300,
          },
          secureJsonData: { password: '$READER_PASSWORD' },
        })),
      })}\n`,
  );
}

const provider = {
  apiVersion: 1,
  providers: [
    {
      name: 'city',
      type: 'file',
      disableDeletion: true,
      allowUiUpdates: false,
      updateIntervalSeconds: 3600,
      options: { path: dashboards },
    },
  ],
};

function dashboardFiles(city: DashboardsProps): Record<string, string> {
  const files = lateCityDashboards().cityDashboards(city);
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${dashboards}/${name}`, content]));
}

function baseLayer(url: string) {
  const own = new URL(url).hostname.endsWith('openstreetmap.org');
  return { type: 'xyz', config: { url, attribution: own ? '© OpenStreetMap contributors' : '' } };
}
