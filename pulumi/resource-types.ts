import * as kubernetes from '@pulumi/kubernetes';
import type { CustomResource, CustomResourceOptions } from '@pulumi/pulumi';

/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

type ResourceType = new (name: string, args: never, options: CustomResourceOptions) => CustomResource;

/** The typed resource of each kind that the kit renders and Pulumi knows. */
const types: Readonly<Record<string, () => ResourceType>> = {
  'v1/Namespace': () => kubernetes.core.v1.Namespace,
  'v1/ServiceAccount': () => kubernetes.core.v1.ServiceAccount,
  'v1/ConfigMap': () => kubernetes.core.v1.ConfigMap,
  'v1/Secret': () => kubernetes.core.v1.Secret,
  'v1/Service': () => kubernetes.core.v1.Service,
  'v1/PersistentVolumeClaim': () => kubernetes.core.v1.PersistentVolumeClaim,
  'apps/v1/Deployment': () => kubernetes.apps.v1.Deployment,
  'apps/v1/StatefulSet': () => kubernetes.apps.v1.StatefulSet,
  'batch/v1/Job': () => kubernetes.batch.v1.Job,
  'batch/v1/CronJob': () => kubernetes.batch.v1.CronJob,
  'autoscaling/v2/HorizontalPodAutoscaler': () => kubernetes.autoscaling.v2.HorizontalPodAutoscaler,
  'policy/v1/PodDisruptionBudget': () => kubernetes.policy.v1.PodDisruptionBudget,
  'networking.k8s.io/v1/NetworkPolicy': () => kubernetes.networking.v1.NetworkPolicy,
  'networking.k8s.io/v1/Ingress': () => kubernetes.networking.v1.Ingress,
  'rbac.authorization.k8s.io/v1/Role': () => kubernetes.rbac.v1.Role,
  'rbac.authorization.k8s.io/v1/RoleBinding': () => kubernetes.rbac.v1.RoleBinding,
};

/**
 * The resource class for an object; objects of operators become a `CustomResource`.
 *
 * @see https://www.pulumi.com/registry/packages/kubernetes/
 */
export function resourceType({ apiVersion, kind }: KubernetesObject): ResourceType {
  return types[`${apiVersion}/${kind}`]?.() ?? kubernetes.apiextensions.CustomResource;
}
