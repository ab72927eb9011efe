import { type CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { dependenciesOf } from '../constructs/waist/graph';
import { nameOf } from '../constructs/waist/names';
import { addOptOut } from '../constructs/waist/opt-out';
import type { Primitive, Service, Volume } from '../constructs/waist/primitives';
import type { Workload } from '../constructs/waist/primitives/workload';
import { type Renderers, Target } from '../constructs/waist/target';
import { renderCache } from './cache';
import { renderEdge } from './edge';
import { renderEventBus } from './event-bus';
import { renderJob } from './job';
import { renderPostgresServer } from './postgres-server';
import { forgetTraces } from './private/acknowledge';
import type { AdoptedVpc } from './private/network';
import { Shared } from './private/shared';
import { renderSecret } from './secret';
import { renderService } from './service';
import { fileSystemOf, renderVolume } from './volume';

export type { AdoptedVpc } from './private/network';

/** A secret in Secrets Manager, or one field of it. */
export interface SecretHandle {
  readonly secret: ISecret;
  /** @default the whole value */
  readonly field?: string;
}

export interface AwsOptions {
  /** A VPC that exists. @default one is made */
  readonly vpc?: AdoptedVpc;
  /** Public Route 53 zone for the addresses and, without `certificateArn`, to prove the certificate. @default none */
  readonly hostedZone?: { readonly id: string; readonly name: string };
  /** ACM certificate for all public host names. @default one is requested by `hostedZone` */
  readonly certificateArn?: string;
  /** Mailbox that alarms are sent to. @default the alarm topic has no subscriber */
  readonly alarmEmail?: string;
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

const renderers: Renderers<AwsTarget, SecretHandle> = {
  Service: renderService,
  Job: renderJob,
  PostgresServer: renderPostgresServer,
  Cache: renderCache,
  EventBus: renderEventBus,
  Volume: renderVolume,
  Secret: renderSecret,
  Edge: renderEdge,
};

/**
 * Renders primitives into a CDK stack. What they share lies below `scope`, under the id `Aws`.
 *
 * @example
 * new AwsTarget(stack, { hostedZone }).render(stack);
 */
export class AwsTarget extends Target<SecretHandle> {
  protected readonly renderers = renderers;
  readonly shared: Shared;
  readonly removalPolicy: RemovalPolicy;
  readonly rotation: number;
  readonly #platform: string;
  readonly #namespace: string;
  readonly #ready = new Map<Primitive, readonly CfnResource[]>();
  readonly #services = new Map<Service, ecs.FargateService>();

  constructor(
    readonly scope: Construct,
    readonly options: AwsOptions = {},
  ) {
    super();
    const { deletionProtection = true, zones = 2 } = options;
    this.rotation = options.rotation ?? 0;
    if (!Number.isInteger(this.rotation) || this.rotation < 0) throw new Error('rotation is a whole number, 0 or more');
    if (deletionProtection !== true) {
      addOptOut(scope, { measure: 'protection against deletion', reason: deletionProtection.reason });
    }
    this.removalPolicy = deletionProtection === true ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.#platform = nameOf(scope) || 'platform';
    this.#namespace = `${this.#platform}.internal`;
    this.shared = new Shared(scope, 'Aws', {
      vpc: options.vpc,
      zones,
      natGateways: Math.min(options.natGateways ?? zones, zones),
      alarmEmail: options.alarmEmail,
      removalPolicy: this.removalPolicy,
      namespace: this.#namespace,
    });
  }

  get protects(): boolean {
    return this.removalPolicy === RemovalPolicy.RETAIN;
  }

  override render(root: Construct): void {
    super.render(root);
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

  /** Called by a renderer: whoever depends on `primitive` waits for these resources. */
  setReady(primitive: Primitive, ...resources: CfnResource[]): void {
    this.#ready.set(primitive, resources);
  }

  /** Makes `resource` wait for what the workload depends on: services that are stable, jobs that ended well. */
  waitForDependencies(workload: Workload, resource: CfnResource): void {
    if (!workload.waits) return;
    for (const dependency of [...dependenciesOf(workload), ...Object.values(workload.volumes)]) {
      for (const ready of this.#ready.get(dependency) ?? []) resource.addResourceDependency(ready);
    }
  }

  /** Called by the renderer of services. */
  setService(service: Service, fargate: ecs.FargateService): void {
    this.#services.set(service, fargate);
  }

  /** The ECS service of `service`, rendered now if it is not yet. */
  fargateService(service: Service): ecs.FargateService {
    this.ensureRendered(service);
    return this.#services.get(service)!;
  }

  /** The file system of `volume`, rendered now if it is not yet. */
  fileSystem(volume: Volume): ReturnType<typeof fileSystemOf> {
    this.ensureRendered(volume);
    return fileSystemOf(volume);
  }

  /** Where tasks run. */
  get taskSubnets(): ec2.SubnetSelection {
    return this.shared.network.privateSubnets;
  }
}
