import type { Image } from '../../constructs/waist/images';

/** The label that every kubelet gives its node: https://kubernetes.io/docs/reference/labels-annotations-taints/. */
const label = 'kubernetes.io/arch';

/** Selects nodes that can run the image. Nothing where each architecture that clusters have can. */
export function nodeArchitecture({ architectures }: Image): { readonly nodeSelector?: Record<string, string> } {
  const [only, ...others] = architectures;
  return only && others.length === 0 ? { nodeSelector: { [label]: only } } : {};
}
