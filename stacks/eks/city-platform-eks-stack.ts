import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type PodRequests, podRequests } from '../../charts/gates/budget';
import { type KubernetesSynthesis, synthKubernetes } from '../../charts/synth';
import { CityPlatform } from '../../constructs/platform/city-platform';
import type { FederationPart } from '../../constructs/platform/federation-part';
import { checkOptions, type OptionKinds } from '../../constructs/problems/check-options';
import { type City, type CityInput, parseCity, requireTarget } from '../../constructs/spec/city';
import type { Peer } from '../../constructs/spec/federation';
import { forgetTraces } from '../private/acknowledge';
import { addOutputs, awsOptions, stackProps } from '../private/city-stack';
import { Applier } from './applier';
import { clusterAccess } from './cluster-access';
import { clusterSecrets } from './cluster-secrets';
import type { AddonProps, EksCluster } from './eks-cluster';
import { eksLacks, eksNames, eksOffer } from './eks-offer';
import { EksTarget } from './eks-target';
import { foundation } from './foundation';
import { checkPrerequisites } from './prerequisites';

/** The city, and what is known of a stack besides. */
export interface CityPlatformEksStackProps extends StackProps {
  /** A city, or what a `city.ts` writes. */
  readonly city: City | CityInput;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /** Its part in its federation, as `partOf` gives it. @default none */
  readonly federation?: FederationPart;
}

const optionKinds: OptionKinds<Pick<CityPlatformEksStackProps, 'city' | 'peers' | 'federation'>> = {
  city: 'mapping',
  peers: 'list',
  federation: 'mapping',
};

/** The part that is read of an object. */
interface Applicable {
  readonly apiVersion: string;
  readonly kind: string;
}

/** How long the platform may take to come up, in minutes: nodes are bought, images pulled, databases made. */
const comingUp = 50;
const around = 10;

/**
 * A whole city platform in a cluster of EKS, as one CDK stack: the cluster unless one exists, Aurora, and what else stores and
 * connects, and the same objects as on any other Kubernetes, which a function applies.
 *
 * @example
 * new CityPlatformEksStack(new App(), 'izmir', { city: { name: 'izmir', country: 'TR', … } });
 */
export class CityPlatformEksStack extends Stack {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The components and primitives behind resources and objects. */
  readonly platform: CityPlatform;
  /** The objects in the cluster. */
  readonly objects: KubernetesSynthesis;
  /** What the pods of the platform ask for together. */
  readonly requests: Pick<PodRequests, 'cpuMillis' | 'memoryMi'>;

  /** What the owner of a cluster that exists applies to it first. None where the stack makes the cluster. */
  readonly clusterAccess: readonly object[];

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(scope: Construct, id: string, options: CityPlatformEksStackProps) {
    checkOptions('CityPlatformEksStack', options, optionKinds, ['city'], true);
    const { city: input, peers, federation, ...props } = options;
    const city = parseCity(input);
    requireTarget(city, 'aws');
    super(scope, id, stackProps(scope, city, props));
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', {
      city,
      lacks: eksLacks,
      ...(peers && { peers }),
      ...(federation && { federation }),
    });
    const target = new EksTarget(this, awsOptions(city), city.targets.aws.eks.existing);
    target.render(this.platform);
    const { publicNetworks } = target.shared.network;
    this.objects = synthKubernetes(city, peers, federation, eksOffer(city, publicNetworks));
    const { cpuMillis, memoryMi } = podRequests(this.objects.objects);
    this.requests = { cpuMillis, memoryMi };
    this.clusterAccess = target.adopted ? clusterAccess(city.name, eksNames(city), this.#namespace) : [];
    this.#apply(target);
    addOutputs(this, this.platform);
    forgetTraces(this);
  }

  /** As it was rendered. */
  get #namespace(): Applicable {
    return this.#all.find(({ kind }) => kind === 'Namespace')!;
  }

  get #all(): readonly Applicable[] {
    return this.objects.objects as readonly Applicable[];
  }

  #apply(target: EksTarget): void {
    const { city, platform, objects, requests } = this;
    const { name } = city;
    const { adopted, made } = target;
    const names = eksNames(city);
    const { target: chart } = objects.chart;
    const inside = this.#all.filter(({ kind }) => kind !== 'Namespace');
    const administrator = new Applier(this, 'Foundation', {
      target,
      ...(adopted && { groups: [names.foundation] }),
      minutes: around,
    });
    const ground = administrator.apply('Objects', {
      set: `${name}-foundation`,
      namespace: adopted ? names.namespace : 'kube-system',
      members: adopted ? 'around' : 'anywhere',
      objects: {
        inline: foundation({
          name,
          names,
          platform,
          target,
          namespace: this.#namespace,
          requests,
          hostOf: (service) => chart.hostOf(service),
        }),
      },
    });
    const programs = new Applier(this, 'Programs', { target, groups: [names.deployers], minutes: comingUp });
    const applied = programs.apply('Objects', {
      set: name,
      namespace: names.namespace,
      members: 'inside',
      objects: { file: inside },
      secrets: clusterSecrets(platform, names, target, chart),
    });
    applied.node.addDependency(ground, ...target.readyForPrograms);
    if (made) {
      // After the add-ons also goes what mounts their files, when the stack is deleted.
      applied.node.addDependency(...addAddons(made, target, inside, ground));
      for (const [index, role] of city.targets.aws.eks.administrators.entries()) {
        made.letIn(this, `Administrator${index + 1}`, { role });
      }
    }
    if (adopted) {
      const checked = checkPrerequisites({
        city,
        names,
        target,
        adopted,
        objects: inside,
        foundation: administrator,
        programs,
      });
      // Before that was looked at, nothing is made that takes long or costs.
      for (const later of [platform, ...(target.files ? [target.files] : [])]) later.node.addDependency(checked);
      ground.node.addDependency(checked);
    }
  }
}

/** What the objects need in the cluster that Auto Mode does not bring. */
function addAddons(
  cluster: EksCluster,
  { files }: EksTarget,
  objects: readonly { readonly kind: string }[],
  after: Construct,
): Construct[] {
  const addons: AddonProps[] = [
    // What programs write, the gateway's audit trail among it, is kept for longer than their nodes.
    {
      name: 'amazon-cloudwatch-observability',
      identity: { serviceAccount: 'cloudwatch-agent', policy: 'CloudWatchAgentServerPolicy' },
    },
  ];
  if (objects.some(({ kind }) => kind === 'HorizontalPodAutoscaler')) addons.push({ name: 'metrics-server' });
  if (files) {
    const identity = { serviceAccount: 'efs-csi-controller-sa', policy: 'service-role/AmazonEFSCSIDriverPolicy' };
    addons.push({ name: 'aws-efs-csi-driver', identity });
  }
  return addons.map((addon) => cluster.addAddon(addon, after));
}
