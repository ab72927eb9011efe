import type { City } from '../../constructs/spec/city';
import type { Size } from '../../constructs/waist/units';
import type { Prerequisite } from './prerequisite';

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

/** What an operator itself asks for, as its installation guide says. */
const beside: Readonly<Record<string, string>> = {
  'barmancloud.cnpg.io': 'It gets its own certificates from cert-manager.',
};

/**
 * What a cluster has to have before it takes these objects: only what they use.
 *
 * @param maxBody the largest body that the platform takes.
 */
export function kubernetesPrerequisites(city: City, objects: readonly object[], maxBody: Size): Prerequisite[] {
  const manifests = objects as readonly Manifest[];
  return [
    { name: 'Kubernetes', need: 'Version 1.30 or newer, with a network plugin that enforces NetworkPolicies.' },
    ...nodes(manifests),
    dnsOf(city),
    ...operatorsOf(city, manifests),
    ...clusterParts(city, manifests, maxBody),
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
  return architectures.map((architecture) => ({
    name: `Nodes of ${architecture}`,
    need: 'Some programs are published for this architecture alone: the components below say which.',
  }));
}

function dnsOf(city: City): Prerequisite {
  const { dns } = city.targets.kubernetes;
  const where = (labels: Readonly<Record<string, string>>, namespace: string) =>
    `pods labelled ${Object.entries(labels)
      .map((pair) => pair.join('='))
      .join(', ')} in ${namespace}`;
  const at = !dns
    ? `${where({ 'k8s-app': 'kube-dns' }, 'kube-system')}, or NodeLocal DNSCache at 169.254.20.10`
    : dns.kind === 'pods'
      ? where(dns.labels, dns.namespace)
      : dns.networks.join(', ');
  return {
    name: 'Cluster DNS',
    need: `NetworkPolicies let programs ask ${at}, on port ${dns?.port ?? 53}. Where yours is another, say so in targets.kubernetes.dns.`,
  };
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
    const kinds = [...new Set(used.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`))].sort().join(', ');
    const where = namespaces[group] ? `, in the namespace ${namespaces[group]}` : '';
    const beyond = beside[group] ? ` ${beside[group]}` : '';
    return [{ name, need: `Its controller and CRDs${where}, for ${kinds}.${beyond}` }];
  });
}

function clusterParts(city: City, manifests: readonly Manifest[], maxBody: Size): Prerequisite[] {
  const bodies = `It has to let through bodies of ${maxBody.mebibytes} MiB.`;
  const { edge, storageClass, sharedStorageClass } = city.targets.kubernetes;
  const has = (kind: string) => manifests.some((manifest) => manifest.kind === kind);
  const claims = (mode: string) =>
    manifests.some(({ kind, spec }) => kind === 'PersistentVolumeClaim' && spec?.accessModes?.includes(mode) === true);
  const className = (name: string | undefined) => (name ? `StorageClass ${name}` : 'Default StorageClass');
  const parts: Prerequisite[] = [];
  if (claims('ReadWriteOnce') || has('StatefulSet') || has('Cluster') || has('KafkaNodePool')) {
    parts.push({ name: className(storageClass), need: 'For volumes that one pod writes (ReadWriteOnce).' });
  }
  if (claims('ReadWriteMany')) {
    const say = sharedStorageClass ? '' : ' Few default classes do: name one that does in sharedStorageClass.';
    const need = `For the files that several replicas of the portal share: it has to offer ReadWriteMany.${say}`;
    parts.push({ name: className(sharedStorageClass), need });
  }
  if (has('HorizontalPodAutoscaler')) {
    parts.push({ name: 'Metrics Server', need: 'Replicas follow the processor load it reports.' });
  }
  if (has('Ingress') && edge.kind === 'ingress') {
    const name = edge.className
      ? `Ingress controller of the class ${edge.className}`
      : 'Ingress controller of the default class';
    parts.push({ name, need: `The way in from outside. ${bodies}` });
  }
  if (has('HTTPRoute') && edge.kind === 'gateway') {
    const ports = manifests.flatMap(({ kind, spec }) =>
      kind === 'TCPRoute' ? (spec?.parentRefs ?? []).map(({ port }) => port) : [],
    );
    const further = ports.length > 0 ? ` Listeners on the ports ${ports.join(', ')} end TLS and take TCPRoutes.` : '';
    const need = `The way in from outside. It exists; its listener ${edge.sectionName} takes routes of this namespace and holds the certificate. ${bodies}${further}`;
    parts.push({ name: `Gateway ${edge.namespace}/${edge.name}`, need });
  }
  if ('clusterIssuer' in edge && edge.clusterIssuer) {
    const need = 'cert-manager runs in the cluster and signs the certificate with this issuer.';
    parts.push({ name: `ClusterIssuer ${edge.clusterIssuer}`, need });
  }
  return parts;
}

function secrets(city: City, manifests: readonly Manifest[]): Prerequisite[] {
  const { namespace, objectStore, postgres, secretStore } = city.targets.kubernetes;
  const needed: Prerequisite[] = [];
  if (objectStore && manifests.some(({ kind }) => kind === 'ObjectStore')) {
    const need = `In the namespace ${namespace}, with accessKeyId and secretAccessKey for the bucket ${objectStore.bucket} at ${objectStore.endpoint}.`;
    needed.push({ name: `Secret ${objectStore.secretName}`, need });
  }
  if ('existing' in postgres) {
    const { adminSecret, adminUser, host } = postgres.existing;
    const need = `In the namespace ${namespace}: the key ${adminSecret.key} holds the password of ${adminUser} at ${host}.`;
    needed.push({ name: `Secret ${adminSecret.name}`, need });
  }
  const login = city.mail?.login;
  if (login) {
    const need = `In the namespace ${namespace}: the key ${login.secret.key} holds the password of ${login.user} at ${city.mail.host}.`;
    needed.push({ name: `Secret ${login.secret.name}`, need });
  }
  const remote = manifests.filter(({ kind }) => kind === 'ExternalSecret').flatMap(({ spec }) => spec?.data ?? []);
  if (secretStore && remote.length > 0) {
    const keys = new Set(remote.map(({ remoteRef: { key, property } }) => (property ? `${key} (${property})` : key)));
    const need = `It holds a value under each of these keys, with the property in brackets: ${[...keys].sort().join(', ')}.`;
    needed.push({ name: `${secretStore.kind} ${secretStore.name}`, need });
  }
  return needed;
}
