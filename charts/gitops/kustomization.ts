import { toYaml } from '../../constructs/files/to-yaml';

/**
 * Name of the file that makes a folder a base for Kustomize. Without an ending, `kubectl apply -f` of the same folder does not
 * take it for an object.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization-root
 */
export const kustomizationFile = 'Kustomization';

/** The file, for a base of files that lie beside it. */
export function kustomization(files: readonly string[]): string {
  const base = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files };
  return toYaml([base]).join('');
}
