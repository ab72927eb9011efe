import { type CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { checkOptions, type OptionKinds } from '../constructs/problems/check-options';
import { nameOf } from '../constructs/waist/names';
import { addOptOut } from '../constructs/waist/opt-out';
import {
  type Endpoint,
  Primitive,
  type Secret,
  type Service,
  type Volume,
  type Workload,
} from '../constructs/waist/primitives';
import type { RegistryMirrors } from '../constructs/waist/registry-mirrors';
import { kindOf, Target } from '../constructs/waist/target';
import type { AwsKind, AwsRendered } from './aws-kind';
import { awsKinds } from './aws-kinds';
import { forgetTraces } from './private/acknowledge';
import { renderComponentAlarms } from './private/component-alarms';
import type { AdoptedVpc } from './private/network';
import { Places } from './private/places';
import { Shared } from './private/shared';
import { mainContainer } from './private/task';
import { fileSystemOf } from './volume';

export type { AdoptedVpc } from './private/network';

/** A secret in Secrets Manager, or one field of it. */
export interface SecretHandle {
  readonly secret: ISecret;
  /** @default the whole value */
  readonly field?: string;
  /** Which version of it, by its stage. @default the one of today */
  readonly stage?: string;
  /** The key of the platform, if the secret is encrypted with it: whoever reads the secret has to decrypt. @default none */
  readonly key?: IKey;
}

/** What an account offers, and how primitives are rendered for it. */
export interface AwsOptions {
  /**
   * A VPC that exists, or one of the app: with public subnets, private ones with a way out, and perhaps isolated ones for
   * the databases.
   * @default one is made
   */
  readonly vpc?: AdoptedVpc | ec2.IVpc;
  /** Public Route 53 zone for the addresses and, without a certificate, to prove one. @default none */
  readonly hostedZone?: { readonly id: string; readonly name: string } | route53.IHostedZone;
  /** ACM certificate for all public host names, or its ARN. @default one is requested by `hostedZone` */
  readonly certificate?: string | acm.ICertificate;
  /** Of registries that images are pulled from. @default none */
  readonly registryMirrors?: RegistryMirrors;
  /** Mailbox that alarms are sent to. @default the alarm topic has no subscriber */
  readonly alarmEmail?: string;
  /** ARN of a topic that alarms go to as well; its policy lets the account publish. @default none */
  readonly alarmTopicArn?: string;
  /** Address below which the pages of alarms lie. @default the kit's own, by their path */
  readonly runbooks?: string;
  /** Availability zones of the VPC that is made. @default 2 */
  readonly zones?: 2 | 3;
  /** NAT gateways of the VPC that is made, at most one a zone. @default one a zone */
  readonly natGateways?: number;
  /** Whether databases, file systems, secrets and logs outlive the stack. @default true */
  readonly deletionProtection?: true | { readonly enabled: false; readonly reason: string };
  /**
   * A whole number. Raise it by one to renew every generated password at the next deployment: Secrets Manager makes new
   * values, the setup jobs run again with them, and then every service that holds a secret starts anew.
   * @default 0
   */
  readonly rotation?: number;
}

/** What load balancers of either kind send to. */
export type LoadBalancerTarget = elb.IApplicationLoadBalancerTarget & elb.INetworkLoadBalancerTarget;

/**
 * What holds data outlives its stack, and the change that would replace it. What a deployment has just made holds none: when
 * that deployment fails, it goes again, where `Retain` would leave an empty database that no stack knows, and its bill.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

const optionKinds: OptionKinds<AwsOptions> = {
  vpc: 'mapping',
  hostedZone: 'mapping',
  certificate: 'text or mapping',
  alarmEmail: 'text',
  alarmTopicArn: 'text',
  runbooks: 'text',
  registryMirrors: 'mapping',
  zones: 'number',
  natGateways: 'number',
  deletionProtection: 'boolean or mapping',
  rotation: 'number',
};

/**
 * Renders primitives into a CDK stack. What they share lies below `scope`, under the id `Aws`.
 *
 * @example
 * new AwsTarget(stack, { hostedZone }).render(stack);
 */
export class AwsTarget extends Target<SecretHandle, AwsRendered<Primitive>> {
  protected readonly kinds = awsKinds;
  /** What the primitives share: network, cluster, keys, alarms. */
  readonly shared: Shared;
  /** What becomes of data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** How often the generated passwords have been renewed. */
  readonly rotation: number;
  readonly #places: Places;
  readonly #platform: string;
  readonly #namespace: string;
  readonly #services = new Map<Service, ecs.FargateService>();

  constructor(
    /** The stack, or a construct in one, that is rendered. */
    readonly scope: Construct,
    /** The options as they were given. */
    readonly options: AwsOptions = {},
  ) {
    checkOptions('AwsTarget', options, optionKinds);
    super();
    const { deletionProtection = true, zones = 2 } = options;
    this.rotation = options.rotation ?? 0;
    if (!Number.isInteger(this.rotation) || this.rotation < 0)
      throw new Error(`rotation is a whole number, 0 or more, not ${this.rotation}`);
    if (deletionProtection !== true) {
      addOptOut(scope, { measure: 'protection against deletion', reason: deletionProtection.reason });
    }
    this.removalPolicy = deletionProtection === true ? kept : RemovalPolicy.DESTROY;
    this.#places = new Places(scope);
    this.#platform = nameOf(scope) || 'platform';
    this.#namespace = `${this.#platform}.internal`;
    this.shared = new Shared(scope, 'Aws', {
      vpc: options.vpc,
      zones,
      natGateways: Math.min(options.natGateways ?? zones, zones),
      alarmEmail: options.alarmEmail,
      alarmTopicArn: options.alarmTopicArn,
      runbooks: options.runbooks,
      removalPolicy: this.removalPolicy,
      namespace: this.#namespace,
    });
  }

  /** Whether data outlive the stack. */
  get protects(): boolean {
    return this.removalPolicy === kept;
  }

  /**
   * The construct below which the resources of `workload` are made, but for those that store or connect: these are made
   * below the workload itself. It lies in the nested stack of the component that the workload belongs to, if any.
   */
  place(workload: Workload): Construct {
    return this.#places.of(workload);
  }

  protected override begin(root: Construct): void {
    this.#places.check(root);
  }

  override render(root: Construct): void {
    super.render(root);
    renderComponentAlarms(this, root);
    forgetTraces(this.scope);
  }

  /** Name in the private DNS zone. */
  serviceName(service: Service): string {
    const name = nameOf(service);
    const prefix = `${this.#platform}-`;
    return name.startsWith(prefix) ? name.slice(prefix.length) : name;
  }

  override hostOf(service: Service): string {
    return `${this.serviceName(service)}.${this.#namespace}`;
  }

  /**
   * Keeps what holds data when the stack goes or a change replaces it.
   *
   * @throws when a primitive holds data and its kind names nothing to keep.
   */
  protected override finish(primitive: Primitive, { keeps }: AwsRendered<Primitive>): void {
    if (primitive.holdsData && keeps.length === 0) {
      throw new Error(
        `${primitive.node.path} holds data, and its kind '${primitive.kind}' names nothing to keep on AWS`,
      );
    }
    for (const resource of keeps) resource.applyRemovalPolicy(this.removalPolicy);
  }

  /** Makes `resource` wait for what the workload starts after: services that are stable, jobs that ended well. */
  waitForDependencies(workload: Workload, resource: CfnResource): void {
    for (const earlier of workload.startsAfter) {
      // What lies beside the rendered tree is there already.
      for (const ready of this.tryRendered(earlier)?.ready ?? []) resource.addResourceDependency(ready);
    }
  }

  /** The security group of a primitive; none for what is not in the VPC. */
  groupOf(primitive: Primitive): ec2.ISecurityGroup | undefined {
    return this.#kindOf(primitive).group(primitive, this);
  }

  /** What AWS generates itself for a secret, because it belongs to something that AWS runs. */
  secretOf(secret: Secret): AwsRendered<Secret> | undefined {
    const owner = secret.node.scope;
    return Primitive.isPrimitive(owner) ? this.#kindOf(owner).secret?.(owner, secret, this) : undefined;
  }

  #kindOf(primitive: Primitive): AwsKind<Primitive> {
    return kindOf(this.kinds, primitive);
  }

  /** Called by the renderer of services. */
  setService(service: Service, fargate: ecs.FargateService): void {
    this.#services.set(service, fargate);
  }

  /** The ECS service of `service`, rendered now if it is not yet. */
  fargateService(service: Service): ecs.FargateService {
    this.rendered(service);
    return this.#services.get(service)!;
  }

  /** What a load balancer hands on for a port to. */
  loadBalancerTarget({ source, port }: Endpoint<Service>): LoadBalancerTarget {
    return this.fargateService(source).loadBalancerTarget({ containerName: mainContainer, containerPort: port });
  }

  /** The file system of `volume`, rendered now if it is not yet. */
  fileSystem(volume: Volume): ReturnType<typeof fileSystemOf> {
    this.rendered(volume);
    return fileSystemOf(volume);
  }

  /** Where tasks run. */
  get taskSubnets(): ec2.SubnetSelection {
    return this.shared.network.privateSubnets;
  }
}
