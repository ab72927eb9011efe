import { type CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { AwsTarget } from '../aws-target';
import { acknowledge } from '../private/acknowledge';
import { PlatformLogs } from '../private/log-group';
import { uniqueName } from '../private/unique-name';
import { viaService } from '../private/via-service';
import { type AccessProps, accessEntry } from './access-entry';
import { serviceNetwork } from './cluster-network';
import { bindingApis, clusterTag, type PlatformCluster } from './platform-cluster';

/** Its objects are of versions that every Kubernetes since 1.30 has. */
const version = '1.36';

/** All that a control plane can write down. */
const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** What Auto Mode runs for a cluster in its name: https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html */
const clusterPolicies = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];
const nodePolicies = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/** A program of AWS that runs in the cluster. */
export interface AddonProps {
  readonly name: string;
  /** Its account in the cluster, and the policy of AWS that it works with. @default it asks nothing of AWS */
  readonly identity?: { readonly serviceAccount: string; readonly policy: string };
}

/**
 * A cluster of EKS in Auto Mode: its nodes, disks, network policies and load balancers are run by AWS. Only the VPC reaches
 * its API, secrets are encrypted with the platform's key, and everything that the control plane does is written down.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 */
export class EksCluster extends Construct implements PlatformCluster {
  readonly clusterName: string;
  readonly address: { readonly endpoint: string; readonly certificateAuthority: string };
  /** What nodes and control plane are in. */
  readonly securityGroup: ec2.ISecurityGroup;
  readonly bindingApi = bindingApis.autoMode;
  readonly resource: eks.CfnCluster;

  constructor(scope: Construct, id: string, target: AwsTarget) {
    super(scope, id);
    const { network, key } = target.shared;
    this.clusterName = uniqueName(this, 100);
    const logs = new PlatformLogs(this, 'Logs', {
      key,
      removalPolicy: target.removalPolicy,
      // Where EKS writes; it would make one that keeps everything for ever.
      name: `/aws/eks/${this.clusterName}/cluster`,
    });
    const role = this.#role('Role', 'eks.amazonaws.com', clusterPolicies);
    role.assumeRolePolicy!.addStatements(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('eks.amazonaws.com')],
        actions: ['sts:TagSession'],
      }),
    );
    const keyRights = letEncrypt(this, role, key.keyArn);
    const nodes = this.#role('NodeRole', 'ec2.amazonaws.com', nodePolicies);
    this.resource = new eks.CfnCluster(this, 'Resource', {
      name: this.clusterName,
      version,
      roleArn: role.roleArn,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      // The pool of the system brings the class of nodes; pods of the platform do not tolerate its taint.
      computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: nodes.roleArn },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: {
        elasticLoadBalancing: { enabled: true },
        ipFamily: 'ipv4',
        serviceIpv4Cidr: serviceNetwork,
      },
      resourcesVpcConfig: {
        subnetIds: network.subnetIds(network.privateSubnets),
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      encryptionConfig: [{ provider: { keyArn: key.keyArn } }],
      logging: { clusterLogging: { enabledTypes: logTypes.map((type) => ({ type })) } },
      // After it, support costs six times as much.
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: target.protects,
    });
    this.resource.addResourceDependency(logs.node.defaultChild as CfnResource);
    this.resource.node.addDependency(role, nodes, keyRights);
    network.waitForRoutes(this.resource);
    // With it go the disks of what is in it.
    this.resource.applyRemovalPolicy(target.removalPolicy);
    const { attrEndpoint, attrCertificateAuthorityData, attrClusterSecurityGroupId } = this.resource;
    this.address = { endpoint: attrEndpoint, certificateAuthority: attrCertificateAuthorityData };
    this.securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', attrClusterSecurityGroupId);
  }

  get podSecurityGroup(): ec2.ISecurityGroup {
    return this.securityGroup;
  }

  get bindingTags(): Readonly<Record<string, string>> {
    return { [clusterTag]: this.clusterName };
  }

  letIn(scope: Construct, id: string, access: AccessProps): eks.CfnAccessEntry {
    return accessEntry(scope, id, this.resource.ref, access);
  }

  /** Adds a program of AWS once `after` is done: it needs nodes. */
  addAddon({ name, identity }: AddonProps, after: Construct): eks.CfnAddon {
    const scope = new Construct(this, name);
    const addon = new eks.CfnAddon(scope, 'Addon', {
      clusterName: this.resource.ref,
      addonName: name,
      resolveConflicts: 'OVERWRITE',
      ...(identity && {
        podIdentityAssociations: [
          { serviceAccount: identity.serviceAccount, roleArn: this.#podRole(scope, identity.policy).roleArn },
        ],
      }),
    });
    addon.node.addDependency(after);
    return addon;
  }

  /** A role that pods of this cluster take: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
  #podRole(scope: Construct, policy: string): iam.Role {
    const principal = new iam.ServicePrincipal('pods.eks.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnEquals: { 'aws:SourceArn': this.resource.attrArn },
      },
    });
    const role = this.#role('Role', principal, [policy], scope);
    role.assumeRolePolicy!.addStatements(
      new iam.PolicyStatement({ principals: [principal], actions: ['sts:TagSession'] }),
    );
    return role;
  }

  #role(
    id: string,
    principal: string | iam.ServicePrincipal,
    policies: readonly string[],
    scope: Construct = this,
  ): iam.Role {
    const role = new iam.Role(scope, id, {
      assumedBy: typeof principal === 'string' ? new iam.ServicePrincipal(principal) : principal,
      managedPolicies: policies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    acknowledge(
      role,
      Object.fromEntries(
        policies.map((name) => [
          `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
          'AWS runs what works with it, and keeps its policy in step with that.',
        ]),
      ),
    );
    return role;
  }
}

/** Disks of the cluster are encrypted with the platform's key: https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html */
function letEncrypt(scope: Construct, role: iam.Role, keyArn: string): iam.Policy {
  const viaDisks = { 'kms:ViaService': viaService(scope, 'ec2') };
  return new iam.Policy(scope, 'Encrypt', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKeyWithoutPlaintext',
        ],
        resources: [keyArn],
        conditions: { StringEquals: viaDisks },
      }),
      new iam.PolicyStatement({ actions: ['kms:DescribeKey'], resources: [keyArn] }),
      new iam.PolicyStatement({
        actions: ['kms:CreateGrant'],
        resources: [keyArn],
        conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    ],
  });
}
