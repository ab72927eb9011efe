import type { City } from '../../constructs/spec/city';
import { clusterAccessFile, eksDns, eksNames } from '../../stacks/eks/eks-offer';
import { dnsOf } from './kubernetes-prerequisites';
import { type Prerequisite, prerequisite } from './prerequisite';

/**
 * What a cluster of EKS that exists has to have before it takes these objects. Nothing where one is made.
 *
 * @param requests what the pods of the platform ask for together.
 */
export function eksPrerequisites(
  city: City,
  objects: readonly object[],
  requests: { readonly cpuMillis: number; readonly memoryMi: number },
): Prerequisite[] {
  const { existing } = city.targets.aws.eks;
  if (!existing) return [];
  const { name, autoMode, storageClass } = existing;
  const names = eksNames(city);
  const manifests = objects as readonly {
    readonly kind: string;
    readonly spec?: { readonly storageClassName?: string };
  }[];
  const scales = manifests.some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const shares = manifests.some(
    ({ kind, spec }) => kind === 'PersistentVolumeClaim' && spec?.storageClassName === names.files,
  );
  return [
    prerequisite('eksCluster', {
      name,
      autoMode,
      cores: Math.ceil(requests.cpuMillis / 1000),
      gibibytes: Math.ceil(requests.memoryMi / 1024),
    }),
    prerequisite('kubernetes', {}),
    prerequisite('clusterAccess', { file: clusterAccessFile, namespace: names.namespace }),
    dnsOf(eksDns(city), 'targets.aws.eks.existing.dns'),
    prerequisite('ownVolumes', { className: storageClass }),
    ...(autoMode ? [] : [prerequisite('loadBalancerController', {})]),
    ...(shares ? [prerequisite('filesDriver', {})] : []),
    ...(scales ? [prerequisite('metricsServer', {})] : []),
  ];
}
