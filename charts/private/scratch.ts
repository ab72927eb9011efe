import { posix } from 'node:path';
import { Cpu, Size } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import type { k8s } from './k8s';
import type { MainContainer } from './main-container';
import { quantity, resourceRequirements } from './quantities';
import { containerSecurityContext } from './security';

/** What a container may write to one scratch folder before its pod is evicted. */
const sizeLimit = Size.mebibytes(512);

/** The scratch folders of a container, as parts of its pod. */
export interface Scratch {
  readonly volumes: readonly k8s.Volume[];
  readonly mounts: readonly k8s.VolumeMount[];
  /** Fill the folders that start with the image's content. */
  readonly init: readonly k8s.Container[];
}

/**
 * Volumes, mounts and init containers for the scratch folders of a container.
 *
 * @throws when a folder starts with the content of an image that has no shell, and so no `cp`.
 */
export function scratch(target: KubernetesTarget, main: MainContainer): Scratch {
  const folders = main.scratch.map((folder) => ({
    ...folder,
    volume: `scratch${folder.path.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 63).replace(/-+$/, ''),
  }));
  return {
    volumes: folders.map(({ volume }) => ({ name: volume, emptyDir: { sizeLimit: quantity(sizeLimit) } })),
    // A seeded folder lies one level down in its volume: the volume's own root belongs to root, and cp may not touch it.
    mounts: folders.map(({ volume, path, seeded }) => ({
      name: volume,
      mountPath: path,
      ...(seeded ? { subPath: posix.basename(path) } : {}),
    })),
    init: folders.filter(({ seeded }) => seeded).map(({ volume, path }) => seed(target, main, volume, path)),
  };
}

function seed(target: KubernetesTarget, { image, scope }: MainContainer, volume: string, path: string): k8s.Container {
  if (!('shell' in image)) throw new Error(`${scope.node.path}: ${image.name} has no cp to fill ${path} with`);
  return {
    name: volume.replace('scratch', 'seed'),
    image: target.imageOf(image),
    command: ['cp', '-af', path, '/seed'],
    resources: resourceRequirements({ cpu: Cpu.millis(10), memory: Size.mebibytes(64) }),
    securityContext: containerSecurityContext,
    volumeMounts: [{ name: volume, mountPath: '/seed' }],
  };
}
