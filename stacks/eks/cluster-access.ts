import type { EksNames } from './eks-offer';
import { bindingApis } from './platform-cluster';

/** What a function may do with objects of a kind. */
export interface Right {
  readonly apiVersion: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  /** @default in the whole cluster */
  readonly namespace?: string;
  /** Of the only object. @default any */
  readonly name?: string;
}

/** Driver of the file system's volumes. */
export const filesDriver = 'efs.csi.aws.com';

const rbac = 'rbac.authorization.k8s.io';
/** What an object is kept with by server-side apply, and taken away. */
const keeping = ['get', 'create', 'patch', 'delete'];

const plurals: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  CSIDriver: 'csidrivers',
  Service: 'services',
  StorageClass: 'storageclasses',
  TargetGroupBinding: 'targetgroupbindings',
};

/** What the function for the objects around a platform does in a cluster that exists, and nothing else. */
export function foundationRights({ namespace, files }: EksNames): Right[] {
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', verbs: keeping, namespace },
    ...['v1', ...Object.values(bindingApis)].map((apiVersion) => ({
      apiVersion,
      kind: apiVersion === 'v1' ? 'Service' : 'TargetGroupBinding',
      verbs: ['list', ...keeping],
      namespace,
    })),
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', verbs: ['get', 'list'] },
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', verbs: ['create', 'patch', 'delete'], name: files },
    { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', verbs: ['get'], name: filesDriver },
  ];
}

/** What the function for the platform does with the objects of these kinds, all in the namespace. */
export function deployerRights(
  { namespace }: EksNames,
  objects: readonly { readonly apiVersion: string; readonly kind: string }[],
): Right[] {
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  return [...kinds.values()].map((kind) => ({ ...kind, verbs: ['list', ...keeping], namespace }));
}

/**
 * What the owner of a cluster applies once, so that the two functions of a stack may do their work in it: the namespace, all
 * rights in it for one of them, and for the other those of {@link foundationRights}.
 *
 * @param namespace as it was rendered.
 */
export function clusterAccess(name: string, names: EksNames, namespace: object): object[] {
  const labels = { 'app.kubernetes.io/part-of': name, 'app.kubernetes.io/managed-by': 'citykit' };
  const inside = (object: string) => ({ name: object, namespace: names.namespace, labels });
  const bind = (kind: string, metadata: object, role: readonly [kind: string, name: string], group: string) => ({
    apiVersion: `${rbac}/v1`,
    kind,
    metadata,
    roleRef: { apiGroup: rbac, kind: role[0], name: role[1] },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: group }],
  });
  const rights = foundationRights(names);
  // Of the whole cluster: no other platform has its namespace.
  const wide = `citykit-${names.namespace}-foundation`;
  return [
    namespace,
    bind('RoleBinding', inside(`${name}-deployers`), ['ClusterRole', 'admin'], names.deployers),
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: inside(`${name}-foundation`),
      rules: rights.filter((right) => right.namespace !== undefined).map(ruleOf),
    },
    bind('RoleBinding', inside(`${name}-foundation`), ['Role', `${name}-foundation`], names.foundation),
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name: wide, labels },
      rules: rights.filter((right) => right.namespace === undefined).map(ruleOf),
    },
    bind('ClusterRoleBinding', { name: wide, labels }, ['ClusterRole', wide], names.foundation),
  ];
}

function ruleOf({ apiVersion, kind, verbs, name }: Right): object {
  return {
    apiGroups: [apiVersion.includes('/') ? apiVersion.split('/')[0] : ''],
    resources: [plurals[kind]],
    ...(name !== undefined && { resourceNames: [name] }),
    verbs,
  };
}
