import { Fn } from 'aws-cdk-lib';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { EventBus, type PostgresServer, Primitive, Reference } from '../../constructs/waist/primitives';
import { userOf } from '../volume';
import { filesDriver } from './cluster-access';
import type { EksNames } from './eks-offer';
import { type EksTarget, sharedVolumes } from './eks-target';

/** What the objects around a platform follow from. */
export interface FoundationProps {
  /** The city's name. */
  readonly name: string;
  readonly names: EksNames;
  readonly platform: CityPlatform;
  readonly target: EksTarget;
  /** The namespace, as it was rendered. */
  readonly namespace: object;
  /** What the pods of the platform ask for together. */
  readonly requests: { readonly cpuMillis: number; readonly memoryMi: number };
  /** Name in the cluster of the service that a load balancer sends to. */
  readonly hostOf: EksTarget['hostOf'];
}

/** Nodes for a rollout, for what stands half empty, and for the programs of AWS beside the platform. */
const spare = { times: 2, cpu: 8, gibibytes: 32 };

const keep = { 'citykit/keep': 'true' };

/**
 * What a cluster needs around the objects of a platform, and who deploys it may not make: what leads to the database and from
 * the load balancers, and a class of storage for the file system; in the stack's own cluster also the namespace and who may
 * deploy into it, nodes, disks, and network policies that are enforced. Values of AWS stand in these objects alone, so that
 * those of the platform are the same bytes everywhere.
 */
export function foundation(props: FoundationProps): object[] {
  const { name, names, platform, target, hostOf } = props;
  const labels = { 'app.kubernetes.io/part-of': name, 'app.kubernetes.io/managed-by': 'citykit' };
  const inside = (object: string) => ({ name: object, namespace: names.namespace, labels });
  // Volumes outlive the platform, and with them what they are of.
  const kept = { ...labels, ...keep };
  const database = platform.database as PostgresServer;
  const buses = Primitive.all(platform).filter((primitive) => primitive instanceof EventBus);
  const leadsTo = (service: string, externalName: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: inside(service),
    spec: { type: 'ExternalName', externalName },
  });
  return [
    ...(target.made ? ownCluster(props, labels, kept) : []),
    ...filesClass(names.files, kept, platform, target),
    leadsTo(names.database, target.resolvePublic(new Reference(database, 'host', false))),
    ...buses.map((bus) => leadsTo(names.bus, firstHost(target.resolvePublic(bus.bootstrapServers)))),
    ...target.bindings.map(({ endpoint: { source, port }, targetGroup }) => ({
      apiVersion: target.cluster.bindingApi,
      kind: 'TargetGroupBinding',
      metadata: inside(`${hostOf(source)}-${port}`),
      spec: {
        serviceRef: { name: hostOf(source), port },
        targetGroupARN: targetGroup.targetGroupArn,
        targetType: 'ip',
      },
    })),
  ];
}

/** What the stack's own cluster gets besides: the namespace and who may deploy into it, nodes, and disks. */
function ownCluster(
  { name, names, target, namespace, requests }: FoundationProps,
  labels: object,
  kept: object,
): object[] {
  return [
    namespace,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: `${name}-deployers`, namespace: names.namespace, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: names.deployers }],
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system', annotations: { 'citykit/shared': 'true' } },
      data: { 'enable-network-policy-controller': 'true' },
    },
    nodePool(names.nodes, labels, requests),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: names.disks, labels: kept },
      provisioner: 'ebs.csi.eks.amazonaws.com',
      parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: target.shared.key.keyArn },
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: target.protects ? 'Retain' : 'Delete',
    },
  ];
}

/** The first host of `host:port,host:port`. */
function firstHost(servers: string): string {
  return Fn.select(0, Fn.split(':', servers));
}

/** Auto Mode buys nodes for the pods that wait; so much together, at most. */
function nodePool(name: string, labels: object, { cpuMillis, memoryMi }: FoundationProps['requests']): object {
  const cpu = Math.ceil((spare.times * cpuMillis) / 1000) + spare.cpu;
  const memory = Math.ceil((spare.times * memoryMi) / 1024) + spare.gibibytes;
  const oneOf = (key: string, ...values: string[]) => ({ key, operator: 'In', values });
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name, labels },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
          requirements: [
            oneOf('eks.amazonaws.com/instance-category', 'c', 'm', 'r'),
            // Some images are built for it alone.
            oneOf('kubernetes.io/arch', 'amd64'),
            oneOf('karpenter.sh/capacity-type', 'on-demand'),
          ],
        },
      },
      limits: { cpu: String(cpu), memory: `${memory}Gi` },
    },
  };
}

/** Each claim is a folder of the file system, which whoever mounts it enters as the user of the program. */
function filesClass(name: string, labels: object, platform: CityPlatform, target: EksTarget): object[] {
  const { files } = target;
  if (!files) return [];
  const [uid, gid] = userOf(sharedVolumes(platform), target);
  return [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name, labels },
      provisioner: filesDriver,
      parameters: { provisioningMode: 'efs-ap', fileSystemId: files.fileSystemId, directoryPerms: '750', uid, gid },
      mountOptions: ['tls'],
      reclaimPolicy: target.protects ? 'Retain' : 'Delete',
    },
  ];
}
