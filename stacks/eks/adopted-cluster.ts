import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as eks from 'aws-cdk-lib/aws-eks';
import { Construct } from 'constructs';
import type { City } from '../../constructs/spec/city';
import { type AccessProps, accessEntry } from './access-entry';
import { bindingApis, clusterTag, type PlatformCluster } from './platform-cluster';

/** A cluster that exists, as a spec names it. */
export type ExistingCluster = NonNullable<City['targets']['aws']['eks']['existing']>;

/**
 * A cluster of EKS that somebody else made. Of it the stack has access entries for its two functions, and rules in its
 * security groups; everything else stays as it is.
 */
export class AdoptedCluster extends Construct implements PlatformCluster {
  readonly clusterName: string;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly podSecurityGroup: ec2.ISecurityGroup;
  readonly bindingApi: string;
  readonly bindingTags: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    readonly existing: ExistingCluster,
  ) {
    super(scope, id);
    const { name, securityGroupId, nodeSecurityGroupId, autoMode } = existing;
    this.clusterName = name;
    this.securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', securityGroupId);
    this.podSecurityGroup =
      nodeSecurityGroupId === undefined || nodeSecurityGroupId === securityGroupId
        ? this.securityGroup
        : ec2.SecurityGroup.fromSecurityGroupId(this, 'PodSecurityGroup', nodeSecurityGroupId);
    this.bindingApi = autoMode ? bindingApis.autoMode : bindingApis.controller;
    this.bindingTags = autoMode ? { [clusterTag]: name } : {};
  }

  /** Of the cluster, for policies. */
  get arn(): string {
    return Stack.of(this).formatArn({ service: 'eks', resource: 'cluster', resourceName: this.clusterName });
  }

  letIn(scope: Construct, id: string, access: AccessProps): eks.CfnAccessEntry {
    return accessEntry(scope, id, this.clusterName, access);
  }
}
