import { type CfnResource, Duration as Time } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { workloads } from '../constructs/waist/graph';
import type { Volume } from '../constructs/waist/primitives';
import type { Size } from '../constructs/waist/units';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { metric } from './private/alarms';
import { securityGroupOf } from './private/security-groups';

const accessPointId = 'AccessPoint';

/**
 * An EFS file system, encrypted, backed up where the volume is, entered only through one access point as the user of the program that
 * mounts it. EFS grows by itself: of the volume's size there is an alarm.
 *
 * @throws when programs with different users share the volume, or nothing mounts it.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_efs.FileSystem.html
 */
export const volumeKind: AwsKind<Volume> = { group: securityGroupOf, render: renderVolume };

function renderVolume(volume: Volume, target: AwsTarget): AwsRendered<Volume> {
  const [uid, gid] = userOf([volume], target);
  const files = makeFileSystem(volume, { size: volume.size, saved: volume.backups.enabled, target });
  files.addAccessPoint(accessPointId, {
    path: '/data',
    createAcl: { ownerUid: uid, ownerGid: gid, permissions: '750' },
    posixUser: { uid, gid },
  });
  const resource = files.node.defaultChild as CfnResource;
  volume.node.defaultChild = resource;
  return { outputs: {}, ready: mountTargets(files), keeps: [resource] };
}

/**
 * User and group, as numbers, of the programs that mount the volumes.
 *
 * @throws when nothing mounts them, or programs with different users do.
 */
export function userOf(volumes: readonly Volume[], target: AwsTarget): [uid: string, gid: string] {
  const names = volumes.map(({ node }) => node.path).join(', ');
  const users = workloads(target.scope)
    .filter((workload) => Object.values(workload.volumes).some((volume) => volumes.includes(volume)))
    .map(({ image }) => `${image.user.uid}:${image.user.gid}`);
  const [user, ...others] = new Set(users);
  if (user === undefined) throw new Error(`${names} is mounted by nothing: mount it in a workload, or remove it`);
  if (others.length > 0)
    throw new Error(
      `${names} is mounted by users ${[user, ...others]}: it can belong to one user, so give each workload a volume of its own`,
    );
  return user.split(':') as [string, string];
}

/** Through a mount target, which its security group guards, and not as root. */
const whoeverMounts = new iam.PolicyStatement({
  principals: [new iam.AnyPrincipal()],
  actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
  conditions: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
});

/** How large a file system is planned, and whether it is backed up. */
export interface FileSystemProps {
  readonly size: Size;
  readonly saved: boolean;
  /**
   * Whether whoever reaches a mount target may write, over TLS. The drivers of a cluster mount without a role.
   * @default only roles that may
   */
  readonly withoutRole?: boolean;
  readonly target: AwsTarget;
}

/** An encrypted EFS file system below a construct, in a security group of its own, with the alarms about it. */
export function makeFileSystem(
  scope: Construct,
  { size, saved, withoutRole, target }: FileSystemProps,
): efs.FileSystem {
  const files = new efs.FileSystem(scope, 'FileSystem', {
    vpc: target.shared.network.vpc,
    vpcSubnets: target.shared.network.databaseSubnets,
    securityGroup: securityGroupOf(scope, target),
    encrypted: true,
    kmsKey: target.shared.key,
    enableAutomaticBackups: saved,
    lifecyclePolicy: efs.LifecyclePolicy.AFTER_30_DAYS,
    outOfInfrequentAccessPolicy: efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
    // A policy of any kind ends the access that EFS otherwise gives to every client; this one refuses plain text too.
    fileSystemPolicy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['*'],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
        ...(withoutRole ? [whoeverMounts] : []),
      ],
    }),
    // Otherwise CDK would add a statement that lets every client in the VPC write.
    allowAnonymousAccess: true,
  });
  target.shared.alarms.add(scope, 'Storage', 'CityStorageOverPlan', {
    // EFS tells it every quarter of an hour: in shorter periods the alarm would come and go with each silence.
    metric: metric(
      'AWS/EFS',
      'StorageBytes',
      { FileSystemId: files.fileSystemId, StorageClass: 'Total' },
      'Maximum',
      Time.minutes(15),
    ),
    threshold: size.mebibytes * 1024 * 1024 * 0.8,
    periods: 1,
  });
  if (saved) {
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    target.shared.alarms.addEvent(scope, 'BackupFails', 'CityBackupFails', {
      pattern: {
        source: ['aws.backup'],
        detailType: ['Backup Job State Change'],
        detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'], resourceArn: [files.fileSystemArn] },
      },
      place: scope,
    });
  }
  return files;
}

/** Adds the volume to a task under `name`, and lets the task's role mount it, through its access point only. */
export function mountVolume(
  volume: Volume,
  target: AwsTarget,
  definition: ecs.FargateTaskDefinition,
  name: string,
): void {
  const { fileSystem, accessPoint } = target.fileSystem(volume);
  definition.addVolume({
    name,
    efsVolumeConfiguration: {
      fileSystemId: fileSystem.fileSystemId,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: accessPoint.accessPointId, iam: 'ENABLED' },
    },
  });
  definition.addToTaskRolePolicy(
    new iam.PolicyStatement({
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: [fileSystem.fileSystemArn],
      conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.accessPointArn } },
    }),
  );
}

/** The file system of a rendered volume. */
export function fileSystemOf(volume: Volume): {
  readonly fileSystem: efs.FileSystem;
  readonly accessPoint: efs.AccessPoint;
} {
  const fileSystem = volume.node.findChild('FileSystem') as efs.FileSystem;
  return { fileSystem, accessPoint: fileSystem.node.findChild(accessPointId) as efs.AccessPoint };
}

/** What has to be there before anything mounts a file system. */
export function mountTargets(files: efs.FileSystem): CfnResource[] {
  return files.node.findAll().filter((child): child is efs.CfnMountTarget => child instanceof efs.CfnMountTarget);
}
