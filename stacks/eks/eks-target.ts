import { type CfnResource, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as efs from 'aws-cdk-lib/aws-efs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { connections } from '../../constructs/waist/graph';
import { type Endpoint, Primitive, type Service, Volume } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import type { AwsKind, AwsRendered } from '../aws-kind';
import { type AwsKinds, awsKinds } from '../aws-kinds';
import { type AwsOptions, AwsTarget, type LoadBalancerTarget } from '../aws-target';
import { securityGroupOf } from '../private/security-groups';
import { makeFileSystem, mountTargets } from '../volume';
import { AdoptedCluster, type ExistingCluster } from './adopted-cluster';
import { EksCluster } from './eks-cluster';
import type { PlatformCluster } from './platform-cluster';

/** A load balancer's target group, and the port of the service that its requests go to. */
export interface Binding {
  readonly endpoint: Endpoint<Service>;
  readonly targetGroup: elb.ITargetGroup;
}

const nfs = 2049;

/**
 * Renders into a CDK stack what stores and what connects a platform whose programs run in a cluster of EKS: database, bus,
 * shared files, secrets, load balancers, and the cluster if none exists. The programs themselves are objects of Kubernetes.
 */
export class EksTarget extends AwsTarget {
  protected override readonly kinds: AwsKinds = kindsIn(this);
  readonly cluster: PlatformCluster;
  /** The cluster, where it is the stack's own. */
  readonly made: EksCluster | undefined;
  /** The cluster, where it is somebody else's. */
  readonly adopted: AdoptedCluster | undefined;
  readonly #scope: Construct;
  readonly #bindings: Binding[] = [];
  readonly #ready: CfnResource[] = [];
  #files: efs.FileSystem | undefined;

  /** @param existing the cluster, where there is one. @default one is made */
  constructor(scope: Construct, options: AwsOptions = {}, existing?: ExistingCluster) {
    super(scope, options);
    this.#scope = new Construct(scope, 'Eks');
    this.adopted = existing && new AdoptedCluster(this.#scope, 'Cluster', existing);
    this.made = existing ? undefined : new EksCluster(this.#scope, 'Cluster', this);
    this.cluster = (this.adopted ?? this.made)!;
  }

  /** What the cluster has to bind to services. */
  get bindings(): readonly Binding[] {
    return [...this.#bindings];
  }

  /** The file system of volumes that several programs write, or that are backed up. Undefined where there are none. */
  get files(): efs.FileSystem | undefined {
    return this.#files;
  }

  /** What has to be there before any program starts: databases that answer, and files to mount. */
  get readyForPrograms(): readonly CfnResource[] {
    return [...this.#ready, ...(this.#files ? mountTargets(this.#files) : [])];
  }

  override render(root: Construct): void {
    this.#files = this.#makeFiles(root);
    super.render(root);
    this.#letClusterReach(root);
  }

  override loadBalancerTarget(endpoint: Endpoint<Service>): LoadBalancerTarget {
    const bind = (targetGroup: elb.ITargetGroup): elb.LoadBalancerTargetProps => {
      for (const [tag, value] of Object.entries(this.cluster.bindingTags)) Tags.of(targetGroup).add(tag, value);
      this.#bindings.push({ endpoint, targetGroup });
      return { targetType: elb.TargetType.IP };
    };
    return { attachToApplicationTargetGroup: bind, attachToNetworkTargetGroup: bind };
  }

  /** What the cluster holds is kept with the cluster. */
  protected override finish(primitive: Primitive, rendered: AwsRendered<Primitive>): void {
    this.#ready.push(...rendered.ready);
    if (!(primitive instanceof Volume)) super.finish(primitive, rendered);
  }

  #makeFiles(root: Construct): efs.FileSystem | undefined {
    const volumes = sharedVolumes(root);
    if (volumes.length === 0) return undefined;
    const files = makeFileSystem(new Construct(this.#scope, 'Files'), {
      size: Size.mebibytes(volumes.reduce((sum, { size }) => sum + size.mebibytes, 0)),
      saved: volumes.some(({ backups }) => backups.enabled),
      withoutRole: true,
      target: this,
    });
    files.applyRemovalPolicy(this.removalPolicy);
    return files;
  }

  /** Pods have no security groups of their own: network policies in the cluster tell them apart. */
  #letClusterReach(root: Construct): void {
    const { podSecurityGroup } = this.cluster;
    const doors = new Map<string, [ec2.ISecurityGroup, number]>();
    for (const { to, port } of connections(root)) {
      const group = this.groupOf(to);
      if (group && group !== podSecurityGroup) doors.set(`${group.node.path}:${port}`, [group, port]);
    }
    for (const [group, port] of doors.values()) {
      group.addIngressRule(podSecurityGroup, ec2.Port.tcp(port), 'From the cluster');
    }
    if (this.#files) {
      const group = securityGroupOf(this.#files.node.scope as Construct, this);
      group.addIngressRule(podSecurityGroup, ec2.Port.tcp(nfs), 'From the cluster');
    }
  }
}

/** Volumes that lie beside the cluster: those that several replicas write, and those that are backed up. */
export function sharedVolumes(root: Construct): Volume[] {
  return Primitive.all(root).filter(
    (primitive): primitive is Volume =>
      primitive instanceof Volume && (primitive.writers === 'many' || primitive.backups.enabled),
  );
}

function kindsIn(target: EksTarget): AwsKinds {
  /** What is an object of the cluster: the stack has nothing of it. */
  const inCluster: AwsKind<never> = {
    group: () => target.cluster.podSecurityGroup,
    render: () => ({ outputs: {}, ready: [], keeps: [] }),
  };
  const { PostgresServer, EventBus, Secret, Edge, ExternalEndpoint } = awsKinds;
  return {
    PostgresServer,
    EventBus,
    Secret,
    Edge,
    ExternalEndpoint,
    Service: inCluster,
    Job: inCluster,
    Cache: inCluster,
    Volume: inCluster,
  };
}
