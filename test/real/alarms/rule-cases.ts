import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { synthKubernetes } from '../../../charts/synth';
import { parseCity } from '../../../constructs/spec/city';

/** What promtool is told of series, a value a minute: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/. */
export type Series = Readonly<Record<string, string>>;

/** Series at which an alarm of Istanbul's goes off, and others at which it does not. */
export interface RuleCase {
  readonly fires: Series;
  readonly quiet: Series;
  /** When it is looked at, in minutes. @default 40 */
  readonly after?: number;
}

function of(service: string): string {
  return `namespace="istanbul",service="istanbul-${service}-replicas"`;
}
/** Of the city that answers for the federation. */
const host = (service: string): string => of(service).replaceAll('istanbul', 'izmir');
const clients = `${of('gateway')},envoy_http_conn_manager_prefix="public"`;
const http = (name: string, labels = '') => `envoy_http_${name}{${clients}${labels}}`;
const broken = (code: string) => http('downstream_rq_xx', `,envoy_response_code_class="${code}"`);
const answers = (code: string) =>
  `envoy_cluster_upstream_rq_xx{${of('gateway')},envoy_cluster_name="istanbul-portal",envoy_response_code_class="${code}"}`;
const limiter = (name: string) => `envoy_http_local_rate_limit_${name}{${of('gateway')}}`;
const relay = (name: string, labels: string) => `citykit_${name}{${of('broker-notifications')},${labels}}`;
const publisher = (name: string, labels = 'dataset="a"') => `citykit_open_data_${name}{${of('publisher')},${labels}}`;
const telemetry = (name: string) => `otelcol_exporter_${name}{${of('telemetry')},exporter="otlp_http"}`;
const kube = (name: string, labels: string) => `kube_${name}{namespace="istanbul",${labels}}`;
const database = (name: string, labels = '') => `${name}{namespace="istanbul",pod="istanbul-database-1"${labels}}`;
function always(value: number): string {
  return `${value}x2000`;
}
const grows = (each: number) => `0+${each}x2000`;
const claim = 'namespace="istanbul",persistentvolumeclaim="istanbul-database-1"';
const pod = 'pod="istanbul-portal-7d9c5b7f6-abcde",container="main"';
const certificate = 'certmanager_certificate_expiration_timestamp_seconds';

const spec = parse(readFileSync(join(__dirname, '../../../examples/istanbul/city.yaml'), 'utf8'));
const services = (synthKubernetes(parseCity(spec)).objects as { kind: string; metadata: { name: string } }[])
  .filter(({ kind }) => kind === 'ServiceMonitor')
  .map(({ metadata }) => metadata.name.replace('istanbul-', ''));

/** Every service whose numbers are read. */
function reached(): Series {
  return Object.fromEntries(services.map((service) => [`up{${of(service)}}`, always(1)]));
}

/** Cases of each alarm, by its name; certificates have theirs from Izmir, whose Ingress has one, and the federation its host. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  CityGatewayErrors: {
    fires: { [broken('5')]: grows(6), [broken('2')]: grows(94) },
    quiet: { [broken('5')]: grows(4), [broken('2')]: grows(96) },
  },
  CityGatewaySlow: {
    fires: {
      [http('downstream_rq_time_bucket', ',le="5000"')]: grows(98),
      [http('downstream_rq_time_bucket', ',le="10000"')]: grows(100),
      [http('downstream_rq_time_bucket', ',le="+Inf"')]: grows(100),
    },
    quiet: {
      [http('downstream_rq_time_bucket', ',le="5000"')]: grows(100),
      [http('downstream_rq_time_bucket', ',le="10000"')]: grows(100),
      [http('downstream_rq_time_bucket', ',le="+Inf"')]: grows(100),
    },
  },
  CityTokensRefused: {
    fires: { [http('jwt_authn_denied')]: grows(150) },
    quiet: { [http('jwt_authn_denied')]: grows(100) },
  },
  CityAccessDenied: { fires: { [http('rbac_denied')]: grows(150) }, quiet: { [http('rbac_denied')]: grows(100) } },
  CityLimitsReached: {
    fires: { [limiter('rate_limited')]: grows(6), [limiter('enabled')]: grows(100) },
    quiet: { [limiter('rate_limited')]: grows(4), [limiter('enabled')]: grows(100) },
  },
  CityComponentErrors: {
    fires: { [answers('5')]: grows(11), [answers('2')]: grows(89) },
    quiet: { [answers('5')]: grows(9), [answers('2')]: grows(91) },
  },
  CityLoginsFail: {
    fires: {
      [`keycloak_user_events_total{${of('identity')},event="login",error="invalid_user_credentials"}`]: grows(40),
      [`keycloak_user_events_total{${of('identity')},event="login",error="user_not_found"}`]: grows(40),
    },
    quiet: {
      [`keycloak_user_events_total{${of('identity')},event="login",error=""}`]: grows(200),
      [`keycloak_user_events_total{${of('identity')},event="login",error="user_not_found"}`]: grows(40),
    },
  },
  CityNotificationsFail: {
    fires: {
      [relay('notifications_total', 'tenant="a",outcome="timeout"')]: grows(3),
      [relay('notifications_total', 'tenant="a",outcome="delivered"')]: grows(7),
    },
    quiet: {
      [relay('notifications_total', 'tenant="a",outcome="timeout"')]: grows(1),
      [relay('notifications_total', 'tenant="a",outcome="delivered"')]: grows(9),
    },
  },
  CityNotificationsWait: {
    fires: {
      [relay('notifications_waiting', 'pod="a"')]: always(300),
      [relay('notifications_waiting', 'pod="b"')]: always(300),
    },
    quiet: { [relay('notifications_waiting', 'pod="a"')]: always(500) },
  },
  CityValuesOld: {
    fires: {
      [relay('newest_value_age_seconds', 'step="broker",tenant="a"')]: '3000+60x100',
      [relay('newest_value_age_seconds', 'step="broker",tenant="b"')]: '9000+60x100',
    },
    quiet: {
      [relay('newest_value_age_seconds', 'step="broker",tenant="a"')]: always(20),
      [relay('newest_value_age_seconds', 'step="broker",tenant="b"')]: '9000+60x100',
      [relay('newest_value_age_seconds', 'step="history",tenant="a"')]: '9000+60x100',
    },
  },
  CityHistoryWaits: {
    fires: {
      [relay('history_behind_seconds', 'tenant="a"')]: always(1),
      [relay('history_behind_seconds', 'tenant="b"')]: '0+60x100',
    },
    quiet: { [relay('history_behind_seconds', 'tenant="a"')]: always(600) },
  },
  CityTelemetryRefused: {
    fires: { [telemetry('send_failed_metric_points')]: grows(60) },
    quiet: { [telemetry('send_failed_metric_points')]: always(5000) },
  },
  CityTelemetryWaits: {
    fires: { [telemetry('queue_size')]: always(7_000_000) },
    quiet: { [telemetry('queue_size')]: always(6_000_000) },
  },
  CityPublishingFails: {
    fires: { [publisher('failures_total')]: grows(1) },
    quiet: { [publisher('failures_total')]: '0+1x20 20x100' },
    after: 60,
  },
  CityPublishingWaits: {
    fires: { [publisher('waiting')]: always(600), [publisher('waiting', 'dataset="b"')]: always(600) },
    quiet: { [publisher('waiting')]: always(1000) },
  },
  CityPublishedOld: {
    fires: { [publisher('compared_age_seconds')]: always(22_000) },
    quiet: { [publisher('compared_age_seconds')]: always(21_000) },
  },
  CityRowsRefused: {
    fires: { [publisher('changes_total', 'dataset="a",change="refused"')]: grows(1) },
    quiet: { [publisher('changes_total', 'dataset="a",change="written"')]: grows(100) },
  },
  CityMustsFailed: {
    fires: { [`citykit_verify_musts_failed{${of('verification')}}`]: always(1) },
    quiet: { [`citykit_verify_musts_failed{${of('verification')}}`]: '0x10 1x5 0x2000' },
    after: 50,
  },
  CityNeighbourNotAsked: {
    fires: {
      [`citykit_federation_not_asked{${host('federation')},city="izmir"}`]: always(0),
      [`citykit_federation_not_asked{${host('federation')},city="istanbul"}`]: always(1),
    },
    quiet: { [`citykit_federation_not_asked{${host('federation')},city="istanbul"}`]: '0x20 1x5 0x2000' },
  },
  CityCatalogueOld: {
    fires: { [`citykit_catalogue_read_age_seconds{${host('country-catalogue')},city="istanbul"}`]: always(86_401) },
    quiet: { [`citykit_catalogue_read_age_seconds{${host('country-catalogue')},city="istanbul"}`]: always(86_400) },
  },
  CityServiceMissing: {
    fires: {
      [kube('deployment_status_replicas_ready', 'deployment="istanbul-portal"')]: always(1),
      [kube('deployment_spec_replicas', 'deployment="istanbul-portal"')]: always(2),
    },
    quiet: {
      [kube('deployment_status_replicas_ready', 'deployment="istanbul-portal"')]: always(2),
      [kube('deployment_spec_replicas', 'deployment="istanbul-portal"')]: always(2),
    },
  },
  CityServiceRestarts: {
    fires: { [kube('pod_container_status_restarts_total', pod)]: '0+1x40' },
    quiet: { [kube('pod_container_status_restarts_total', pod)]: '0x20 1x40' },
  },
  CityServiceMemory: {
    fires: {
      [`container_memory_working_set_bytes{namespace="istanbul",${pod}}`]: always(95),
      [kube('pod_container_resource_limits', `${pod},resource="memory"`)]: always(100),
    },
    quiet: {
      [`container_memory_working_set_bytes{namespace="istanbul",${pod}}`]: always(89),
      [kube('pod_container_resource_limits', `${pod},resource="memory"`)]: always(100),
    },
  },
  CityMetricsUnread: {
    fires: { ...reached(), [`up{${of('broker-notifications')}}`]: always(0) },
    quiet: reached(),
  },
  CityJobFails: {
    fires: {
      [kube('job_status_failed', 'job_name="JOB"')]: always(2),
      [kube('job_status_succeeded', 'job_name="JOB"')]: always(0),
    },
    quiet: {
      [kube('job_status_failed', 'job_name="JOB"')]: always(2),
      [kube('job_status_succeeded', 'job_name="JOB"')]: always(1),
    },
  },
  CityScheduledJobFails: {
    fires: {
      [kube('cronjob_status_last_schedule_time', 'cronjob="istanbul-broker-history-retention"')]: always(200),
      [kube('cronjob_status_last_successful_time', 'cronjob="istanbul-broker-history-retention"')]: always(100),
    },
    quiet: {
      [kube('cronjob_status_last_schedule_time', 'cronjob="istanbul-broker-history-retention"')]: '200x100 300x2000',
      [kube('cronjob_status_last_successful_time', 'cronjob="istanbul-broker-history-retention"')]: '100x100 310x2000',
    },
    after: 400,
  },
  CityDiskFills: {
    fires: {
      [`kubelet_volume_stats_available_bytes{${claim}}`]: always(19),
      [`kubelet_volume_stats_capacity_bytes{${claim}}`]: always(100),
    },
    quiet: {
      [`kubelet_volume_stats_available_bytes{${claim}}`]: always(21),
      [`kubelet_volume_stats_capacity_bytes{${claim}}`]: always(100),
    },
  },
  CityDiskNearlyFull: {
    fires: {
      [`kubelet_volume_stats_available_bytes{${claim}}`]: always(9),
      [`kubelet_volume_stats_capacity_bytes{${claim}}`]: always(100),
    },
    quiet: {
      [`kubelet_volume_stats_available_bytes{${claim}}`]: always(11),
      [`kubelet_volume_stats_capacity_bytes{${claim}}`]: always(100),
    },
  },
  CityDatabaseMissing: {
    fires: { [database('cnpg_collector_up')]: always(1) },
    quiet: Object.fromEntries(
      [1, 2, 3].map((number) => [
        `cnpg_collector_up{namespace="istanbul",pod="istanbul-database-${number}"}`,
        always(1),
      ]),
    ),
  },
  CityDatabaseConnections: {
    fires: {
      [database('cnpg_backends_total', ',datname="a"')]: always(50),
      [database('cnpg_backends_total', ',datname="b"')]: always(31),
      [database('cnpg_pg_settings_setting', ',name="max_connections"')]: always(100),
    },
    quiet: {
      [database('cnpg_backends_total', ',datname="a"')]: always(79),
      [database('cnpg_pg_settings_setting', ',name="max_connections"')]: always(100),
    },
  },
  CityDatabaseLags: {
    fires: { [database('cnpg_pg_replication_lag')]: always(31) },
    quiet: { [database('cnpg_pg_replication_lag')]: always(29) },
  },
  CityDatabaseArchiveFails: {
    fires: {
      [database('cnpg_pg_stat_archiver_last_failed_time')]: always(200),
      [database('cnpg_pg_stat_archiver_last_archived_time')]: always(100),
    },
    quiet: {
      [database('cnpg_pg_stat_archiver_last_failed_time')]: always(100),
      [database('cnpg_pg_stat_archiver_last_archived_time')]: always(200),
    },
  },
  CityBackupOld: {
    fires: { [database('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp')]: always(0) },
    quiet: { [database('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp')]: '0x1440 86400x2000' },
    after: 32 * 60,
  },
  CityBusLags: {
    fires: Object.fromEntries(
      [0, 1].map((partition) => [
        `kafka_consumergroup_lag{namespace="istanbul",pod="istanbul-event-bus-kafka-exporter-5f-x",consumergroup="g",topic="ENTITY",partition="${partition}"}`,
        always(6000),
      ]),
    ),
    quiet: {
      'kafka_consumergroup_lag{namespace="istanbul",pod="istanbul-event-bus-kafka-exporter-5f-x",consumergroup="g",topic="ENTITY",partition="0"}':
        always(6000),
    },
  },
  CityCertificateExpires: {
    // Two days, and two months.
    fires: {
      [`${certificate}{exported_namespace="izmir",namespace="cert-manager",name="izmir-gateway-edge-tls"}`]:
        always(172_800),
    },
    quiet: { [`${certificate}{namespace="izmir",name="izmir-gateway-edge-tls"}`]: always(5_184_000) },
    after: 90,
  },
};
