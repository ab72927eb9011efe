import type { CustomResource } from 'aws-cdk-lib';
import type { City } from '../../constructs/spec/city';
import type { AdoptedCluster } from './adopted-cluster';
import type { Applier } from './applier';
import { deployerRights, filesDriver, foundationRights } from './cluster-access';
import { clusterAccessFile, type EksNames, eksDns } from './eks-offer';
import type { EksTarget } from './eks-target';

/** What a look at a cluster that exists follows from. */
export interface PrerequisitesProps {
  readonly city: City;
  readonly names: EksNames;
  readonly target: EksTarget;
  readonly adopted: AdoptedCluster;
  /** What lies in the namespace. */
  readonly objects: readonly { readonly apiVersion: string; readonly kind: string }[];
  /** Who makes what is around the platform, and who makes the platform. */
  readonly foundation: Applier;
  readonly programs: Applier;
}

/** Its objects are of versions that every Kubernetes since then has. */
const oldestVersion = '1.30';

/**
 * Looks whether a cluster that exists has what the platform needs of it. Each function asks for its own rights, because that needs
 * no right; what one finds it hands to the next, and the last one says all of it.
 *
 * @returns what there is after everything was found.
 */
export function checkPrerequisites(props: PrerequisitesProps): CustomResource {
  const { city, names, target, adopted, objects, foundation, programs } = props;
  const { existing } = adopted;
  const dns = eksDns(city);
  const described = foundation.check('Cluster', {
    described: {
      version: oldestVersion,
      vpc: target.shared.network.vpc.vpcId,
      securityGroup: existing.securityGroupId,
      autoMode: existing.autoMode,
      ...(existing.autoMode && dns?.kind === 'addresses' && { dns: dns.networks }),
    },
    last: false,
  });
  foundation.enterAfter(described);
  programs.enterAfter(described);
  const fix = `have its owner run kubectl apply --server-side -f ${clusterAccessFile}, which synth wrote beside the template.`;
  const allowed = programs.check('Rights', {
    rights: { wanted: deployerRights(names, objects), group: names.deployers, fix },
    after: described,
    last: false,
  });
  const scales = objects.some(({ kind }) => kind === 'HorizontalPodAutoscaler');
  return foundation.check('Prerequisites', {
    rights: { wanted: foundationRights(names), group: names.foundation, fix },
    kinds: [
      {
        apiVersion: adopted.bindingApi,
        kind: 'TargetGroupBinding',
        fix: existing.autoMode
          ? 'enable the load balancing of EKS Auto Mode.'
          : 'install the AWS Load Balancer Controller.',
      },
      ...(scales
        ? [{ apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', fix: 'install the add-on metrics-server.' }]
        : []),
    ],
    objects: [
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        name: existing.storageClass,
        fix: 'name one that it has in targets.aws.eks.existing.storageClass.',
      },
      ...(target.files
        ? [
            {
              apiVersion: 'storage.k8s.io/v1',
              kind: 'CSIDriver',
              name: filesDriver,
              fix: 'install the add-on aws-efs-csi-driver.',
            },
          ]
        : []),
    ],
    after: allowed,
    last: true,
  });
}
