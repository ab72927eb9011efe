import { CustomResource, Stack, Duration as Time } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundledProgram } from '../../constructs/waist/bundled-program';
import type { SecretHandle } from '../aws-target';
import { acknowledge } from '../private/acknowledge';
import { hashOf, textAsset, withFile } from '../private/text-asset';
import { viaService } from '../private/via-service';
import type { Right } from './cluster-access';
import type { EksTarget } from './eks-target';

/** What may be done to a cluster with an applier, and how long it takes at most. */
export interface ApplierProps {
  readonly target: EksTarget;
  /** Groups of Kubernetes that it is in. @default it administers the cluster */
  readonly groups?: readonly string[];
  /** Of each run, in minutes. */
  readonly minutes: number;
}

/** A Secret of the cluster, and what it is filled with: a secret of Secrets Manager, or text that is none. */
export interface ClusterSecret {
  readonly name: string;
  readonly type?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, string | SecretHandle>>;
}

/** Objects that a cluster is kept like. */
export interface Applied {
  /** Name of the ConfigMap that keeps the books. */
  readonly set: string;
  /** Where that lies, and where Secrets are made. */
  readonly namespace: string;
  /** Where the objects lie. Those that come up are waited for where all are inside the namespace. */
  readonly members: 'inside' | 'around' | 'anywhere';
  /** Tokens stand in the template; without any, they are a file in the bucket of assets. */
  readonly objects: { readonly inline: readonly object[] } | { readonly file: readonly object[] };
  /** @default none */
  readonly secrets?: readonly ClusterSecret[];
}

/** What is looked for in a cluster that exists. */
export interface ClusterCheck {
  /** What EKS has to say of it; then nothing else is looked for. */
  readonly described?: {
    /** The oldest version of Kubernetes. */
    readonly version: string;
    readonly vpc: string;
    readonly securityGroup: string;
    readonly autoMode: boolean;
    /** Networks of which one has the address that answers names on nodes of Auto Mode. @default it is not asked */
    readonly dns?: readonly string[];
  };
  /** What the function has to be allowed by its group, and what to do where it is not. */
  readonly rights?: { readonly wanted: readonly Right[]; readonly group: string; readonly fix: string };
  /** Kinds that the cluster has to know, each with what to do where it does not. */
  readonly kinds?: readonly { readonly apiVersion: string; readonly kind: string; readonly fix: string }[];
  /** The same of objects. */
  readonly objects?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly fix: string;
  }[];
  /** What an earlier look found. */
  readonly after?: CustomResource;
  /** Whether the deployment ends here when something was found. */
  readonly last: boolean;
}

/** What a deployment waits for a custom resource at most, in minutes. */
const longest = 60;

/**
 * Keeps a cluster like a list of objects: a function in the VPC with an access entry of its own, behind custom resources.
 * It applies them in their order, takes away what was in the list before, and writes down names alone.
 */
export class Applier extends Construct {
  readonly #function: lambda.Function;
  readonly #role: iam.Role;
  /** What it needs to run, and to say so. */
  readonly #runs: Construct[];
  readonly #access: Construct;
  /** What it needs to do something in the cluster. */
  readonly #needs: Construct[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplierProps,
  ) {
    super(scope, id);
    const { target, groups } = props;
    const { network } = target.shared;
    const { cluster } = target;
    this.#role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = target.shared.logs(this);
    logGroup.grantWrite(this.#role);
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: this.node.path,
      allowAllOutbound: false,
    });
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'The cluster, secrets, objects, the answer');
    const door = cluster.securityGroup;
    const rule = new ec2.CfnSecurityGroupIngress(this, 'ToCluster', {
      groupId: door.securityGroupId,
      sourceSecurityGroupId: group.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: `From ${this.node.path}`,
    });
    const inVpc = letIntoVpc(this, this.#role);
    const source = bundledProgram('apply-objects');
    this.#function = withFile(
      'index.js',
      source,
      (_, folder) =>
        new lambda.Function(this, 'Function', {
          description: 'Keeps a cluster like a list of objects at deployment',
          runtime: lambda.Runtime.NODEJS_24_X,
          architecture: lambda.Architecture.ARM_64,
          handler: 'index.keepObjects',
          code: lambda.Code.fromAsset(folder, hashOf(source)),
          role: this.#role,
          logGroup,
          timeout: Time.minutes(15),
          memorySize: 512,
          vpc: network.vpc,
          vpcSubnets: network.privateSubnets,
          securityGroups: [group],
        }),
    );
    this.#function.node.addDependency(inVpc);
    // Coming up takes longer than one invocation lasts: the function then calls itself.
    const again = new iam.Policy(this, 'Continue', {
      roles: [this.#role],
      statements: [
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.#function.functionArn] }),
      ],
    });
    const access = cluster.letIn(this, 'Access', { role: this.#role.roleArn, ...(groups && { groups }) });
    this.#runs = [inVpc, ...letDescribe(this, this.#role, target)];
    this.#access = access;
    this.#needs = [...this.#runs, rule, again, access];
  }

  /** Comes into the cluster after something: there it may turn out that the cluster lets nobody in this way. */
  enterAfter(earlier: Construct): void {
    this.#access.node.addDependency(earlier);
  }

  /** Looks at the cluster, and changes nothing in it. Whoever needs what was looked for depends on what is returned. */
  check(id: string, wanted: ClusterCheck): CustomResource {
    const { clusterName } = this.props.target.cluster;
    const resource = new CustomResource(this, id, {
      resourceType: 'Custom::ClusterCheck',
      serviceToken: this.#function.functionArn,
      serviceTimeout: Time.minutes(15),
      properties: {
        Cluster: clusterName,
        UrlSuffix: Stack.of(this).urlSuffix,
        ...propertiesOf(wanted),
        LogGroup: this.#function.logGroup.logGroupName,
      },
    });
    // Who only asks what EKS says of the cluster need not be in it.
    resource.node.addDependency(...(wanted.described ? this.#runs : this.#needs));
    return resource;
  }

  /** Keeps the cluster like these objects. Whoever needs them there depends on what is returned. */
  apply(id: string, { set, namespace, members, objects, secrets = [] }: Applied): CustomResource {
    const { target, minutes } = this.props;
    const { cluster } = target;
    const scope = new Construct(this, id);
    const policies = [
      ...this.#letRead(
        scope,
        secrets.flatMap(({ entries }) => Object.values(entries).filter(isHandle)),
      ),
    ];
    const stack = Stack.of(this);
    let where: unknown;
    if ('inline' in objects) where = stack.toJsonString(objects.inline);
    else {
      const asset = textAsset(scope, 'Objects', 'objects.json', JSON.stringify(objects.file));
      where = { Bucket: asset.s3BucketName, Key: asset.s3ObjectKey };
      policies.push(
        new iam.Policy(scope, 'ReadObjects', {
          roles: [this.#role],
          statements: [
            new iam.PolicyStatement({
              actions: ['s3:GetObject'],
              resources: [asset.bucket.arnForObjects(asset.s3ObjectKey)],
            }),
          ],
        }),
      );
    }
    const resource = new CustomResource(scope, 'Resource', {
      resourceType: 'Custom::ClusterObjects',
      serviceToken: this.#function.functionArn,
      serviceTimeout: Time.minutes(Math.min(minutes + 5, longest)),
      properties: {
        Cluster: cluster.clusterName,
        UrlSuffix: stack.urlSuffix,
        ...(cluster.address && {
          Endpoint: cluster.address.endpoint,
          CertificateAuthority: cluster.address.certificateAuthority,
        }),
        Set: set,
        Namespace: namespace,
        Members: members,
        Objects: where,
        ...(secrets.length > 0 && { Secrets: secrets.map(asProperty) }),
        Keeps: String(target.protects),
        DeadlineSeconds: minutes * 60,
        LogGroup: this.#function.logGroup.logGroupName,
      },
    });
    resource.node.addDependency(...this.#needs, ...policies);
    return resource;
  }

  /** These secrets, and no others, through Secrets Manager alone. */
  #letRead(scope: Construct, handles: readonly SecretHandle[]): iam.Policy[] {
    if (handles.length === 0) return [];
    const arns = new Set(handles.map(({ secret }) => secret.secretFullArn ?? `${secret.secretArn}-??????`));
    const keys = new Set(handles.flatMap(({ key }) => key?.keyArn ?? []));
    const policy = new iam.Policy(scope, 'ReadSecrets', {
      roles: [this.#role],
      statements: [
        new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [...arns] }),
        ...(keys.size > 0
          ? [
              new iam.PolicyStatement({
                actions: ['kms:Decrypt'],
                resources: [...keys],
                conditions: { StringEquals: { 'kms:ViaService': viaService(scope, 'secretsmanager') } },
              }),
            ]
          : []),
      ],
    });
    return [policy];
  }
}

/** The properties of a check, by the names that its program knows. */
function propertiesOf({ described, rights, kinds, objects, after, last }: ClusterCheck): object {
  return {
    ...(described && {
      Described: {
        Version: described.version,
        Vpc: described.vpc,
        SecurityGroup: described.securityGroup,
        AutoMode: String(described.autoMode),
        ...(described.dns && { Dns: described.dns }),
      },
    }),
    ...(rights && {
      Rights: rights.wanted.map(({ apiVersion, kind, verbs, namespace, name }) => ({
        ApiVersion: apiVersion,
        Kind: kind,
        Verbs: verbs,
        ...(namespace && { Namespace: namespace }),
        ...(name && { Name: name }),
      })),
      Group: rights.group,
      RightsFix: rights.fix,
    }),
    ...(kinds && {
      Kinds: kinds.map(({ apiVersion, kind, fix }) => ({ ApiVersion: apiVersion, Kind: kind, Fix: fix })),
    }),
    ...(objects && {
      Objects: objects.map(({ apiVersion, kind, name, fix }) => ({
        ApiVersion: apiVersion,
        Kind: kind,
        Name: name,
        Fix: fix,
      })),
    }),
    ...(after && { Found: after.getAttString('Found') }),
    Last: String(last),
  };
}

/** Where a cluster that exists answers, EKS tells. */
function letDescribe(scope: Construct, role: iam.Role, { adopted }: EksTarget): iam.Policy[] {
  if (!adopted) return [];
  const statement = new iam.PolicyStatement({ actions: ['eks:DescribeCluster'], resources: [adopted.arn] });
  return [new iam.Policy(scope, 'Describe', { roles: [role], statements: [statement] })];
}

/** Lambda puts a function into a VPC in the function's own name: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
function letIntoVpc(scope: Construct, role: iam.Role): iam.Policy {
  const policy = new iam.Policy(scope, 'IntoVpc', {
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    ],
  });
  acknowledge(policy, {
    'AwsSolutions-IAM5[Resource::*]': 'Lambda asks for it as it stands: an interface has no ARN before it is made.',
  });
  return policy;
}

function isHandle(entry: string | SecretHandle): entry is SecretHandle {
  return typeof entry !== 'string';
}

function asProperty({ name, type, labels, entries }: ClusterSecret): object {
  const entryOf = (entry: string | SecretHandle) =>
    isHandle(entry) ? { Arn: entry.secret.secretArn, ...(entry.field && { Field: entry.field }) } : { Text: entry };
  return {
    Name: name,
    ...(type && { Type: type }),
    Labels: labels,
    Entries: Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, entryOf(entry)])),
  };
}
