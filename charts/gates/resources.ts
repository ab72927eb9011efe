/** A built-in kind as an admission policy names it. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

/** The built-in kinds the kit renders. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps' },
  CronJob: { group: 'batch', version: 'v1', plural: 'cronjobs' },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets' },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments' },
  HorizontalPodAutoscaler: { group: 'autoscaling', version: 'v2', plural: 'horizontalpodautoscalers' },
  Ingress: { group: 'networking.k8s.io', version: 'v1', plural: 'ingresses' },
  Job: { group: 'batch', version: 'v1', plural: 'jobs' },
  Namespace: { group: '', version: 'v1', plural: 'namespaces' },
  NetworkPolicy: { group: 'networking.k8s.io', version: 'v1', plural: 'networkpolicies' },
  PersistentVolumeClaim: { group: '', version: 'v1', plural: 'persistentvolumeclaims' },
  PodDisruptionBudget: { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets' },
  Role: { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'roles' },
  RoleBinding: { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'rolebindings' },
  Secret: { group: '', version: 'v1', plural: 'secrets' },
  Service: { group: '', version: 'v1', plural: 'services' },
  ServiceAccount: { group: '', version: 'v1', plural: 'serviceaccounts' },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets' },
};
