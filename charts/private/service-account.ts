import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { jobRights } from './job-wait';
import { k8s, object } from './k8s';
import type { MainContainer } from './main-container';

/**
 * A ServiceAccount of its own for the pod, and a Role where the workload has rights on the cluster's API.
 *
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/
 */
export function renderServiceAccount(target: KubernetesTarget, main: MainContainer): void {
  const { scope, name } = main;
  const rights = [...main.clusterRights, ...jobRights(target, main)];
  const metadata = metadataOf(target, scope, name);
  object(k8s.KubeServiceAccount, scope, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
  if (rights.length === 0) return;
  object(k8s.KubeRole, scope, 'Role', {
    metadata,
    rules: rights.map(({ resource, verbs, names }) => {
      const [plural, ...group] = resource.split('.');
      return {
        apiGroups: [group.join('.')],
        resources: [plural!],
        verbs: [...verbs],
        ...(names ? { resourceNames: [...names] } : {}),
      };
    }),
  });
  object(k8s.KubeRoleBinding, scope, 'RoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [
      {
        kind: 'ServiceAccount',
        name,
        ...(target.namespace ? { namespace: target.namespace } : {}),
      },
    ],
  });
}
