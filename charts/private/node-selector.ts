import type { Image } from '../../constructs/waist/images';

/** The labels that every kubelet gives its node: https://kubernetes.io/docs/reference/labels-annotations-taints/. */
const system = 'kubernetes.io/os';
const architecture = 'kubernetes.io/arch';

/** Selects nodes that can run the image: of Linux, and of its architecture where not each that clusters have can. */
export function nodeSelector({ architectures }: Image): Record<string, string> {
  const [only, ...others] = architectures;
  return { ...onLinux, ...(only && others.length === 0 ? { [architecture]: only } : {}) };
}

/** Nodes of Windows, which a cluster may have too, run none of our images. */
export const onLinux: Readonly<Record<string, string>> = { [system]: 'linux' };
