import type { Construct } from 'constructs';
import { checkOptions, computeSize, workloadSize } from '../../problems/check-options';
import { translations } from '../../spec/translations';
import type { Backups } from '../../waist/backups';
import { Component } from '../../waist/component';
import { type Image, images } from '../../waist/images';
import { type MailServer, toMailServer } from '../../waist/mail-server';
import { addOptOut } from '../../waist/opt-out';
import { Cache } from '../../waist/primitives/cache';
import { Job } from '../../waist/primitives/job';
import type { Postgres } from '../../waist/primitives/postgres';
import { PostgresDatabase } from '../../waist/primitives/postgres-database';
import type { LazyValue } from '../../waist/primitives/reference';
import { Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import { Volume } from '../../waist/primitives/volume';
import { programOf } from '../../waist/program';
import { type ComputeSize, Duration, Size } from '../../waist/units';
import type { ClientSize, WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { upstreamAlarm } from '../gateway/gateway-alarms';
import { Route } from '../gateway/route';
import type { WritablePortal } from '../publisher/publisher';
import { ckanIni, ckanIniFile } from './ckan-ini';
import { ckanLocales } from './ckan-locales';
import { ckanSetup, ckanSetupFile } from './ckan-setup';
import { solrLog, solrLogFile } from './solr-log';
import { uwsgiCommand, wsgi, wsgiFile } from './uwsgi-command';

/** A CKAN image of a city's own, built on the stock one of the same version. */
export interface OwnCkan {
  readonly image: Image;
  /** Value of `ckan.plugins`; `datastore` must be among them. */
  readonly plugins: readonly string[];
  /** Whether it serves `/catalog.ttl` and `/catalog.jsonld` itself, with ckanext-dcat. */
  readonly servesDcatAp: boolean;
}

/** The portal's publisher, database, sizes and storage. */
export interface OpenDataPortalProps extends WorkloadSize {
  /** The server that holds the databases of CKAN and of its datastore. */
  readonly database: Postgres;
  /** Makes the portal public, at `data.<domain>`. */
  readonly gateway: Gateway;
  /** DNS label of the city. */
  readonly name: string;
  /** Name of the city for people. */
  readonly title: string;
  /** Languages of the portal (BCP 47), the default first. */
  readonly languages: readonly string[];
  /** ISO 3166-1 code. */
  readonly country: string;
  /** Where the city lies, in degrees of WGS 84. @default its catalogue does not say */
  readonly location?: { readonly latitude: number; readonly longitude: number };
  /** Publisher of every dataset in the DCAT-AP catalogue. */
  readonly publisher: { readonly name: string; readonly email: string };
  /** The first administrator. */
  readonly adminEmail: string;
  /** Size of Valkey, CKAN's cache and job queue. */
  readonly cache: ComputeSize;
  /** Size of Solr, the search index. */
  readonly search: WorkloadSize;
  /** Size of the program that serves the DCAT-AP catalogue. */
  readonly catalogue: WorkloadSize;
  /** Storage of uploaded files. */
  readonly files: Size;
  /** Of the uploaded files. */
  readonly backups: Backups;
  /** Storage of the search index. */
  readonly index: Size;
  /**
   * The mail server that CKAN writes to people by.
   * @default none: CKAN writes to nobody, not even for a forgotten password
   */
  readonly mail?: MailServer;
  /** An image of the city's own. @default the stock image, and a program of the kit for DCAT-AP */
  readonly ownCkan?: OwnCkan;
}

const port = 5000;

/** The largest file that may be uploaded, and the form around it. */
const upload = Size.mebibytes(50);
const uploadForm = Size.mebibytes(51);

/** Plugins of the stock image, without those that only its start script needs. */
const stockPlugins = ['datastore', 'text_view', 'image_view', 'datatables_view'];

/** Plugins that read uploaded files into the datastore. */
const loaders = ['xloader', 'datapusher', 'datapusher_plus'];

/**
 * The open data catalogue: CKAN with Solr and Valkey, and its DCAT-AP view for harvesters.
 *
 * @see https://docs.ckan.org/
 */
export class OpenDataPortal extends Component {
  readonly title = 'Open data portal';
  override readonly specPath = 'openDataPortal';
  readonly upstream: { readonly title: string; readonly image: Image };
  readonly claims = [
    { mim: 'MIM3', requirements: ['C4'], check: '3.1' },
    { mim: 'MIM3', requirements: ['RC2.1', 'RC2.2', 'RC2.3', 'RC2.4', 'C5'], check: '3.2' },
    { mim: 'MIM3', requirements: ['C7'], check: '3.5' },
  ] as const;

  /** CKAN. */
  readonly service: Service;
  /** Serves the DCAT-AP catalogue; undefined where CKAN does so itself. */
  readonly catalogue: Service | undefined;
  /** Public URL of the portal. */
  readonly url: string;
  readonly #setup: Job;
  readonly #tokenSecret: Secret;

  constructor(scope: Construct, id: string, props: OpenDataPortalProps) {
    // What sizing() gives may be passed on whole.
    checkOptions<OpenDataPortalProps & Partial<ClientSize>>(
      'OpenDataPortal',
      props,
      {
        ...workloadSize,
        connections: 'number',
        database: 'mapping',
        gateway: 'mapping',
        name: 'text',
        title: 'text',
        languages: 'list',
        country: 'text',
        location: { latitude: 'number', longitude: 'number' },
        publisher: { name: 'text', email: 'text' },
        adminEmail: 'text',
        cache: computeSize,
        search: workloadSize,
        catalogue: workloadSize,
        files: 'Size',
        backups: 'mapping',
        index: 'Size',
        mail: 'mapping',
        ownCkan: 'mapping',
      },
      [
        'database',
        'gateway',
        'name',
        'title',
        'languages',
        'country',
        'publisher',
        'adminEmail',
        'size',
        'replicas',
        'cache',
        'search',
        'catalogue',
        'files',
        'backups',
        'index',
      ],
    );
    super(scope, id);
    const { gateway, ownCkan } = props;
    const image = ownCkan?.image ?? images.ckan;
    this.upstream = { title: 'CKAN', image };
    this.url = gateway.url('data');
    this.#tokenSecret = new Secret(this, 'TokenSecret');
    const env = this.#environment(props, this.#search(props));
    const { all: locales, missing } = translations(props.languages, props.country, ckanLocales);
    for (const language of missing) {
      addOptOut(this, {
        measure: `pages in the language ${language}`,
        reason: 'CKAN is not translated into it; its pages are in English instead.',
      });
    }
    const plugins = ownCkan?.plugins ?? stockPlugins;
    const configuration = ckanIni({
      title: props.title,
      locales,
      plugins,
      upload,
    });

    if (!plugins.some((plugin) => loaders.includes(plugin))) {
      addOptOut(this, {
        measure: 'tables made of uploaded files',
        reason:
          'The stock image of CKAN has no loader: a file is served as it was uploaded, and the datastore holds what is put there by its API.',
      });
    }

    const adminPassword = new Secret(this, 'AdminPassword', {
      person: 'The password of admin, the first account of the portal.',
    });
    this.#setup = new Job(this, 'Setup', {
      image,
      // One process at a time, of 120 MB as measured; the portal itself runs two.
      size: { ...props.size, memory: props.size.memory.share(0.5) },
      command: ['/bin/sh', ckanSetupFile],
      files: { [ckanIniFile]: configuration, [ckanSetupFile]: ckanSetup },
      env: {
        ...env,
        ADMIN_NAME: 'admin',
        ADMIN_EMAIL: props.adminEmail,
        ADMIN_PASSWORD: adminPassword.value,
        ADMIN_PREVIOUS_PASSWORD: adminPassword.previous,
        ORGANIZATION_TITLE: props.publisher.name,
      },
      scratch: [{ path: '/tmp' }, { path: '/var/lib/ckan' }],
      deadline: Duration.minutes(20),
    });

    const { backups } = props;
    const writers = props.replicas.max > 1 ? 'many' : 'one';
    const files = new Volume(this, 'Files', { size: props.files, writers, backups });
    if (!backups.enabled) addOptOut(files, { measure: 'backups', reason: backups.reason });
    this.service = new Service(this, 'Service', {
      image,
      size: props.size,
      replicas: props.replicas,
      command: uwsgiCommand(port, 2),
      files: { [ckanIniFile]: configuration, [wsgiFile]: wsgi },
      env: { ...env, ...mailVariables(props.mail) },
      egress: toMailServer(props.mail, 'CKAN writes to its people, such as those who forgot their password.'),
      scratch: [{ path: '/tmp' }],
      volumes: { '/var/lib/ckan': files },
      ports: { http: port },
      probes: {
        // Reads the database, like every request.
        ready: { http: '/api/3/action/status_show', port },
        live: { tcp: port },
        startsWithin: Duration.minutes(10),
      },
      stopsWithin: Duration.seconds(65),
    });
    new Route(this, 'Route', {
      gateway,
      host: 'data',
      path: '/',
      endpoint: this.service.endpoint('http'),
      access: 'passthrough',
      maxBodyBytes: uploadForm.mebibytes * 1024 ** 2,
      timeoutSeconds: 60,
    });
    upstreamAlarm(this, gateway.service, this.service);
    this.catalogue = ownCkan?.servesDcatAp ? undefined : this.#catalogue(props);
  }

  /**
   * The portal for a program that writes into the organisation of the city. CKAN's tokens are signed, and no target can sign
   * one beforehand: the program is given the key and the id, which the set-up puts among the tokens.
   */
  writable(name: string): WritablePortal {
    return { organization: name, env: this.#writer('PublisherToken', 'PUBLISHER_TOKEN_ID') };
  }

  /**
   * The portal for a program that keeps the datasets of other cities, each city's in an organisation of its own.
   *
   * @param cities title by the name of the city, which is that of the organisation.
   */
  harvestable(cities: Readonly<Record<string, string>>): Pick<WritablePortal, 'env'> {
    this.#setup.addEnv('HARVESTED_CITIES', JSON.stringify(cities));
    return { env: this.#writer('HarvesterToken', 'HARVESTER_TOKEN_ID') };
  }

  #writer(id: string, variable: string): WritablePortal['env'] {
    const made = this.node.tryFindChild(id);
    const token = made instanceof Secret ? made : new Secret(this, id);
    if (!made) this.#setup.addEnv(variable, token.value);
    return {
      PORTAL_URL: this.service.endpoint('http').url(),
      PORTAL_TOKEN_ID: token.value,
      PORTAL_TOKEN_KEY: this.#tokenSecret.value,
    };
  }

  /** CKAN's stock image has no ckanext-dcat: docs/decisions/0004-dcat-ap.md. */
  #catalogue(props: OpenDataPortalProps): Service {
    const catalogue = new Service(this, 'Catalogue', {
      size: props.catalogue.size,
      replicas: props.catalogue.replicas,
      ...programOf('dcat-ap'),
      env: {
        PORT: 8080,
        CKAN_URL: this.service.endpoint('http').url(),
        SITE_URL: this.url,
        TITLE: props.title,
        PUBLISHER_NAME: props.publisher.name,
        PUBLISHER_EMAIL: props.publisher.email,
        LANGUAGES: props.languages.join(','),
        ...(props.location && { PLACE: JSON.stringify({ name: props.title, ...props.location }) }),
      },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080 },
      probes: { ready: { http: '/health/ready', port: 8080 }, live: { http: '/health/live', port: 8080 } },
    });
    const documents = {
      CatalogueRoute: { path: '/catalog' },
      CatalogueTurtleRoute: { path: '/catalog.ttl' },
      CatalogueJsonLdRoute: { path: '/catalog.jsonld' },
      // CKAN has pages of its own below /dataset, and a route cannot tell by the end of a path.
      DatasetRoute: { path: '/catalog/dataset', rewrite: '/dataset' },
    };
    for (const [id, place] of Object.entries(documents)) {
      new Route(this, id, {
        gateway: props.gateway,
        host: 'data',
        ...place,
        endpoint: catalogue.endpoint('http'),
        access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
      });
    }
    return catalogue;
  }

  #search(props: OpenDataPortalProps): Service {
    const search = new Service(this, 'Search', {
      image: images.ckanSolr,
      size: props.search.size,
      singleton: 'Its index lies on one disk; CKAN rebuilds it from the database.',
      env: {
        SOLR_HEAP: `${props.search.size.memory.share(0.5).mebibytes}m`,
        // Each of Solr's logs rolls over hundreds of megabytes by itself; the output is enough.
        LOG4J_PROPS: solrLogFile,
        GC_LOG_OPTS: '-Xlog:disable -Xlog:all=warning:stderr',
        SOLR_REQUESTLOG_ENABLED: false,
        SOLR_LOGS_DIR: '/tmp/solr-logs',
        SOLR_PID_DIR: '/tmp',
      },
      files: { [solrLogFile]: solrLog },
      scratch: [{ path: '/tmp' }],
      volumes: { '/var/solr': new Volume(this, 'Index', { size: props.index }) },
      ports: { http: 8983 },
      probes: {
        ready: { http: '/solr/ckan/admin/ping', port: 8983 },
        live: { tcp: 8983 },
        startsWithin: Duration.minutes(3),
      },
      stopsWithin: Duration.seconds(60),
    });
    addOptOut(search, { measure: 'more than one replica', reason: search.singleton! });
    return search;
  }

  /** Names that begin with CKAN_ are what CKAN reads itself, or what its configuration refers to. */
  #environment(props: OpenDataPortalProps, search: Service): Readonly<Record<string, LazyValue>> {
    const database = new PostgresDatabase(this, 'Database', { server: props.database, name: 'ckan' });
    const datastore = new PostgresDatabase(this, 'Datastore', {
      server: props.database,
      name: 'ckan_datastore',
      withReader: true,
    });
    return {
      CKAN_INI: ckanIniFile,
      // The image sets its own for these two, which would win over a configuration file.
      CKAN_SITE_URL: this.url,
      CKAN_STORAGE_PATH: '/var/lib/ckan',
      CKAN_SITE_ID: props.name,
      CKAN_SOLR_URL: search.endpoint('http').url('/solr/ckan'),
      CKAN_REDIS_URL: new Cache(this, 'Cache', { size: props.cache }).url,
      CKAN_DB_HOST: database.host,
      CKAN_DB_PORT: database.port,
      CKAN_DB_NAME: database.name,
      CKAN_DB_USER: database.user,
      CKAN_DB_PASSWORD: database.password,
      CKAN_DATASTORE_NAME: datastore.name,
      CKAN_DATASTORE_USER: datastore.user,
      CKAN_DATASTORE_PASSWORD: datastore.password,
      CKAN_READER_USER: datastore.readOnly!.user,
      CKAN_READER_PASSWORD: datastore.readOnly!.password,
      CKAN_SESSION_SECRET: new Secret(this, 'SessionSecret').value,
      CKAN_TOKEN_SECRET: this.#tokenSecret.value,
    };
  }
}

/**
 * The mail server in the variables that CKAN itself reads (ckan/config/environment.py). CKAN knows STARTTLS and no
 * other TLS.
 */
function mailVariables(mail: MailServer | undefined): Readonly<Record<string, LazyValue>> {
  if (!mail) return {};
  const { host, port, from, security, login } = mail;
  return {
    CKAN_SMTP_SERVER: `${host}:${port}`,
    CKAN_SMTP_STARTTLS: security === 'starttls',
    CKAN_SMTP_MAIL_FROM: from,
    ...(login && { CKAN_SMTP_USER: login.user, CKAN_SMTP_PASSWORD: login.password }),
  };
}
