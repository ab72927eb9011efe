/** The options of Pulumi's Kubernetes provider that decide about replacement. */
export interface Mutability {
  /** `enableConfigMapMutable`; without it a changed ConfigMap is replaced. */
  readonly configMaps: boolean;
}

const always = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

/**
 * What cannot be changed in place, by kind, for the kinds that the kit renders: what Pulumi's Kubernetes provider 4.x
 * replaces an object for (provider/pkg/provider/diff.go of pulumi/pulumi-kubernetes).
 */
const immutable: Readonly<Record<string, readonly string[]>> = {
  'apps/v1/Deployment': ['spec.selector'],
  'apps/v1/StatefulSet': [
    'spec.podManagementPolicy',
    'spec.revisionHistoryLimit',
    'spec.selector',
    'spec.serviceName',
    'spec.volumeClaimTemplates',
  ],
  'batch/v1/Job': ['spec.completions', 'spec.parallelism', 'spec.selector', 'spec.template'],
  'rbac.authorization.k8s.io/v1/RoleBinding': ['roleRef'],
  'v1/PersistentVolumeClaim': ['spec.accessModes', 'spec.selector', 'spec.storageClassName', 'spec.volumeName'],
  'v1/Secret': ['type', 'stringData', 'data'],
  'v1/Service': ['spec.clusterIP'],
};

/** Those of the changed paths for which an object has to be deleted and made anew. */
export function replacing(type: string, paths: readonly string[], { configMaps }: Mutability): string[] {
  const files = type === 'v1/ConfigMap' && !configMaps ? ['data', 'binaryData'] : [];
  const rules = [...always, ...(immutable[type] ?? []), ...files];
  const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}.`);
  return paths.filter((path) => rules.some((rule) => within(path, rule) || within(rule, path)));
}
