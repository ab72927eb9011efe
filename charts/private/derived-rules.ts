import { ApiObject } from 'cdk8s';
import { Component } from '../../constructs/waist/component';
import type { DerivedAlarmName } from '../../constructs/waist/derived-alarms';
import { Duration } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { literal, selector } from './promql';

/** An alarm that follows from objects that were rendered. */
export interface DerivedRule {
  readonly name: DerivedAlarmName;
  /** Whose objects they are. */
  readonly component: Component | undefined;
  readonly expr: string;
  /** As Prometheus writes a duration. */
  readonly for: string;
  /** Label of the series that tells which of the objects it is. */
  readonly about?: string;
}

/** An object, as far as rules look at it. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly instances?: number;
    readonly schedule?: string;
    readonly suspend?: boolean;
    readonly tls?: readonly { readonly secretName?: string }[];
    readonly jobTemplate?: { readonly spec?: { readonly activeDeadlineSeconds?: number } };
    readonly plugins?: readonly unknown[];
  };
}

type Found = Omit<DerivedRule, 'component'>;

/** What is watched of objects of a kind, those of a component together. */
const watched: Readonly<Record<string, (target: KubernetesTarget, objects: readonly Manifest[]) => readonly Found[]>> =
  {
    Deployment: (target, objects) => [...replicas(target, 'deployment', objects), ...pods(target, objects)],
    StatefulSet: (target, objects) => [...replicas(target, 'statefulset', objects), ...pods(target, objects)],
    Job: jobs,
    CronJob: scheduledJobs,
    Cluster: databases,
    ScheduledBackup: backups,
    Kafka: buses,
    ServiceMonitor: reading,
    Certificate: certificates,
    Ingress: (target, objects) =>
      certificates(
        target,
        objects.flatMap((ingress) =>
          (ingress.spec?.tls ?? []).flatMap(({ secretName }) =>
            secretName ? [{ ...ingress, metadata: { name: secretName } }] : [],
          ),
        ),
      ),
  };

/** The rules that follow from all that was rendered, component by component. */
export function derivedRules(target: KubernetesTarget): DerivedRule[] {
  const groups = new Map<string, { component: Component | undefined; kind: string; objects: Manifest[] }>();
  for (const construct of target.scope.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || !watched[construct.kind]) continue;
    const component = Component.tryOf(construct);
    const key = `${component?.node.path ?? ''} ${construct.kind}`;
    const group = groups.get(key) ?? { component, kind: construct.kind, objects: [] };
    group.objects.push(construct.toJson() as Manifest);
    groups.set(key, group);
  }
  return [
    ...disks(target).map((rule) => ({ ...rule, component: undefined })),
    ...[...groups.values()].flatMap(({ component, kind, objects }) =>
      watched[kind]!(target, objects).map((rule) => ({ ...rule, component })),
    ),
  ];
}

const names = (objects: readonly Manifest[]) => objects.map(({ metadata }) => metadata.name);

/** Numbers of objects are those of kube-state-metrics: https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics. */
function replicas(target: KubernetesTarget, kind: 'deployment' | 'statefulset', objects: readonly Manifest[]): Found[] {
  const of = (name: string) => selector(target, `kube_${kind}_${name}`, { [kind]: names(objects) });
  const wanted = kind === 'deployment' ? 'spec_replicas' : 'replicas';
  const expr = `${of('status_replicas_ready')} < on (namespace, ${kind}) ${of(wanted)}`;
  return [{ name: 'CityServiceMissing', expr, for: '10m', about: kind }];
}

/** The longest beginning of a pod's name that is surely the name of what made it. */
const podPrefix = 50;

/** Memory is that of the kubelet (cAdvisor). */
function pods(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  const pattern = names(objects).map((name) => `${literal(name.slice(0, podPrefix))}.*`);
  const of = (series: string, labels: string) => {
    const namespace = target.namespace ? `namespace="${target.namespace}",` : '';
    return `${series}{${namespace}pod=~"${pattern.join('|').replaceAll('\\', '\\\\')}",${labels}}`;
  };
  const main = 'container="main"';
  const used = `max by (namespace, pod) (${of('container_memory_working_set_bytes', main)})`;
  const given = `max by (namespace, pod) (${of('kube_pod_container_resource_limits', `${main},resource="memory"`)})`;
  return [
    {
      name: 'CityServiceRestarts',
      expr: `increase(${of('kube_pod_container_status_restarts_total', main)}[30m]) > 3`,
      for: '0s',
      about: 'pod',
    },
    { name: 'CityServiceMemory', expr: `${used} / ${given} > 0.9`, for: '15m', about: 'pod' },
  ];
}

function jobs(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  const of = (name: string) => selector(target, `kube_job_status_${name}`, { job_name: names(objects) });
  const expr = `${of('failed')} > 0 unless on (namespace, job_name) ${of('succeeded')} > 0`;
  return [{ name: 'CityJobFails', expr, for: '15m', about: 'job_name' }];
}

/** A run may last until its deadline; then it has failed. */
function scheduledJobs(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  return objects.flatMap(({ metadata: { name }, spec }): Found[] => {
    if (spec?.suspend) return [];
    const of = (time: string) => selector(target, `kube_cronjob_status_last_${time}_time`, { cronjob: name });
    const began = of('schedule');
    const ended = of('successful');
    const on = 'on (namespace, cronjob)';
    const deadline = (spec?.jobTemplate?.spec?.activeDeadlineSeconds ?? 0) + Duration.minutes(15).seconds;
    return [
      {
        name: 'CityScheduledJobFails',
        expr: `(${began} > ${on} ${ended}) or (${began} unless ${on} ${ended})`,
        for: `${deadline}s`,
        about: 'cronjob',
      },
    ];
  });
}

/**
 * Numbers of CloudNativePG's instances, and of its archiver.
 *
 * @see https://cloudnative-pg.io/documentation/current/monitoring/
 */
function databases(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  if (target.options.monitoringNamespace === undefined) return [];
  return objects.flatMap(({ metadata: { name }, spec }): Found[] => {
    const instances = spec?.instances ?? 1;
    const of = (series: string, labels: Readonly<Record<string, string>> = {}) =>
      instance(target, name, series, labels);
    const taken = `sum by (pod) (${of('cnpg_backends_total')})`;
    const most = `max by (pod) (${of('cnpg_pg_settings_setting', { name: 'max_connections' })})`;
    return [
      // What is down shows no number, so that none is a number too.
      {
        name: 'CityDatabaseMissing',
        expr: `(count(${of('cnpg_collector_up')} == 1) or vector(0)) < ${instances}`,
        for: '10m',
      },
      { name: 'CityDatabaseConnections', expr: `${taken} / ${most} > 0.8`, for: '10m', about: 'pod' },
      ...(instances > 1
        ? [
            {
              name: 'CityDatabaseLags',
              expr: `${of('cnpg_pg_replication_lag')} > 30`,
              for: '10m',
              about: 'pod',
            } as const,
          ]
        : []),
      ...(spec?.plugins?.length
        ? [
            {
              name: 'CityDatabaseArchiveFails',
              expr: `${of('cnpg_pg_stat_archiver_last_failed_time')} - ${of('cnpg_pg_stat_archiver_last_archived_time')} > 1`,
              for: '15m',
              about: 'pod',
            } as const,
          ]
        : []),
    ];
  });
}

function instance(
  { namespace }: KubernetesTarget,
  cluster: string,
  series: string,
  labels: Readonly<Record<string, string>> = {},
): string {
  const matchers = [
    ...Object.entries({ ...(namespace && { namespace }), ...labels }).map(([label, value]) => `${label}="${value}"`),
    `pod=~"${cluster}-[0-9]+"`,
  ];
  return `${series}{${matchers.join(',')}}`;
}

/** A schedule with its seconds before it, as CloudNativePG writes one: the most days from one run to the next. */
function longestGap(schedule: string): number {
  const [, , , day = '*', , weekday = '*'] = schedule.split(' ');
  if (day !== '*') return 31;
  return weekday === '*' ? 1 : 7;
}

/** Of the Barman Cloud plugin: https://cloudnative-pg.io/plugin-barman-cloud/docs/observability/. */
function backups(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  if (target.options.monitoringNamespace === undefined) return [];
  return objects.map(({ metadata: { name }, spec }) => {
    const newest = instance(target, name, 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp');
    const oldest = Duration.days(longestGap(spec?.schedule ?? '')).seconds + Duration.hours(6).seconds;
    return { name: 'CityBackupOld', expr: `time() - max(${newest}) > ${oldest}`, for: '1h' };
  });
}

/** Of Strimzi's Kafka Exporter: what waits in the topic of changed entities, over all partitions. */
function buses(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  if (target.options.monitoringNamespace === undefined) return [];
  return names(objects).map((name) => ({
    name: 'CityBusLags',
    expr: `max by (consumergroup) (sum by (consumergroup, pod) (${podsOf(target, `${name}-kafka-exporter`, 'kafka_consumergroup_lag', 'topic="ENTITY"')})) > 10000`,
    for: '10m',
    about: 'consumergroup',
  }));
}

function podsOf({ namespace }: KubernetesTarget, prefix: string, series: string, labels: string): string {
  return `${series}{${namespace ? `namespace="${namespace}",` : ''}pod=~"${prefix}-.+",${labels}}`;
}

/** Of Prometheus itself: a replica that it does not reach, and a service of which it knows none. */
function reading(target: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  const services = names(objects).map((name) => `${name}-replicas`);
  const unreached = `${selector(target, 'up', { service: services })} == 0`;
  const unknown = services.map((service) => `absent(${selector(target, 'up', { service })})`);
  return [{ name: 'CityMetricsUnread', expr: [unreached, ...unknown].join(' or '), for: '15m', about: 'service' }];
}

/**
 * Of cert-manager, whose numbers name the namespace of a certificate in one of two labels, as Prometheus was told to honour
 * the labels of what it reads or not.
 *
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
function certificates({ namespace }: KubernetesTarget, objects: readonly Manifest[]): Found[] {
  if (objects.length === 0) return [];
  const series = 'certmanager_certificate_expiration_timestamp_seconds';
  const name = `name=~"${names(objects).map(literal).join('|').replaceAll('\\', '\\\\')}"`;
  const ends = namespace
    ? `(${series}{${name},namespace="${namespace}"} or ${series}{${name},exported_namespace="${namespace}"})`
    : `${series}{${name}}`;
  return [
    {
      name: 'CityCertificateExpires',
      expr: `${ends} - time() < ${Duration.days(14).seconds}`,
      for: '1h',
      about: 'name',
    },
  ];
}

/**
 * The volumes of the platform, those of operators' servers among them: all are named after it, behind `data-` or `data-0-`
 * where a StatefulSet or Strimzi made them. What is left of each the kubelet tells:
 * https://kubernetes.io/docs/reference/instrumentation/metrics/.
 */
function disks({ platform, namespace }: KubernetesTarget): Found[] {
  const series = (name: string) =>
    `kubelet_volume_stats_${name}{${namespace ? `namespace="${namespace}",` : ''}persistentvolumeclaim=~"(data-([0-9]+-)?)?${platform}-.+"}`;
  const left = `${series('available_bytes')} / ${series('capacity_bytes')}`;
  const about = 'persistentvolumeclaim';
  return [
    { name: 'CityDiskFills', expr: `${left} < 0.2`, for: '10m', about },
    { name: 'CityDiskNearlyFull', expr: `${left} < 0.1`, for: '10m', about },
  ];
}
