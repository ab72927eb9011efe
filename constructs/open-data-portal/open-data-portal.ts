import type { Construct } from 'constructs';
import { Component } from '../component';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import { images } from '../images';
import { addOptOut } from '../opt-out';
import { Cache } from '../primitives/cache';
import { Job } from '../primitives/job';
import { PostgresDatabase } from '../primitives/postgres-database';
import type { PostgresServer } from '../primitives/postgres-server';
import type { LazyValue } from '../primitives/reference';
import { Secret } from '../primitives/secret';
import { Service } from '../primitives/service';
import { Volume } from '../primitives/volume';
import { program } from '../program';
import type { ProgramSize } from '../sizing';
import { type ComputeSize, Duration, type Size } from '../units';
import { setupScript, startScript } from './ckan-configuration';

export interface OpenDataPortalProps extends ProgramSize {
  readonly database: PostgresServer;
  readonly gateway: Gateway;
  /** DNS label of the city. */
  readonly name: string;
  /** Name of the city for people. */
  readonly title: string;
  readonly languages: readonly string[];
  /** Publisher of every dataset in the DCAT-AP catalogue. */
  readonly publisher: { readonly name: string; readonly email: string };
  /** The first administrator. */
  readonly adminEmail: string;
  readonly cache: ComputeSize;
  readonly search: ProgramSize;
  readonly catalogue: ProgramSize;
  /** Storage of uploaded files. */
  readonly files: Size;
  /** Storage of the search index. */
  readonly index: Size;
}

/** The open data catalogue: CKAN with Solr and Valkey, and its DCAT-AP view for harvesters. */
export class OpenDataPortal extends Component {
  readonly title = 'Open data portal';
  override readonly specPath = 'openDataPortal';
  readonly upstream = { title: 'CKAN', image: images.ckan };
  readonly claims = [
    { mim: 'MIM3', requirements: ['C4'], check: '3.1' },
    { mim: 'MIM3', requirements: ['RC2.1', 'RC2.2', 'RC2.3', 'RC2.4', 'C5'], check: '3.2' },
    { mim: 'MIM3', requirements: ['C7'], check: '3.5' },
  ] as const;

  readonly service: Service;
  readonly catalogue: Service;
  /** Public URL of the portal. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: OpenDataPortalProps) {
    super(scope, id);
    const { gateway } = props;
    this.url = `https://${gateway.hostName('data')}`;
    const search = this.#search(props);
    const env = this.#environment(props, search);
    const scratch = [{ path: '/tmp' }, { path: '/run/ckan' }];

    new Job(this, 'Setup', {
      image: images.ckan,
      size: props.size,
      command: ['/bin/sh', '/citykit/ckan/setup.sh'],
      files: { '/citykit/ckan/setup.sh': setupScript },
      env: {
        ...env,
        ADMIN_NAME: 'admin',
        ADMIN_EMAIL: props.adminEmail,
        ADMIN_PASSWORD: new Secret(this, 'AdminPassword').value,
      },
      scratch: [...scratch, { path: '/var/lib/ckan' }],
      deadline: Duration.minutes(20),
    });

    const many = props.replicas.max > 1;
    this.service = new Service(this, 'Service', {
      image: images.ckan,
      size: props.size,
      replicas: props.replicas,
      command: ['/bin/sh', '/citykit/ckan/start.sh'],
      files: { '/citykit/ckan/start.sh': startScript },
      env: { ...env, PROCESSES: 2 },
      scratch,
      volumes: { '/var/lib/ckan': new Volume(this, 'Files', { size: props.files, writers: many ? 'many' : 'one' }) },
      ports: { http: 5000 },
      probes: {
        ready: { http: '/api/3/action/status_show', port: 5000 },
        live: { tcp: 5000 },
        startsWithin: Duration.minutes(10),
      },
      stopsWithin: Duration.seconds(65),
    });

    this.catalogue = new Service(this, 'Catalogue', {
      image: images.node,
      size: props.catalogue.size,
      replicas: props.catalogue.replicas,
      command: ['node', '/citykit/program/dcat-ap.cjs'],
      files: { '/citykit/program/dcat-ap.cjs': () => program('dcat-ap') },
      env: {
        PORT: 8080,
        CKAN_URL: this.service.endpoint('http').url(),
        SITE_URL: this.url,
        TITLE: props.title,
        PUBLISHER_NAME: props.publisher.name,
        PUBLISHER_EMAIL: props.publisher.email,
        LANGUAGES: props.languages.join(','),
      },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080 },
      probes: { ready: { http: '/health/ready', port: 8080 }, live: { http: '/health/live', port: 8080 } },
    });

    new Route(this, 'Route', {
      gateway,
      host: 'data',
      path: '/',
      endpoint: this.service.endpoint('http'),
      access: 'passthrough',
      maxBodyBytes: 50 * 1024 * 1024,
      timeoutSeconds: 60,
    });
    for (const format of ['ttl', 'jsonld']) {
      new Route(this, `Catalogue${format === 'ttl' ? 'Turtle' : 'JsonLd'}Route`, {
        gateway,
        host: 'data',
        path: `/catalog.${format}`,
        endpoint: this.catalogue.endpoint('http'),
        access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
      });
    }
  }

  #search(props: OpenDataPortalProps): Service {
    const search = new Service(this, 'Search', {
      image: images.ckanSolr,
      size: props.search.size,
      singleton: 'Its index lies on one disk; CKAN rebuilds it from the database.',
      env: {
        SOLR_HEAP: `${props.search.size.memory.share(0.5).mebibytes}m`,
        SOLR_LOGS_DIR: '/tmp/solr-logs',
        SOLR_PID_DIR: '/tmp',
        SOLR_OPTS: '-Djava.io.tmpdir=/tmp -Dsolr.log.muteconsole=false',
        LOG4J_FORMAT_MSG_NO_LOOKUPS: true,
      },
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

  #environment(props: OpenDataPortalProps, search: Service): Readonly<Record<string, LazyValue>> {
    const database = new PostgresDatabase(this, 'Database', { server: props.database, name: 'ckan' });
    const datastore = new PostgresDatabase(this, 'Datastore', {
      server: props.database,
      name: 'ckan_datastore',
      withReader: true,
    });
    return {
      DB_HOST: database.host,
      DB_PORT: database.port,
      DB_NAME: database.name,
      DB_USER: database.user,
      DB_PASSWORD: database.password,
      DATASTORE_NAME: datastore.name,
      DATASTORE_USER: datastore.user,
      DATASTORE_PASSWORD: datastore.password,
      DATASTORE_READER: datastore.readOnly!.user,
      DATASTORE_READER_PASSWORD: datastore.readOnly!.password,
      SESSION_SECRET: new Secret(this, 'SessionSecret').value,
      TOKEN_SECRET: new Secret(this, 'TokenSecret').value,
      CACHE_URL: new Cache(this, 'Cache', { size: props.cache }).url,
      SOLR_URL: search.endpoint('http').url('/solr/ckan'),
      SITE_URL: this.url,
      SITE_ID: props.name,
      SITE_TITLE: props.title,
      LOCALE: props.languages[0] ?? 'en',
    };
  }
}
