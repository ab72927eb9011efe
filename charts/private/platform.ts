import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { workloads } from '../../constructs/waist/graph';
import { waitsOf } from '../../constructs/waist/waits';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { renderJobWait } from './job-wait';
import { k8s, object } from './k8s';
import { renderDefaultDeny } from './network-policy';
import { renderSecretsJob } from './secrets-job';

/** What a platform has once besides its foundation: the job that makes secrets. */
export function renderPlatform(target: KubernetesTarget, scope: Construct, root: Construct): void {
  if (target.secrets.kind === 'bootstrap') renderSecretsJob(target, scope, root);
}

/**
 * What has to be there before any pod: the namespace, if it is the platform's own, the policy that refuses, and the program
 * that waits for jobs, where any pod has to.
 */
export function renderFoundation(target: KubernetesTarget, scope: Construct, root: Construct): ApiObject[] {
  const waits = workloads(root).some((workload) => waitsOf(workload).jobs.length > 0);
  const inside = [renderDefaultDeny(target, scope), ...(waits ? [renderJobWait(target, scope)] : [])];
  if (!target.options.createNamespace) return inside;
  const namespace = renderNamespace(target, scope);
  for (const object of inside) object.node.addDependency(namespace);
  return [namespace, ...inside];
}

/** The namespace. */
function renderNamespace(target: KubernetesTarget, scope: Construct): ApiObject {
  const { labels, annotations } = metadataOf(target, scope, target.platform, { keep: true });
  const namespace = object(k8s.KubeNamespace, scope, 'Namespace', {
    metadata: {
      name: target.namespace!,
      annotations: annotations!,
      labels: {
        ...labels,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'latest',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
    },
  });
  // A chart puts its own namespace into every object, but this one lies in none.
  if (namespace.metadata.namespace) namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return namespace;
}
