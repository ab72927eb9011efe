import type { Construct } from 'constructs';
import { Component } from '../constructs/waist/component';
import { nameOf } from '../constructs/waist/names';
import { Primitive } from '../constructs/waist/primitives';
import type { KubernetesTarget } from './kubernetes-target';
import type { k8s } from './private/k8s';

/** Annotation with the path of the construct that an object was rendered from. */
export const pathAnnotation = 'citykit/path';

/**
 * Label of what stays when a platform is taken away, because the city's data are in it or protected by it:
 * `kubectl delete -f platform.yaml -l '!citykit/keep'`.
 */
export const keepLabel = 'citykit/keep';

/** Label of the Services that lead to what shows metrics. */
export const metricsLabel = { 'citykit/metrics': 'true' } as const;

/** The same for those who apply with Helm, Argo CD or Flux, which each ask in their own words. */
const keepAnnotations = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'helm.sh/resource-policy': 'keep',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

const partOf = 'app.kubernetes.io/part-of';
const instance = 'app.kubernetes.io/instance';

/** Label that every pod of the platform carries. */
export function platformLabels(target: KubernetesTarget): Record<string, string> {
  return { [partOf]: target.platform };
}

/** Selects the pods of the Deployment, StatefulSet or Job called `name`, which is unique in the namespace. */
export function selectorOf(name: string): Record<string, string> {
  return { [instance]: name };
}

/**
 * Labels by which the Services of the workload called `name` are found. Not by `instance`: Argo CD may keep its own word there, on
 * whatever it applies (https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/).
 */
export function serviceLabels(target: KubernetesTarget, name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': within(target, name), ...platformLabels(target) };
}

/** Recommended labels (kubernetes.io/docs/concepts/overview/working-with-objects/common-labels). */
export function labelsOf(target: KubernetesTarget, scope: Construct, name: string): Record<string, string> {
  const component = Component.tryOf(scope);
  return {
    ...target.options.labels,
    'app.kubernetes.io/name': within(target, name),
    [instance]: name,
    'app.kubernetes.io/component': within(target, component ? nameOf(component) : name),
    ...platformLabels(target),
    'app.kubernetes.io/managed-by': 'citykit',
  };
}

/** What an object's metadata say besides its name. */
export interface MetadataOptions {
  /** The Deployment, StatefulSet or Job that the object belongs to, by name. @default the one of the object's name */
  readonly belongsTo?: string;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether it stays when the platform is taken away. @default what the kind of the primitive says */
  readonly keep?: boolean;
}

/** Metadata of an object called `name` that is rendered from `scope`. */
export function metadataOf(
  target: KubernetesTarget,
  scope: Construct,
  name: string,
  {
    belongsTo = name,
    annotations = {},
    keep = Primitive.isPrimitive(scope) && target.keeps(scope),
  }: MetadataOptions = {},
): k8s.ObjectMeta & { name: string } {
  return {
    name,
    ...(target.options.namespace ? { namespace: target.options.namespace } : {}),
    labels: { ...labelsOf(target, scope, belongsTo), ...(keep ? { [keepLabel]: 'true' } : {}) },
    annotations: { [pathAnnotation]: scope.node.path, ...(keep && keepAnnotations), ...annotations },
  };
}

function within(target: KubernetesTarget, name: string): string {
  return name.startsWith(`${target.platform}-`) ? name.slice(target.platform.length + 1) : name;
}
