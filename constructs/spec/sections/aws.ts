import { z } from 'zod';
import { awsRegions, awsRegionsDate, defaultRegion } from '../aws-regions';
import { dnsLabel, domainName, email, listOf, reason, runbooks, wholeNumber } from './fields';

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

const eks = z
  .strictObject({
    namespace: dnsLabel(63)
      .meta({ description: "Namespace of the platform. Default: the city's name.", examples: ['izmir'] })
      .optional(),
    administrators: listOf(
      z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, { error: 'The ARN of a role of IAM.' })
        .meta({ examples: ['arn:aws:iam::111122223333:role/operations'] }),
      20,
    )
      .meta({
        description: 'Roles that may do everything in the cluster, from inside its VPC. Default: none.',
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
