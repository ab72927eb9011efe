/**
 * Numbers that alarms read and no program of the platform shows: who does, and where that is written.
 */
export const upstreamMetrics: Readonly<Record<string, string>> = {
  ...from('https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload', [
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_ready',
    'kube_job_status_failed',
    'kube_job_status_succeeded',
    'kube_cronjob_status_last_schedule_time',
    'kube_cronjob_status_last_successful_time',
    'kube_pod_container_resource_limits',
    'kube_pod_container_status_restarts_total',
    'kube_statefulset_replicas',
    'kube_statefulset_status_replicas_ready',
  ]),
  ...from('https://kubernetes.io/docs/reference/instrumentation/metrics/', [
    'kubelet_volume_stats_available_bytes',
    'kubelet_volume_stats_capacity_bytes',
  ]),
  ...from('https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md', [
    'container_memory_working_set_bytes',
  ]),
  ...from('https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.28.0/config/manager/default-monitoring.yaml', [
    'cnpg_backends_total',
    'cnpg_collector_up',
    'cnpg_pg_replication_lag',
    'cnpg_pg_settings_setting',
    'cnpg_pg_stat_archiver_last_archived_time',
    'cnpg_pg_stat_archiver_last_failed_time',
  ]),
  ...from('https://cloudnative-pg.io/plugin-barman-cloud/docs/observability/', [
    'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
  ]),
  ...from('https://github.com/danielqsj/kafka_exporter/blob/master/README.md', ['kafka_consumergroup_lag']),
  ...from('https://cert-manager.io/docs/devops-tips/prometheus-metrics/', [
    'certmanager_certificate_expiration_timestamp_seconds',
  ]),
  ...from('https://prometheus.io/docs/concepts/jobs_instances/', ['up']),
};

function from(source: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, source]));
}
