import type { City } from '../../constructs/spec/city';
import type { Size } from '../../constructs/waist/units';
import { type DnsPlace, type Prerequisite, prerequisite } from './prerequisite';

interface WithPods {
  readonly template?: { readonly spec?: { readonly nodeSelector?: Readonly<Record<string, string>> } };
}

/** The part that is read of a Kubernetes object. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly affinity?: { readonly nodeSelector?: Readonly<Record<string, string>> };
    readonly jobTemplate?: { readonly spec: WithPods };
    readonly template?: WithPods['template'];
    readonly accessModes?: readonly string[];
    readonly parentRefs?: readonly { readonly port?: number }[];
    readonly data?: readonly { readonly remoteRef: { readonly key: string; readonly property?: string } }[];
  };
}

/** API groups that an operator brings, and what it is called. */
const operators: Readonly<Record<string, string>> = {
  'postgresql.cnpg.io': 'CloudNativePG',
  'barmancloud.cnpg.io': 'Barman Cloud plugin of CloudNativePG',
  'kafka.strimzi.io': 'Strimzi',
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'External Secrets Operator',
  'gateway.networking.k8s.io': 'Gateway API',
  'monitoring.coreos.com': 'Prometheus Operator',
};

/** Groups whose operator gets its own certificates from cert-manager, as its installation guide says. */
const certified: ReadonlySet<string> = new Set(['barmancloud.cnpg.io']);

/** Groups whose operator watches its own namespace alone, unless it is told otherwise (Strimzi: `watchNamespaces` of its chart). */
const watchesItself: ReadonlySet<string> = new Set(['kafka.strimzi.io']);

/**
 * What a cluster has to have before it takes these objects: only what they use.
 *
 * @param maxBody the largest body that the platform takes.
 */
export function kubernetesPrerequisites(city: City, objects: readonly object[], maxBody: Size): Prerequisite[] {
  const manifests = objects as readonly Manifest[];
  return [
    prerequisite('kubernetes', {}),
    ...nodes(manifests),
    dnsOf(city.targets.kubernetes.dns, 'targets.kubernetes.dns'),
    prerequisite('apiServer', city.targets.kubernetes.apiServer),
    ...operatorsOf(city, manifests),
    ...clusterParts(city, manifests, maxBody.mebibytes),
    ...secrets(city, manifests),
  ];
}

/** Some images are built for one architecture alone. */
function nodes(manifests: readonly Manifest[]): Prerequisite[] {
  const selectors = manifests.flatMap(({ spec }) => [
    spec?.template?.spec?.nodeSelector,
    spec?.jobTemplate?.spec.template?.spec?.nodeSelector,
    spec?.affinity?.nodeSelector,
  ]);
  const architectures = [...new Set(selectors.flatMap((selector) => selector?.['kubernetes.io/arch'] ?? []))].sort();
  return architectures.map((name) => prerequisite('architecture', { name }));
}

/**
 * Who answers names in a cluster, and is let be asked.
 *
 * @param field where a spec says it.
 */
export function dnsOf(dns: City['targets']['kubernetes']['dns'], field: string): Prerequisite {
  const pods = (labels: Readonly<Record<string, string>>, namespace: string, orNodeLocal: boolean): DnsPlace => ({
    pods: Object.entries(labels)
      .map((pair) => pair.join('='))
      .join(', '),
    namespace,
    orNodeLocal,
  });
  const at = !dns
    ? pods({ 'k8s-app': 'kube-dns' }, 'kube-system', true)
    : dns.kind === 'pods'
      ? pods(dns.labels, dns.namespace, false)
      : { networks: dns.networks };
  return prerequisite('dns', { at, port: dns?.port ?? 53, field });
}

function operatorsOf(city: City, manifests: readonly Manifest[]): Prerequisite[] {
  const { cloudNativePg, strimzi } = city.targets.kubernetes.operatorNamespaces;
  const namespaces: Readonly<Record<string, string>> = {
    'postgresql.cnpg.io': cloudNativePg,
    'barmancloud.cnpg.io': cloudNativePg,
    'kafka.strimzi.io': strimzi,
  };
  return Object.entries(operators).flatMap(([group, name]): Prerequisite[] => {
    const used = manifests.filter(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
    if (used.length === 0) return [];
    const kinds = [...new Set(used.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`))].sort();
    const namespace = namespaces[group];
    return [
      prerequisite('operator', {
        name,
        kinds,
        ...(namespace && { namespace }),
        needsCertManager: certified.has(group),
        ...(watchesItself.has(group) && { watches: city.targets.kubernetes.namespace }),
      }),
    ];
  });
}

function clusterParts(city: City, manifests: readonly Manifest[], maxBody: number): Prerequisite[] {
  const { edge, storageClass, sharedStorageClass } = city.targets.kubernetes;
  const has = (kind: string) => manifests.some((manifest) => manifest.kind === kind);
  const claims = (mode: string) =>
    manifests.some(({ kind, spec }) => kind === 'PersistentVolumeClaim' && spec?.accessModes?.includes(mode) === true);
  const parts: Prerequisite[] = [];
  if (claims('ReadWriteOnce') || has('StatefulSet') || has('Cluster') || has('KafkaNodePool')) {
    parts.push(prerequisite('ownVolumes', { ...(storageClass && { className: storageClass }) }));
  }
  if (claims('ReadWriteMany')) {
    parts.push(prerequisite('sharedVolumes', { ...(sharedStorageClass && { className: sharedStorageClass }) }));
  }
  if (has('HorizontalPodAutoscaler')) parts.push(prerequisite('metricsServer', {}));
  if (has('Ingress') && edge.kind === 'ingress') {
    parts.push(prerequisite('ingress', { ...(edge.className && { className: edge.className }), maxBody }));
  }
  if (has('HTTPRoute') && edge.kind === 'gateway') {
    const ports = manifests.flatMap(({ kind, spec }) =>
      kind === 'TCPRoute' ? (spec?.parentRefs ?? []).flatMap(({ port }) => port ?? []) : [],
    );
    parts.push(
      prerequisite('gateway', { name: `${edge.namespace}/${edge.name}`, listener: edge.sectionName, maxBody, ports }),
    );
  }
  if ('clusterIssuer' in edge && edge.clusterIssuer) {
    parts.push(prerequisite('clusterIssuer', { name: edge.clusterIssuer }));
  }
  return parts;
}

function secrets(city: City, manifests: readonly Manifest[]): Prerequisite[] {
  const { namespace, objectStore, postgres, secretStore } = city.targets.kubernetes;
  const needed: Prerequisite[] = [];
  if (objectStore && city.backups.enabled) {
    const { secretName: name, bucket, endpoint, authority } = objectStore;
    needed.push(prerequisite('objectStoreSecret', { name, namespace, bucket, endpoint }));
    if (authority) needed.push(prerequisite('objectStoreAuthority', { ...authority, namespace, endpoint }));
  }
  if ('existing' in postgres) {
    const { adminSecret, adminUser, host } = postgres.existing;
    needed.push(prerequisite('secret', { ...adminSecret, namespace, user: adminUser, host }));
  }
  const { mail } = city;
  if (mail?.login) {
    needed.push(prerequisite('secret', { ...mail.login.secret, namespace, user: mail.login.user, host: mail.host }));
  }
  const remote = manifests.filter(({ kind }) => kind === 'ExternalSecret').flatMap(({ spec }) => spec?.data ?? []);
  if (secretStore && remote.length > 0) {
    const keys = new Set(remote.map(({ remoteRef: { key, property } }) => (property ? `${key} (${property})` : key)));
    needed.push(
      prerequisite('secretStore', { name: `${secretStore.kind} ${secretStore.name}`, keys: [...keys].sort() }),
    );
  }
  return needed;
}
