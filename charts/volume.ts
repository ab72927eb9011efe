import { nameOf } from '../constructs/waist/names';
import type { Volume } from '../constructs/waist/primitives';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf } from './metadata';
import { k8s, object } from './private/k8s';
import { quantity } from './private/quantities';

/** A PersistentVolumeClaim. */
export function renderVolume(volume: Volume, target: KubernetesTarget): Record<never, never> {
  const { storageClass } = target.options;
  volume.node.defaultChild = object(k8s.KubePersistentVolumeClaim, volume, 'Claim', {
    metadata: metadataOf(target, volume, nameOf(volume), { keep: true }),
    spec: {
      accessModes: [volume.writers === 'many' ? 'ReadWriteMany' : 'ReadWriteOnce'],
      resources: { requests: { storage: quantity(volume.size) } },
      ...(storageClass ? { storageClassName: storageClass } : {}),
    },
  });
  return {};
}
