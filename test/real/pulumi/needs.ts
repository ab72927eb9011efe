import type { KubernetesObject } from '../cluster/platforms';
import { nameIn } from '../cluster/read';

/** The authority of the API server, which the cluster itself keeps in every namespace. */
const ofTheCluster = 'kube-root-ca.crt';

/** The objects, by kind and name, that the pod of `object` names: without them it cannot start, or waits. */
export function needsOf(object: KubernetesObject, objects: readonly KubernetesObject[]): string[] {
  const pod = object.spec?.template?.spec;
  if (pod === undefined) return [];
  const mounted = (pod.volumes ?? [])
    .flatMap(sourcesOf)
    .flatMap((source: Source) => [
      ...(source.configMap && source.configMap.name !== ofTheCluster ? [`ConfigMap/${source.configMap.name}`] : []),
      ...(source.persistentVolumeClaim ? [`PersistentVolumeClaim/${source.persistentVolumeClaim.claimName}`] : []),
    ]);
  const waited = (pod.initContainers ?? []).flatMap(hostsOf).flatMap((host: string) => behind(host, objects));
  return [`Namespace/${object.metadata.namespace}`, `ServiceAccount/${pod.serviceAccountName}`, ...mounted, ...waited];
}

interface Source {
  readonly configMap?: { readonly name: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: { readonly sources: readonly Source[] };
}

function sourcesOf(volume: Source): readonly Source[] {
  return volume.projected?.sources ?? [volume];
}

interface InitContainer {
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** What an init container waits for: `HOST:PORT` arguments, or the server of a PostgreSQL client. */
function hostsOf({ args = [], env = [] }: InitContainer): string[] {
  const peers = args.flatMap((arg) => /^([a-z0-9-]+):\d+$/.exec(arg)?.[1] ?? []);
  return [...peers, ...env.flatMap(({ name, value }) => (name === 'PGHOST' && value !== undefined ? [value] : []))];
}

/** The programs whose pods a Service selects; the cluster of an operator that makes a Service of its name. */
function behind(host: string, objects: readonly KubernetesObject[]): string[] {
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === host);
  const selected = objects.filter(({ kind, spec, metadata }) => {
    if (service === undefined) return ['Cluster', 'Kafka'].includes(kind) && host.startsWith(`${metadata.name}-`);
    const labels = spec?.template?.metadata.labels ?? {};
    return Object.entries(service.spec.selector).every(([label, value]) => labels[label] === value);
  });
  if (selected.length === 0) throw new Error(`nothing that is rendered is behind ${host}`);
  return selected.map(nameIn);
}
