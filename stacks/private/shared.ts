import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import { Alarms } from './alarms';
import { PlatformKey } from './key';
import { PlatformLogs } from './log-group';
import { type AdoptedVpc, Network } from './network';
import { TaskRunner } from './task-runner';

/** What the shared parts depend on. */
export interface SharedProps {
  readonly vpc: AdoptedVpc | ec2.IVpc | undefined;
  readonly zones: number;
  readonly natGateways: number;
  readonly alarmEmail: string | undefined;
  readonly alarmTopicArn: string | undefined;
  readonly runbooks: string | undefined;
  readonly removalPolicy: RemovalPolicy;
  /** Name of the private DNS zone in which services find each other. */
  readonly namespace: string;
}

/** What the primitives of a platform share. Each is made when the first of them asks for it. */
export class Shared extends Construct {
  #network: Network | undefined;
  #key: PlatformKey | undefined;
  #cluster: ecs.Cluster | undefined;
  #namespace: servicediscovery.PrivateDnsNamespace | undefined;
  #alarms: Alarms | undefined;
  #jobLogs: PlatformLogs | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SharedProps,
  ) {
    super(scope, id);
  }

  get network(): Network {
    this.#network ??= new Network(this, 'Network', {
      zones: this.props.zones,
      natGateways: this.props.natGateways,
      adopted: this.props.vpc,
      logGroup: (scope) => this.logs(scope),
    });
    return this.#network;
  }

  get key(): PlatformKey {
    this.#key ??= new PlatformKey(this, 'Key', { removalPolicy: this.props.removalPolicy });
    return this.#key;
  }

  get cluster(): ecs.Cluster & ecs.ICluster {
    this.#cluster ??= new ecs.Cluster(this, 'Cluster', {
      vpc: this.network.vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    });
    return this.#cluster as ecs.Cluster & ecs.ICluster;
  }

  get namespace(): servicediscovery.PrivateDnsNamespace {
    this.#namespace ??= new servicediscovery.PrivateDnsNamespace(this, 'Namespace', {
      name: this.props.namespace,
      vpc: this.network.vpc,
    });
    return this.#namespace;
  }

  get alarms(): Alarms {
    this.#alarms ??= new Alarms(this, 'Alarms', {
      key: this.key,
      email: this.props.alarmEmail,
      topicArn: this.props.alarmTopicArn,
      runbooks: this.props.runbooks,
    });
    return this.#alarms;
  }

  /** What runs the jobs of the stack that `scope` lies in at deployment: in each stack, one with rights on these alone. */
  taskRunner(scope: Construct): TaskRunner {
    const stack = Stack.of(scope);
    const runners = stack === Stack.of(this) ? this : stack;
    const known = runners.node.tryFindChild('TaskRunner') as TaskRunner | undefined;
    return known ?? new TaskRunner(runners, 'TaskRunner', { cluster: this.cluster, logGroup: this.#logsOfJobs() });
  }

  #logsOfJobs(): PlatformLogs {
    this.#jobLogs ??= this.logs(new Construct(this, 'Jobs'));
    return this.#jobLogs;
  }

  /**
   * A log group below `scope`.
   *
   * @param name where AWS asks for one of its own. @default CloudFormation names it
   */
  logs(scope: Construct, name?: string): PlatformLogs {
    return new PlatformLogs(scope, 'Logs', { key: this.key, removalPolicy: this.props.removalPolicy, name });
  }
}
