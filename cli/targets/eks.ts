import { clusterAccessFile } from '../../stacks/eks/eks-offer';
import { awsCost } from '../cost/aws-cost';
import { addressPrerequisites } from '../report/address-prerequisites';
import { awsPrerequisites } from '../report/aws-prerequisites';
import { eksPrerequisites } from '../report/eks-prerequisites';
import { federationPrerequisites } from '../report/federation-prerequisites';
import { givenSecrets } from '../report/given-secrets';
import { imagesOf } from '../report/images-of';
import { aws, awsSecrets } from './aws';
import { kubernetes } from './kubernetes';
import { counted, quoted, type SynthTarget } from './synth-target';

/** A platform in a cluster of EKS: a stack of AWS that applies the objects of Kubernetes. */
export const eks: SynthTarget = {
  ...aws,
  title: 'EKS',
  packages: [...aws.packages, ...kubernetes.packages],
  gates: [...kubernetes.gates, ...aws.gates],
  steps: (city, folder) => [
    ...(city.targets.aws.eks.existing
      ? [
          {
            command: `kubectl apply --server-side -f ${quoted(`${folder}/${clusterAccessFile}`)}`,
            why: 'Once, by whoever administers the cluster: lets the functions of the stack in.',
          },
        ]
      : []),
    ...aws.steps(city, folder),
  ],
  async synth(city, folder, peers, federation) {
    const { synthEks } = await import('../../stacks/eks/synth');
    const { platform, templates, resources, clusterAccess, objects, requests, findings } = synthEks(
      city,
      folder,
      peers,
      federation,
    );
    const secrets = awsSecrets(city, platform);
    return {
      platform,
      objects: counted([
        ...Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
        ...objects.map((object) => (object as { kind: string }).kind),
      ]),
      files: [...(clusterAccess.length > 0 ? [clusterAccessFile] : []), ...Object.keys(templates)],
      findings,
      prerequisites: givenSecrets(platform, [
        ...addressPrerequisites(city, platform.gateway.hosts, 'aws'),
        ...awsPrerequisites(city),
        ...eksPrerequisites(city, objects, requests),
        ...federationPrerequisites(city, federation, 'aws'),
      ]),
      ...(secrets && { secrets }),
      images: imagesOf(objects, city.registryMirrors),
      cost: awsCost(city, resources, requests),
    };
  },
};
