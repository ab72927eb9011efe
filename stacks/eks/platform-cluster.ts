import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as eks from 'aws-cdk-lib/aws-eks';
import type { Construct } from 'constructs';
import type { AccessProps } from './access-entry';

/** A cluster of EKS that a platform runs in: one that is made for it, or one that exists. */
export interface PlatformCluster {
  readonly clusterName: string;
  /** Where its API answers, and who signed for that, in base64. @default who asks has DescribeCluster tell it */
  readonly address?: { readonly endpoint: string; readonly certificateAuthority: string };
  /** What its API is reached by. */
  readonly securityGroup: ec2.ISecurityGroup;
  /** What pods are in. */
  readonly podSecurityGroup: ec2.ISecurityGroup;
  /** Of objects that bind a Service to a target group. */
  readonly bindingApi: string;
  /** Tags by which it knows a target group as its own. */
  readonly bindingTags: Readonly<Record<string, string>>;
  /** Lets a role into the cluster. */
  letIn(scope: Construct, id: string, access: AccessProps): eks.CfnAccessEntry;
}

/** How pods are bound to load balancers: https://docs.aws.amazon.com/eks/latest/userguide/migrate-auto.html */
export const bindingApis = {
  /** EKS itself. */
  autoMode: 'eks.amazonaws.com/v1',
  /** The AWS Load Balancer Controller. */
  controller: 'elbv2.k8s.aws/v1beta1',
} as const;

/** Tag by which Auto Mode knows what is the cluster's own. */
export const clusterTag = 'eks:eks-cluster-name';
