import { ApiObject } from 'cdk8s';
import { locale, postgresSettings } from '../../constructs/servers/postgis';
import { images } from '../../constructs/waist/images';
import type { PostgresServer } from '../../constructs/waist/primitives';
import type { ObjectStore, PostgresOption } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, pathAnnotation, platformLabels } from '../metadata';
import { clusterArchive, renderBackups } from './cloudnative-pg-backups';
import type { k8s } from './k8s';
import { pods, podsIn, renderNetworkPolicy, tcp, toApiServer } from './network-policy';
import { nodeSelector } from './node-selector';
import { objectStorePort, storeOf } from './object-store';
import { bytes, plainResources } from './quantities';

type CloudNativePg = Extract<PostgresOption, { kind: 'cloudnative-pg' }>;

/** Port on which the instances tell the operator and each other how they are, over TLS. */
const statusPort = 8000;
const metricsPort = 9187;

/** Keys of the operator's own pods, in its manifests and its Helm chart. */
const operatorPods = { 'app.kubernetes.io/name': 'cloudnative-pg' };

/** The instances of the Cluster `name`. */
export function clusterPods(name: string): k8s.NetworkPolicyPeer {
  return pods(clusterSelector(name));
}

function clusterSelector(name: string): Record<string, string> {
  return { 'cnpg.io/cluster': name };
}

/**
 * A Cluster of the CloudNativePG operator (1.26 or newer). TLS is the operator's own. It makes a database `app` that
 * nothing uses; the platform's databases come from the server's setup job.
 */
export function renderCluster(
  target: KubernetesTarget,
  server: PostgresServer,
  name: string,
  option: CloudNativePg,
): void {
  const store = storeOf(target, server, server.props.backups);
  const { replicas, size, storage } = server.props;
  const { storageClass, imagePullSecrets } = target.options;
  const metadata = metadataOf(target, server, name);
  const [admin] = target.resolve(server.admin.value);
  if (typeof admin !== 'object') throw new Error(`${server.admin.node.path} is no secret`);
  server.node.defaultChild = new ApiObject(server, 'Cluster', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata,
    spec: {
      instances: replicas,
      // With one instance it would never let go of a node that is drained.
      enablePDB: replicas > 1,
      imageName: target.imageOf(images.cnpgPostgis),
      ...(imagePullSecrets?.length ? { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) } : {}),
      inheritedMetadata: {
        labels: { ...target.options.labels, ...platformLabels(target) },
        annotations: { [pathAnnotation]: server.node.path },
      },
      enableSuperuserAccess: true,
      superuserSecret: { name: admin.name },
      primaryUpdateStrategy: 'unsupervised',
      bootstrap: { initdb: { encoding: 'UTF8', localeCollate: locale, localeCType: locale } },
      storage: { size: bytes(storage), ...(storageClass ? { storageClass } : {}) },
      resources: plainResources(size),
      affinity: {
        nodeSelector: nodeSelector(images.cnpgPostgis),
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'preferred',
        topologyKey: target.options.zones === 3 ? 'topology.kubernetes.io/zone' : 'kubernetes.io/hostname',
      },
      postgresql: {
        parameters: postgresSettings(server.props),
        // A transaction is on two servers before it counts, as long as there are two.
        ...(replicas > 1 ? { synchronous: { method: 'any', number: 1, dataDurability: 'preferred' } } : {}),
      },
      ...clusterArchive(name, store, option.restore),
    },
  });
  renderBackups(target, server, name, store);
  renderPolicy(target, server, name, option, store);
}

function renderPolicy(
  target: KubernetesTarget,
  server: PostgresServer,
  name: string,
  { operatorNamespace = 'cnpg-system' }: CloudNativePg,
  store: ObjectStore | undefined,
): void {
  const selector = clusterSelector(name);
  const port = server.endpoint.port;
  const own = pods(selector);
  const monitoring = target.options.monitoringNamespace;
  renderNetworkPolicy(target, server, name, selector, {
    ingress: [
      ...target.traffic.ingressTo(server),
      { from: [own], ports: tcp(port, statusPort) },
      { from: [podsIn(operatorNamespace, operatorPods)], ports: tcp(port, statusPort) },
      ...(monitoring ? [{ from: [podsIn(monitoring)], ports: tcp(metricsPort) }] : []),
    ],
    egress: [
      { to: [own], ports: tcp(port, statusPort) },
      toApiServer(target),
      ...(store ? [{ ports: tcp(objectStorePort(store)) }] : []),
    ],
  });
}
