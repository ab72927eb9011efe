import { pathAnnotation } from '../../../charts/metadata';
import { EventBus, PostgresServer, Primitive } from '../../../constructs/waist/primitives';
import type { Peer } from './connectivity';
import type { KubernetesObject, Rendering } from './platforms';

/** A pod for each program of a platform, named after the path of its construct. */
export function peersOf({ objects, namespace, platform }: Rendering): Peer[] {
  const templates = objects.flatMap((object) => {
    const template = object.spec?.jobTemplate?.spec.template ?? object.spec?.template;
    return ['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(object.kind) ? [template.metadata] : [];
  });
  const ofOperators = Primitive.all(platform).flatMap((primitive) => operatorPod(primitive, objects));
  return [...templates, ...ofOperators].map(({ labels, annotations }, index) => ({
    name: annotations[pathAnnotation] as string,
    pod: { namespace, labels },
    address: `10.244.1.${index + 1}`,
  }));
}

/** Labels and annotations that an operator gives to the pods it makes: its own, and those it was told. */
function operatorPod(primitive: Primitive, objects: readonly KubernetesObject[]): object[] {
  const of = (kind: string) =>
    objects.find(
      (object) => object.kind === kind && object.metadata.annotations?.[pathAnnotation] === primitive.node.path,
    );
  if (primitive instanceof PostgresServer) {
    const cluster = of('Cluster');
    if (!cluster) return [];
    const { labels, annotations } = cluster.spec.inheritedMetadata;
    const own = { 'cnpg.io/cluster': cluster.metadata.name, 'cnpg.io/podRole': 'instance', role: 'primary' };
    return [{ labels: { ...labels, ...own }, annotations }];
  }
  if (primitive instanceof EventBus) {
    const kafka = of('Kafka');
    if (!kafka) return [];
    const { labels, annotations } = kafka.spec.kafka.template.pod.metadata;
    const own = { 'strimzi.io/cluster': kafka.metadata.name, 'strimzi.io/kind': 'Kafka' };
    return [{ labels: { ...labels, ...own }, annotations }];
  }
  return [];
}

/** Who else is in the cluster and outside of it. */
export const outsiders = {
  dns: pod('DNS', 'kube-system', { 'k8s-app': 'kube-dns' }, '10.244.9.1'),
  dnsOfNode: pod('the DNS pod of a node', 'kube-system', { 'k8s-app': 'node-local-dns' }, '10.244.9.9'),
  otherInKubeSystem: pod('another pod of kube-system', 'kube-system', { app: 'other' }, '10.244.9.2'),
  ingress: pod('the ingress controller', 'traefik', { app: 'traefik' }, '10.244.9.3'),
  gateway: pod('the Gateway', 'edge', { app: 'gateway' }, '10.244.9.4'),
  prometheus: pod('Prometheus', 'monitoring', { app: 'prometheus' }, '10.244.9.5'),
  postgresOperator: pod('CloudNativePG', 'cnpg-system', { 'app.kubernetes.io/name': 'cloudnative-pg' }, '10.244.9.6'),
  kafkaOperator: pod('Strimzi', 'strimzi', { name: 'strimzi-cluster-operator' }, '10.244.9.7'),
  neighbour: pod('a neighbour', 'default', { app: 'neighbour' }, '10.244.9.8'),
  nodeLocalDns: { name: 'NodeLocal DNSCache', address: '169.254.20.10' },
  internet: { name: 'the internet', address: '198.51.100.7' },
  metadata: { name: 'the metadata service', address: '169.254.169.254' },
  node: { name: 'a private address', address: '10.0.0.5' },
} satisfies Readonly<Record<string, Peer>>;

function pod(name: string, namespace: string, labels: Readonly<Record<string, string>>, address: string): Peer {
  return { name, pod: { namespace, labels }, address };
}
