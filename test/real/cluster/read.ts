import type { Cluster } from '../support/kubernetes';
import type { KubernetesObject } from './platforms';

/** `kubectl get` as objects; none where there is nothing. */
export async function read(cluster: Cluster, ...args: string[]): Promise<KubernetesObject[]> {
  const text = await cluster.kubectl('get', '--ignore-not-found', '-o', 'json', ...args);
  if (text.trim() === '') return [];
  const got = JSON.parse(text) as KubernetesObject;
  return got.kind === 'List' ? (got.items as KubernetesObject[]) : [got];
}

/** The objects of a rendering as the API server holds them, managed fields included. */
export async function readAll(cluster: Cluster, yaml: string): Promise<Map<string, KubernetesObject>> {
  const { code, stdout, stderr } = await cluster.tryKubectl(
    ['get', '--show-managed-fields', '-o', 'json', '-f', '-'],
    yaml,
  );
  if (code !== 0) throw new Error(stderr);
  const objects = (JSON.parse(stdout) as { items: KubernetesObject[] }).items;
  return new Map(objects.map((object) => [nameIn(object), object]));
}

/** `Deployment/izmir-broker` */
export function nameIn({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}
