import type { Volume } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { metadataOf } from './metadata';
import { k8s, object } from './private/k8s';
import { quantity } from './private/quantities';
import { longestWithBackups, renderVolumeBackups } from './private/volume-backups';

/**
 * A PersistentVolumeClaim, and CronJobs that back it up and restore it.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/
 */
export const volumeKind: KubernetesKind<Volume> = {
  nameLength: ({ backups }) => (backups.enabled ? longestWithBackups : 63),
  peers: () => [],
  host: () => undefined,
  kept: () => true,
  render(volume, target) {
    const { savedStorageClass, sharedStorageClass, storageClass: ownStorageClass } = target.options;
    const saved = volume.backups.enabled ? savedStorageClass : undefined;
    const many = saved !== undefined || volume.writers === 'many';
    const storageClass = saved ?? (many ? sharedStorageClass : ownStorageClass);
    volume.node.defaultChild = object(k8s.KubePersistentVolumeClaim, volume, 'Claim', {
      metadata: metadataOf(target, volume, target.nameOf(volume)),
      spec: {
        accessModes: [many ? 'ReadWriteMany' : 'ReadWriteOnce'],
        resources: { requests: { storage: quantity(volume.size) } },
        ...(storageClass ? { storageClassName: storageClass } : {}),
      },
    });
    if (saved === undefined) renderVolumeBackups(target, volume);
    return { outputs: {} };
  },
};
