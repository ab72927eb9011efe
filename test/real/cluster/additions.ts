import type { KubernetesObject } from './platforms';

/** Groups of the API server's own kinds, whose defaults every tool knows that compares. */
const ownGroup = /^(v1|(apps|autoscaling|batch|policy)\/.+|.+\.k8s\.io\/.+)$/;

/**
 * What the API server adds to items of lists that were applied, for kinds of operators. Most lists belong as a whole to who applied them: who
 * compares, as Argo CD does, finds such a list changed for ever.
 *
 * @returns for example `HTTPRoute/izmir-gateway-edge spec.rules[0].backendRefs[0].weight`.
 */
export function additionsToLists(applied: KubernetesObject, held: KubernetesObject): string[] {
  const { apiVersion, kind, metadata } = applied;
  if (ownGroup.test(apiVersion) && !apiVersion.startsWith('gateway.')) return [];
  return inside(applied.spec, held.spec, `${kind}/${metadata.name} spec`, false);
}

function inside(applied: unknown, held: unknown, path: string, inList: boolean): string[] {
  if (Array.isArray(applied) && Array.isArray(held))
    return applied.flatMap((item, at) => inside(item, held[at], `${path}[${at}]`, true));
  if (!isObject(applied) || !isObject(held)) return [];
  const added = inList ? Object.keys(held).filter((key) => !(key in applied)) : [];
  return [
    ...added.map((key) => `${path}.${key}`),
    ...Object.keys(applied).flatMap((key) => inside(applied[key], held[key], `${path}.${key}`, inList)),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
