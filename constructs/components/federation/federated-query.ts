import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { type LazyValue, type Reference, textFrom } from '../../waist/primitives/reference';
import { Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import { Route } from '../gateway/route';
import { atLeast } from '../identity/roles';
import type { AskedCity } from './asked-city';
import type { FederatedCity } from './federated-city';
import { queryAlarm } from './federation-alarms';
import { comparedBy } from './indicator';
import { Ways } from './ways';

/** Whom it asks, and who may ask it. */
export interface FederatedQueryProps extends WorkloadSize {
  readonly gateway: Gateway;
  /** Name of the federation, a DNS label. */
  readonly federation: string;
  /** What people call it. */
  readonly title: string;
  /** In the order in which their entities stand. */
  readonly cities: readonly AskedCity[];
  /** Name of the city that it runs on. */
  readonly host: string;
  /** The secret of the federation's client at that city. Those of the others are given: see {@link clientSecretName}. */
  readonly hostSecret: Reference;
  /** `viewers`: who has a token of the host with that role or more. `anyone`: without a token too. */
  readonly readers: 'viewers' | 'anyone';
}

/** The client that a city makes for a federation. */
export const clientIdOf = (federation: string): string => `federation-${federation}`;

/** Name, on the target of the host, of the secret that holds the key which another city has given. */
export const clientSecretName = (city: string): string => `federation-${city}`;

const citiesFile = '/citykit/federation/cities.json';
const indicatorsFile = '/citykit/federation/indicators.json';
const ports = { http: 8080, metrics: 8081 };

/** Bytes of an answer of a city, in KiB. */
const answerKibibytes = 4096;

/**
 * One query for all cities of a federation (`programs/federation`), at `federation.<domain>/ngsi-ld/v1`: it asks each city at
 * the city's own gateway with a token of the city's own identity, and says what an answer lacks.
 *
 * @see https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/
 */
export class FederatedQuery extends Component {
  readonly title = 'Federated query';
  override readonly specPath = 'federation';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [{ mim: 'MIM1', requirements: ['R1.3'], check: '1.9' }] as const;

  readonly service: Service;
  /** Public address of the API. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: FederatedQueryProps) {
    super(scope, id);
    const { gateway, cities, readers } = props;
    const host = gateway.hostName('federation');
    const memory = props.size.memory.mebibytes;
    const ways = new Ways(this, gateway);
    const asked = cities.map((city) => askedCity(city, props.federation, ways));
    const secrets = cities.map(({ id: city }): [string, LazyValue] => [
      secretVariable(city),
      city === props.host
        ? props.hostSecret
        : Secret.fromExisting(this, `Key-${city}`, { name: clientSecretName(city) }).value,
    ]);
    this.url = `https://${host}/ngsi-ld/v1`;
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      ...programOf('federation', {
        [indicatorsFile]: `${JSON.stringify(comparedBy)}\n`,
        [citiesFile]: () => textFrom((read) => `${JSON.stringify(asked.map((city) => city(read)))}\n`),
      }),
      env: {
        FEDERATION_TITLE: props.title,
        CITIES_FILE: citiesFile,
        INDICATORS_FILE: indicatorsFile,
        ...Object.fromEntries(secrets),
        PUBLIC_HOST: host,
        CONTEXT_URL: cities.find((city) => city.id === props.host)?.context ?? '',
        CITY_TIMEOUT_MILLISECONDS: 1500,
        ANSWER_KIBIBYTES: answerKibibytes,
        // Each may hold the answers of all cities, as text and as objects.
        CONCURRENCY: Math.max(4, Math.floor((memory - 96) / (cities.length * 4))),
        HTTP_PORT: ports.http,
        METRICS_PORT: ports.metrics,
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        SHUTDOWN_SECONDS: 10,
      },
      scratch: [{ path: '/tmp' }],
      // It says which city it lacks; the gateway refers to it and it to the gateway.
      waits: false,
      ports,
      ...watchedAt(ports.metrics),
      stopsWithin: Duration.seconds(20),
    });
    if (props.replicas.max === 1) {
      addOptOut(this.service, { measure: 'more than one replica', reason: 'The profile is made for a single zone.' });
    }
    queryAlarm(this, this.service);
    const allow = readers === 'anyone' ? 'anyone' : { roles: atLeast('viewer') };
    new Route(this, 'Route', {
      gateway,
      host: 'federation',
      path: '/ngsi-ld/v1',
      endpoint: this.service.endpoint('http'),
      access: [
        { methods: ['GET', 'HEAD', 'OPTIONS'], allow },
        { methods: ['POST'], paths: ['/entityOperations/query'], allow },
      ],
      encodedSlashes: true,
      guard: {
        root: '/ngsi-ld/v1',
        // Each city decides once more which contexts it takes.
        contexts: { urls: cities.flatMap(({ api, models }) => [`${api}/ngsi-ld/v1/jsonldContexts/`, `${models}/`]) },
        receivers: [],
      },
      timeoutSeconds: 5,
    });
    for (const [name, path] of Object.entries({ Comparison: '/compare', ComparisonData: '/compare.json' })) {
      new Route(this, name, {
        gateway,
        host: 'federation',
        path,
        endpoint: this.service.endpoint('http'),
        access: [{ methods: ['GET', 'HEAD'], allow }],
        // Each city has seven seconds for all questions.
        timeoutSeconds: 15,
      });
    }
  }
}

/** A city as the program reads it, once the target knows where things are. */
function askedCity(
  { id, title, api, issuer, portal, context, tenants, collects }: AskedCity,
  federation: string,
  ways: Ways,
): (read: (value: Reference) => string) => FederatedCity {
  const gateway = ways.to(api, 'Gateway of another city');
  const identity = ways.to(`${issuer}/protocol/openid-connect/token`, 'Identity of another city');
  const catalogue = ways.to(portal, 'Portal of another city');
  return (read) => ({
    id,
    title,
    api: gateway(read),
    portal: catalogue(read),
    token: identity(read),
    clientId: clientIdOf(federation),
    secretVariable: secretVariable(id),
    context,
    tenants,
    collects,
  });
}

const secretVariable = (city: string): string => `SECRET_${city.toUpperCase().replaceAll('-', '_')}`;
