import type { Construct } from 'constructs';
import { contextFiles, contextOf, contextPath, shortSubject } from '../../models/context';
import { contextResolver, contextResolverPort } from '../../models/context-resolver';
import type { DataModel } from '../../models/data-model';
import { exampleOf } from '../../models/example';
import { jsonSchemaOf, schemaPath } from '../../models/json-schema';
import { checkOptions, workloadSize } from '../../problems/check-options';
import { Site } from '../../servers/site';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import type { Endpoint } from '../../waist/primitives/endpoint';
import { Job } from '../../waist/primitives/job';
import type { Postgres } from '../../waist/primitives/postgres';
import { PostgresDatabase } from '../../waist/primitives/postgres-database';
import { text } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import { programOf } from '../../waist/program';
import { Cpu, Duration, Size } from '../../waist/units';
import type { ClientSize, WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { upstreamAlarm } from '../gateway/gateway-alarms';
import { Route } from '../gateway/route';
import { atLeast } from '../identity/roles';
import { indexPage } from './index-page';

/** The models, with the database and sizes of what serves them. */
export interface DataModelRegistryProps extends ClientSize {
  /** The server that holds the registry's database. */
  readonly database: Postgres;
  /** Size of the web server. */
  readonly site: WorkloadSize;
  /** Makes the models public, at `models.<domain>`. */
  readonly gateway: Gateway;
  /** Name of the city for people. */
  readonly title: string;
  /** Every model that the city publishes. */
  readonly models: readonly DataModel[];
  /** Hosts, or `*.domain`, whose `@context`s the broker may fetch. @default none but ETSI's */
  readonly contextHosts?: readonly string[];
  /**
   * A description of the API that the models are for, from the URL of the city's `@context`; published as `/openapi.json` at
   * the API's host.
   *
   * @default none
   */
  readonly apiDescription?: (context: string) => object;
}

/**
 * The city's data models: schemas, examples and @contexts as static files, and Apicurio Registry for their versions.
 *
 * @see https://www.apicur.io/registry/
 */
export class DataModelRegistry extends Component {
  readonly title = 'Data model registry';
  override readonly specPath = 'dataModels';
  readonly upstream = { title: 'Apicurio Registry', image: images.apicurioRegistry };
  readonly claims = [
    { mim: 'MIM2', requirements: ['R1.1'], check: '2.1' },
    { mim: 'MIM2', requirements: ['R3.1', 'R3.2', 'R3.3', 'R3.4'], check: '2.2' },
    { mim: 'MIM2', requirements: ['R1.1'], check: '2.4' },
  ] as const;

  /** Apicurio Registry, which keeps the versions. */
  readonly registry: Service;
  /** The web server with schemas, examples and @contexts. */
  readonly site: Site;
  /** Public URL of the city's @context; what it holds never changes under this URL. */
  readonly contextUrl: string;

  constructor(scope: Construct, id: string, props: DataModelRegistryProps) {
    checkOptions<DataModelRegistryProps>(
      'DataModelRegistry',
      props,
      {
        ...workloadSize,
        connections: 'number',
        database: 'mapping',
        site: workloadSize,
        gateway: 'mapping',
        title: 'text',
        models: 'list',
        contextHosts: 'list',
        apiDescription: 'function',
      },
      ['database', 'size', 'replicas', 'connections', 'site', 'gateway', 'title', 'models'],
    );
    super(scope, id);
    const { gateway, models, apiDescription } = props;
    const publicUrl = gateway.url('models');
    this.contextUrl = `${publicUrl}${contextPath(models)}`;
    const database = new PostgresDatabase(this, 'Database', { server: props.database, name: 'registry' });

    this.registry = new Service(this, 'Registry', {
      image: images.apicurioRegistry,
      size: props.size,
      replicas: props.replicas,
      env: {
        APICURIO_STORAGE_KIND: 'sql',
        APICURIO_STORAGE_SQL_KIND: 'postgresql',
        APICURIO_DATASOURCE_URL: text`jdbc:postgresql://${database.host}:${database.port}/${database.name}`,
        APICURIO_DATASOURCE_USERNAME: database.user,
        APICURIO_DATASOURCE_PASSWORD: database.password,
        // Apicurio's own default opens 20 to 100 connections a replica.
        APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: 2,
        APICURIO_DATASOURCE_JDBC_MIN_SIZE: 2,
        APICURIO_DATASOURCE_JDBC_MAX_SIZE: props.connections,
        QUARKUS_HTTP_CORS_ORIGINS: publicUrl,
        // The image's own script gives the heap 80 % of the memory, by an option that stands after JAVA_TOOL_OPTIONS.
        JAVA_MAX_MEM_RATIO: 60,
        JAVA_TOOL_OPTIONS: '-Djava.io.tmpdir=/tmp',
      },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080, management: 9000 },
      // application.properties of Apicurio Registry 3.3: Micrometer for Prometheus, on the management interface.
      metrics: { port: 9000, path: '/metrics' },
      probes: {
        ready: { http: '/health/ready', port: 9000 },
        // Apicurio's own liveness fails for five minutes as soon as the database is gone, where a restart helps nobody.
        live: { tcp: 8080 },
        // Apicurio 3.3 does not try again what failed at its start: of two replicas that make the tables at once one may fail,
        // since the lock is given back before the transaction ends, and so does one whose database is slow.
        started: { http: '/health/ready', port: 9000 },
        startsWithin: Duration.minutes(3),
      },
    });
    if (props.replicas.max === 1) {
      addOptOut(this.registry, { measure: 'more than one replica', reason: 'The profile is made for a single zone.' });
    }

    this.site = new Site(this, 'Site', {
      ...props.site,
      inner: {
        port: contextResolverPort,
        locations: contextResolver({
          siteUrl: publicUrl,
          apiUrl: gateway.url('api'),
          hosts: props.contextHosts ?? [],
        }),
      },
      pages: {
        ...contextFiles(models),
        // For people and tools that follow the newest; programs should hold on to the immutable one.
        '/context.jsonld': json(contextOf(models)),
        ...Object.fromEntries(
          models.flatMap((model) => [
            [schemaPath(model), json(jsonSchemaOf(model, publicUrl))],
            [schemaPath(model, 'keyValues'), json(jsonSchemaOf(model, publicUrl, 'keyValues'))],
            [
              `/examples/${model.type}.jsonld`,
              json(exampleOf(model, [`${publicUrl}${contextPath(models, shortSubject(model.subject))}`])),
            ],
          ]),
        ),
        '/index.html': indexPage(props.title, models, this.contextUrl),
        ...(apiDescription && { [descriptionPath]: JSON.stringify(apiDescription(this.contextUrl)) }),
      },
    });

    const raised = models.filter(({ version = 1 }) => version > 1);
    const versions = Object.fromEntries(raised.map(({ type, version }) => [type, version]));
    new Job(this, 'Publish', {
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(96) },
      ...programOf('publish-models', {
        '/citykit/models/context.jsonld': JSON.stringify(contextOf(models)),
        ...Object.fromEntries(
          models.map((model) => [
            `/citykit/models/${model.type}.schema.json`,
            JSON.stringify(jsonSchemaOf(model, publicUrl)),
          ]),
        ),
        ...(Object.keys(versions).length > 0 && { '/citykit/models/versions.json': JSON.stringify(versions) }),
      }),
      env: {
        REGISTRY_URL: this.registry.endpoint('http').url(),
        MODELS_DIR: '/citykit/models',
        DEADLINE_SECONDS: 600,
      },
      scratch: [{ path: '/tmp' }],
      deadline: Duration.minutes(15),
    });

    upstreamAlarm(this, gateway.service, this.registry);
    new Route(this, 'SiteRoute', {
      gateway,
      host: 'models',
      path: '/',
      endpoint: this.site.endpoint('http'),
      access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
    });
    if (apiDescription) {
      new Route(this, 'DescriptionRoute', {
        gateway,
        host: 'api',
        path: descriptionPath,
        endpoint: this.site.endpoint('http'),
        access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
      });
    }
    new Route(this, 'RegistryRoute', {
      gateway,
      host: 'models',
      path: '/apis/registry/v3',
      endpoint: this.registry.endpoint('http'),
      access: [
        { methods: ['GET', 'HEAD'], allow: 'anyone' },
        { methods: ['POST', 'PUT', 'DELETE'], allow: { roles: atLeast('operator') } },
      ],
    });
  }

  /** Where a broker asks for the contexts that requests name. */
  get contexts(): Endpoint {
    return this.site.endpoint('inner');
  }
}

/** Where tools look for it. */
const descriptionPath = '/openapi.json';

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
