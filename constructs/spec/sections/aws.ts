import { z } from 'zod';
import { awsRegions, awsRegionsDate, defaultRegion } from '../aws-regions';
import { clusterDns } from './cluster';
import { dnsLabel, dnsSubdomain, domainName, email, listOf, reason, runbooks, wholeNumber } from './fields';

const subnetIds = listOf(
  z
    .string()
    .regex(/^subnet-[0-9a-f]{8,17}$/, { error: 'The id of a subnet: subnet- and 8 to 17 hexadecimal digits.' })
    .meta({ examples: ['subnet-0123456789abcdef0'] }),
  30,
).min(1, { error: 'At least one subnet for each availability zone.' });

const vpc = z
  .strictObject({
    id: z
      .string()
      .regex(/^vpc-[0-9a-f]{8,17}$/, { error: 'The id of a VPC: vpc- and 8 to 17 hexadecimal digits.' })
      .meta({ description: 'Id of the VPC.', examples: ['vpc-0123456789abcdef0'] }),
    availabilityZones: listOf(
      z
        .string()
        .regex(/^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/, { error: 'The name of an availability zone.' })
        .meta({ examples: ['eu-central-1a'] }),
      6,
    )
      .min(1, { error: 'At least one availability zone.' })
      .meta({
        description: 'Zones the platform uses, in the order of the subnets.',
        examples: [['eu-central-1a', 'eu-central-1b', 'eu-central-1c']],
      }),
    privateSubnetIds: subnetIds.meta({
      description: 'Subnets with a way out, for the services: one or more for each zone, in order.',
      examples: [['subnet-0123456789abcdef0']],
    }),
    publicSubnetIds: subnetIds.meta({
      description: 'Subnets with an internet gateway, for the load balancer: one or more for each zone, in order.',
      examples: [['subnet-0123456789abcdef3']],
    }),
    databaseSubnetIds: subnetIds
      .meta({
        description: 'Subnets without a way out, for the databases. Default: the private ones.',
        examples: [['subnet-0123456789abcdef6']],
      })
      .optional(),
  })
  .meta({ description: 'A VPC that exists. Default: one is made. Nothing is looked up, so all of it is named here.' })
  .optional();

const securityGroupId = z
  .string()
  .regex(/^sg-[0-9a-f]{8,17}$/, { error: 'The id of a security group: sg- and 8 to 17 hexadecimal digits.' });

const existingCluster = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, {
        error: 'The name of a cluster of EKS: letters, digits, - and _, beginning with a letter or digit, at most 100.',
      })
      .meta({ description: 'Name of the cluster.', examples: ['city'] }),
    securityGroupId: securityGroupId.meta({
      description: 'Its cluster security group, as DescribeCluster tells it: by it the API is reached.',
      examples: ['sg-0123456789abcdef0'],
    }),
    nodeSecurityGroupId: securityGroupId
      .meta({
        description: 'Security group that the pods of the platform are in. Default: the cluster security group.',
        examples: ['sg-0123456789abcdef1'],
      })
      .optional(),
    storageClass: dnsSubdomain().meta({
      description: 'StorageClass of volumes that one pod writes: search and caches. What has backups lies on EFS.',
      examples: ['gp3'],
    }),
    autoMode: z.boolean({ error: 'true or false.' }).meta({
      description:
        'Whether the platform runs on nodes of EKS Auto Mode, which binds pods to load balancers itself. Otherwise the AWS Load Balancer Controller has to be in the cluster.',
      examples: [true],
    }),
    dns: clusterDns
      .meta({
        description:
          'Who answers names in the cluster. Default: with autoMode 172.20.0.10, on each node; otherwise pods labelled k8s-app: kube-dns in kube-system, and NodeLocal DNSCache at 169.254.20.10.',
      })
      .optional(),
  })
  .meta({
    description:
      'A cluster that exists, in the VPC that targets.aws.vpc names. Who administers it applies cluster-access.yaml of the output first. Default: one is made.',
  });

const eks = z
  .strictObject({
    namespace: dnsLabel(63)
      .meta({ description: "Namespace of the platform. Default: the city's name.", examples: ['izmir'] })
      .optional(),
    existing: existingCluster.optional(),
    administrators: listOf(
      z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, { error: 'The ARN of a role of IAM.' })
        .meta({ examples: ['arn:aws:iam::111122223333:role/operations'] }),
      20,
    )
      .meta({
        description: 'Roles that may do everything in the cluster that is made, from inside its VPC. Default: none.',
        examples: [['arn:aws:iam::111122223333:role/operations']],
      })
      .default([]),
    rerun: wholeNumber(0, 1_000_000)
      .meta({
        description:
          'Raise it to run every job once more at the next deployment, such as after one that failed for good.',
        examples: [1],
      })
      .default(0),
  })
  .meta({ description: 'What only a platform in a cluster of EKS needs to know: the target eks.' })
  .prefault({});

/** What only a deployment onto AWS needs to know. */
export const awsSection = z
  .strictObject({
    account: z
      .string()
      .regex(/^\d{12}$/, { error: 'An AWS account: 12 digits, in quotes.' })
      .meta({ description: 'Account. Default: that of the credentials at deploy.', examples: ['111122223333'] })
      .optional(),
    region: z
      .enum(awsRegions as [string, ...string[]], { error: `A region of AWS, as of ${awsRegionsDate}.` })
      .meta({
        description: `Region. Default: that of the CDK app around the stack, else ${defaultRegion}.`,
        examples: [defaultRegion],
      })
      .optional(),
    bootstrapQualifier: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,10}$/, { error: 'A qualifier of the CDK: 1 to 10 letters, digits, - and _.' })
      .meta({
        description:
          "Qualifier that the account was bootstrapped with, where its roles and bucket are not named as the CDK names them by itself. Default: the CDK's own.",
        examples: ['cities'],
      })
      .optional(),
    permissionsBoundary: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}(\/[\w+=,.@-]{1,128}){0,4}$/, {
        error: 'The name of a policy of the account, after its path if it has one; not an ARN.',
      })
      .meta({
        description:
          'Policy of the account that bounds every role of the stack, where the organisation lets no role be made without. Default: none.',
        examples: ['city-boundary'],
      })
      .optional(),
    vpc,
    hostedZone: z
      .strictObject({
        id: z
          .string()
          .regex(/^Z[A-Z0-9]{1,31}$/, {
            error: 'The id of a Route 53 hosted zone: Z, then capital letters and digits.',
          })
          .meta({ description: 'Id of the hosted zone.', examples: ['Z0123456789EXAMPLE'] }),
        name: domainName().meta({ description: 'Domain of the hosted zone.', examples: ['izmir.example'] }),
      })
      .meta({
        description: 'Public Route 53 zone for the addresses and, without certificateArn, to prove the certificate.',
        examples: [{ id: 'Z0123456789EXAMPLE', name: 'izmir.example' }],
      })
      .optional(),
    certificateArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]{1,64}$/, {
        error: 'The ARN of an ACM certificate.',
      })
      .meta({
        description: 'ACM certificate for the domain and its subdomains. Default: one is requested by hostedZone.',
        examples: ['arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012'],
      })
      .optional(),
    alarmEmail: email()
      .meta({ description: 'Mailbox that alarms are sent to. Default: none.', examples: ['it@izmir.example'] })
      .optional(),
    alarmTopicArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, { error: 'The ARN of a topic of SNS.' })
      .meta({
        description:
          'Topic that alarms go to as well; its policy lets CloudWatch and EventBridge of the account publish. Default: none.',
        examples: ['arn:aws:sns:eu-central-1:111122223333:operations'],
      })
      .optional(),
    runbooks: runbooks().optional(),
    eks,
    deletionProtection: z
      .union(
        [
          z.literal(true),
          z.strictObject({
            enabled: z.literal(false).meta({ description: 'Data are deleted with the stack.', examples: [false] }),
            reason: reason(),
          }),
        ],
        {
          error: 'true, or a mapping: enabled: false with a reason.',
        },
      )
      .meta({
        description: 'Whether databases, file systems and buckets outlive the stack.',
        examples: [{ enabled: false, reason: 'A rehearsal that is thrown away every night.' }],
      })
      .default(true),
  })
  .meta({ description: 'What only a deployment onto AWS needs to know.' });
