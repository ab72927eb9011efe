import { Construct } from 'constructs';
import type { City } from '../../spec/city';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { nameWithin } from '../../waist/names';
import { addOptOut } from '../../waist/opt-out';
import { ExternalEndpoint } from '../../waist/primitives/external-endpoint';
import { Primitive } from '../../waist/primitives/primitive';
import { textFrom } from '../../waist/primitives/reference';
import { Secret } from '../../waist/primitives/secret';
import { Service } from '../../waist/primitives/service';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import { collectorConfig, collectorPorts, queueSize } from './collector-config';
import { telemetryAlarms } from './telemetry-alarms';

/** What is sent, and to whom. */
export interface TelemetryProps extends WorkloadSize {
  /** Every service at or below it that shows metrics is read, as they are when the platform is rendered. */
  readonly root: Construct;
  /** Name of the city. */
  readonly city: string;
  /** Who takes it, as the spec says. */
  readonly receiver: NonNullable<City['telemetry']>;
}

const configFile = '/etc/otelcol/config.yaml';
const onlyOnce = 'Two would read every number twice.';

/**
 * Sends what services show of themselves to an observability system of the city's own, over OTLP: an OpenTelemetry Collector that
 * reads the metrics of every replica and keeps them in memory until they are taken.
 */
export class Telemetry extends Component {
  readonly title = 'Telemetry';
  override readonly specPath = 'telemetry';
  readonly upstream = { title: 'OpenTelemetry Collector', image: images.otelcol };
  readonly claims = [] as const;

  readonly service: Service;

  constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id);
    const { root, city, receiver } = props;
    const { memory } = props.size;
    const { hostname, port, pathname } = new URL(receiver.endpoint);
    const { endpoint } = new ExternalEndpoint(this, 'Receiver', {
      host: hostname,
      port: port === '' ? 443 : Number(port),
      scheme: 'https',
      title: 'Receiver of telemetry',
    });
    const secrets = new Construct(this, 'Headers');
    const headers = Object.entries(receiver.headers).map(([header, { name, key = header }]) => ({
      header,
      variable: `HEADER_${header.toUpperCase().replaceAll('-', '_')}`,
      value: Secret.fromExisting(secrets, header, { name, key }).value,
    }));
    this.service = new Service(this, 'Service', {
      image: images.otelcol,
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      files: {
        [configFile]: () =>
          textFrom((read) =>
            JSON.stringify(
              collectorConfig({
                city,
                services: Object.fromEntries(
                  shown(root).map((service) => [
                    nameWithin(root, service),
                    { service, host: read(service.everyReplica) },
                  ]),
                ),
                endpoint: read(endpoint.url(pathname.replace(/\/$/, ''))),
                headers: Object.fromEntries(headers.map(({ header, variable }) => [header, variable])),
                memory,
              }),
            ),
          ),
      },
      env: {
        GOMEMLIMIT: `${memory.share(0.8).mebibytes}MiB`,
        ...Object.fromEntries(headers.map(({ variable, value }) => [variable, value])),
      },
      // What cannot be read is a number as well.
      waits: false,
      ports: collectorPorts,
      metrics: { port: collectorPorts.metrics, path: '/metrics' },
      probes: {
        ready: { http: '/', port: collectorPorts.health },
        live: { http: '/', port: collectorPorts.health },
      },
      stopsWithin: Duration.seconds(15),
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    telemetryAlarms(this, this.service, queueSize(memory));
  }
}

/** The services that show metrics. */
function shown(root: Construct): Service[] {
  return Primitive.all(root).filter(
    (primitive): primitive is Service => primitive instanceof Service && primitive.metrics !== undefined,
  );
}
