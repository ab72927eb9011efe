import type { Service } from '../../waist/primitives/service';
import { Duration, type Size } from '../../waist/units';

/** Names of the exporter and of the receiver, as the collector's own metrics have them. */
export const exporter = 'otlp_http';

/** Ports of the collector: its health, and its own metrics. */
export const collectorPorts = { health: 13_133, metrics: 8888 } as const;

/** How often everything is read. */
const every = Duration.minutes(1);

/** What the configuration of the collector is made from. */
export interface CollectorConfigProps {
  /** Name of the city: the `service.namespace` of all that is sent. */
  readonly city: string;
  /** What is read, by its `service.name`; with a name whose records lead to every replica. */
  readonly services: Readonly<Record<string, { readonly service: Service; readonly host: string }>>;
  /** Address of the receiver, before /v1/metrics. */
  readonly endpoint: string;
  /** Name of a header to the environment variable that holds its value. */
  readonly headers: Readonly<Record<string, string>>;
  /** Memory of the container. */
  readonly memory: Size;
}

/** The most that waits for the receiver, in bytes as they are sent: in memory it takes some seven times of that. */
export function queueSize(memory: Size): Size {
  return memory.share(1 / 24);
}

/**
 * The configuration of the OpenTelemetry Collector. Everything that waits is in memory and bounded: what comes while the queue is
 * full is dropped and counted. One consumer sends in the order of time, and tries until the receiver takes it or refuses it for good.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector/blob/v0.160.0/exporter/exporterhelper/README.md
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.160.0/receiver/prometheusreceiver/README.md
 */
export function collectorConfig({ city, services, endpoint, headers, memory }: CollectorConfigProps): object {
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${collectorPorts.health}` } },
    receivers: {
      prometheus: {
        config: {
          global: { scrape_interval: seconds(every), scrape_timeout: '10s' },
          scrape_configs: Object.entries(services).map(([name, { service, host }]) => ({
            // The receiver makes the service.name of it, and the service.instance.id of the address of the replica.
            job_name: name,
            metrics_path: service.metrics!.path,
            dns_sd_configs: [{ names: [host], type: 'A', port: service.metrics!.port }],
            // By it a program gives itself another name, as the collector does.
            metric_relabel_configs: [{ source_labels: ['__name__'], regex: 'target_info', action: 'drop' }],
          })),
        },
      },
    },
    processors: {
      memory_limiter: {
        check_interval: '1s',
        limit_mib: memory.share(0.75).mebibytes,
        spike_limit_mib: memory.share(0.15).mebibytes,
      },
      resource: { attributes: [{ key: 'service.namespace', value: city, action: 'upsert' }] },
    },
    exporters: {
      [exporter]: {
        endpoint,
        headers: Object.fromEntries(
          Object.entries(headers).map(([header, variable]) => [header, `\${env:${variable}}`]),
        ),
        retry_on_failure: { max_elapsed_time: 0 },
        sending_queue: {
          num_consumers: 1,
          sizer: 'bytes',
          queue_size: queueSize(memory).mebibytes * 1024 * 1024,
          batch: { sizer: 'items', min_size: 4096, max_size: 8192, flush_timeout: '5s' },
        },
      },
    },
    service: {
      extensions: ['health_check'],
      telemetry: {
        logs: { encoding: 'json' },
        metrics: { readers: [{ pull: { exporter: { prometheus: ownMetrics } } }] },
      },
      pipelines: {
        metrics: { receivers: ['prometheus'], processors: ['memory_limiter', 'resource'], exporters: [exporter] },
      },
    },
  };
}

/** As by default, but for everybody who may reach the port. */
const ownMetrics = {
  host: '0.0.0.0',
  port: collectorPorts.metrics,
  without_scope_info: true,
  without_type_suffix: true,
  without_units: true,
};

function seconds({ seconds: amount }: Duration): string {
  return `${amount}s`;
}
