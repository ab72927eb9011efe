import { Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks';
import type { Construct } from 'constructs';

const clusterAdmin = 'AmazonEKSClusterAdminPolicy';

/** Who is let into a cluster. */
export interface AccessProps {
  readonly role: string;
  /** Groups of Kubernetes that the role is in. @default administrators of the cluster, by EKS itself */
  readonly groups?: readonly string[];
}

/** Lets a role into a cluster, by the name of it. */
export function accessEntry(
  scope: Construct,
  id: string,
  clusterName: string,
  { role, groups }: AccessProps,
): eks.CfnAccessEntry {
  const { partition } = Stack.of(scope);
  return new eks.CfnAccessEntry(scope, id, {
    clusterName,
    principalArn: role,
    type: 'STANDARD',
    ...(groups
      ? { kubernetesGroups: [...groups] }
      : {
          accessPolicies: [
            {
              policyArn: `arn:${partition}:eks::aws:cluster-access-policy/${clusterAdmin}`,
              accessScope: { type: 'cluster' },
            },
          ],
        }),
  });
}
