import type { Construct } from 'constructs';
import type { Backups } from '../../constructs/waist/primitives';
import type { ObjectStore } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';

/**
 * Where the backups of something that holds data go; undefined where it has none.
 *
 * @throws when backups are wanted and there is nowhere to put them.
 */
export function storeOf(target: KubernetesTarget, scope: Construct, backups: Backups): ObjectStore | undefined {
  if (!backups.enabled) return undefined;
  const { objectStore } = target.options;
  if (objectStore) return objectStore;
  throw new Error(
    `${scope.node.path}: backups are enabled but the Kubernetes target has no object store: ` +
      `give objectStore, or disable backups with a reason`,
  );
}

/** The port at which an object store answers. */
export function objectStorePort({ endpoint }: ObjectStore): number {
  return Number(new URL(endpoint).port || 443);
}
