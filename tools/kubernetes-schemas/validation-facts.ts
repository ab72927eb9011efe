import type { Node } from './node-table';

const PORT: Node = { minimum: 1, maximum: 65535 };
const NOT_NEGATIVE: Node = { minimum: 0 };
const LABELS: Node = { names: 'label-key', values: 'label-value' };

/**
 * What the API server's validation (k8s.io/kubernetes `pkg/apis/<group>/validation`) asks beyond the published schema,
 * by `Struct.field`. `names` and `values` are the formats of a map's keys and values.
 */
export const FIELD_FACTS: Readonly<Record<string, Node>> = {
  'ConfigMap.binaryData': { names: 'file-key' },
  'ConfigMap.data': { names: 'file-key' },
  'ConfigMapKeySelector.key': { format: 'file-key' },
  'Container.name': { format: 'dns-label' },
  'ContainerPort.containerPort': PORT,
  'ContainerPort.hostPort': PORT,
  'ContainerPort.name': { format: 'port-name' },
  'CronJobSpec.schedule': { format: 'cron' },
  'DeploymentSpec.replicas': NOT_NEGATIVE,
  'EnvVar.name': { format: 'environment-name' },
  'HorizontalPodAutoscalerSpec.maxReplicas': { minimum: 1 },
  'HorizontalPodAutoscalerSpec.minReplicas': { minimum: 1 },
  'JobSpec.activeDeadlineSeconds': { minimum: 1 },
  'JobSpec.backoffLimit': NOT_NEGATIVE,
  'LabelSelector.matchLabels': LABELS,
  'ObjectMeta.annotations': { names: 'annotation-key' },
  'ObjectMeta.labels': LABELS,
  'ObjectMeta.namespace': { format: 'dns-label' },
  'PodSpec.nodeSelector': LABELS,
  'PodSpec.serviceAccountName': { format: 'dns-subdomain' },
  'Probe.failureThreshold': { minimum: 1 },
  'Probe.initialDelaySeconds': NOT_NEGATIVE,
  'Probe.periodSeconds': { minimum: 1 },
  'Probe.successThreshold': { minimum: 1 },
  'Probe.timeoutSeconds': { minimum: 1 },
  'Secret.data': { names: 'file-key' },
  'Secret.stringData': { names: 'file-key' },
  'SecretKeySelector.key': { format: 'file-key' },
  'ServicePort.name': { format: 'dns-label' },
  'ServicePort.port': PORT,
  'ServiceSpec.selector': LABELS,
  'StatefulSetSpec.replicas': NOT_NEGATIVE,
  'Volume.name': { format: 'dns-label' },
};

/** Fields the validation asks for although the schema leaves them optional, by struct. */
export const REQUIRED_FACTS: Readonly<Record<string, readonly string[]>> = {
  ConfigMapKeySelector: ['name'],
  ConfigMapVolumeSource: ['name'],
  Container: ['image'],
  CronJob: ['spec'],
  DaemonSet: ['spec'],
  Deployment: ['spec'],
  HorizontalPodAutoscaler: ['spec'],
  Ingress: ['spec'],
  Job: ['spec'],
  NetworkPolicy: ['spec'],
  PersistentVolumeClaim: ['spec'],
  PersistentVolumeClaimSpec: ['accessModes', 'resources'],
  PodDisruptionBudget: ['spec'],
  PodTemplateSpec: ['spec'],
  PolicyRule: ['verbs'],
  SecretKeySelector: ['name'],
  Service: ['spec'],
  StatefulSet: ['spec'],
};

/** Structs of which exactly one field is set, whatever else `besides` names. */
export const ONE_FIELD_FACTS: Readonly<Record<string, { readonly besides: readonly string[] }>> = {
  EnvVarSource: { besides: [] },
  LifecycleHandler: { besides: [] },
  MetricSpec: { besides: ['type'] },
  MetricTarget: { besides: ['type'] },
  Probe: {
    besides: [
      'failureThreshold',
      'initialDelaySeconds',
      'periodSeconds',
      'successThreshold',
      'terminationGracePeriodSeconds',
      'timeoutSeconds',
    ],
  },
  Volume: { besides: ['name'] },
};
