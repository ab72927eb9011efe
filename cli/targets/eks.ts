import { awsCost } from '../cost/aws-cost';
import { addressPrerequisites } from '../report/address-prerequisites';
import { awsPrerequisites } from '../report/aws-prerequisites';
import { federationPrerequisites } from '../report/federation-prerequisites';
import { givenSecrets } from '../report/given-secrets';
import { imagesOf } from '../report/images-of';
import { aws, awsSecrets } from './aws';
import { kubernetes } from './kubernetes';
import { counted, type SynthTarget } from './synth-target';

/** A platform in a cluster of EKS: a stack of AWS that applies the objects of Kubernetes. */
export const eks: SynthTarget = {
  ...aws,
  title: 'EKS',
  packages: [...aws.packages, ...kubernetes.packages],
  gates: [...kubernetes.gates, ...aws.gates],
  async synth(city, folder, peers, federation) {
    const { synthEks } = await import('../../stacks/eks/synth');
    const { platform, templates, resources, objects, requests, findings } = synthEks(city, folder, peers, federation);
    const secrets = awsSecrets(city, platform);
    return {
      platform,
      objects: counted([
        ...Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
        ...objects.map((object) => (object as { kind: string }).kind),
      ]),
      files: Object.keys(templates),
      findings,
      prerequisites: givenSecrets(platform, [
        ...addressPrerequisites(city, platform.gateway.hosts, 'aws'),
        ...awsPrerequisites(city),
        ...federationPrerequisites(city, federation, 'aws'),
      ]),
      ...(secrets && { secrets }),
      images: imagesOf(objects, city.registryMirrors),
      cost: awsCost(city, resources, requests),
    };
  },
};
