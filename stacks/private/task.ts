import { ArnFormat, type CfnResource, Size, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Job, type Workload } from '../../constructs/waist/primitives';
import type { AwsTarget } from '../aws-target';
import { acknowledge } from './acknowledge';
import { containerText } from './container-text';
import { fargateImage, pulled } from './fargate-image';
import { fargateSize } from './fargate-size';
import { openPaths } from './security-groups';
import { TaskStorage, withoutRights } from './task-storage';
import { viaService } from './via-service';

/** A workload as a Fargate task. */
export interface Task {
  readonly definition: ecs.FargateTaskDefinition;
  readonly container: ecs.ContainerDefinition;
  readonly group: ec2.SecurityGroup;
  readonly rules: readonly CfnResource[];
  readonly logGroup: logs.ILogGroup;
}

/** Name of the main container in every task. */
export const mainContainer = 'program';

/** Makes the task definition of `workload`, its log group, its security group and their rules. */
export function makeTask(
  workload: Workload,
  target: AwsTarget,
  options: Pick<ecs.ContainerDefinitionOptions, 'healthCheck' | 'stopTimeout' | 'portMappings'> = {},
): Task {
  const { group, rules } = openPaths(workload, target);
  const logGroup = target.shared.logs(workload);
  const { image } = workload;
  const size = fargateSize(workload.size);
  const place = target.place(workload);
  const definition = new ecs.FargateTaskDefinition(place, 'Task', {
    ...size,
    taskRole: new iam.Role(place, 'Role', { assumedBy: tasksOf(Stack.of(place)) }),
    runtimePlatform: {
      operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      cpuArchitecture: image.architectures.includes('arm64') ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
    },
  });
  const logging = ecs.LogDrivers.awsLogs({
    logGroup,
    streamPrefix: 'task',
    // A workload must not stop because its logs cannot be written.
    mode: ecs.AwsLogDriverMode.NON_BLOCKING,
    maxBufferSize: Size.mebibytes(25),
  });
  const { registryMirrors } = target.options;
  const { keys, ...text } = containerText(workload, target);
  const container = definition.addContainer(mainContainer, {
    image: pulled(definition, fargateImage(image, registryMirrors), registryMirrors),
    memoryLimitMiB: size.memoryLimitMiB,
    user: `${image.user.uid}:${image.user.gid}`,
    readonlyRootFilesystem: true,
    linuxParameters: withoutRights(definition, 'Linux', undefined, { initProcessEnabled: true }),
    logging,
    ...text,
    // Every job runs again, those too that read no password.
    ...(target.rotation > 0 &&
      (workload instanceof Job || Object.keys(text.secrets).length > 0) && {
        dockerLabels: { 'citykit.rotation': String(target.rotation) },
      }),
    ...options,
  });
  letDecrypt(definition, keys);
  new TaskStorage(workload, target, { definition, logging }).attach(container);
  acknowledge(definition, {
    'AwsSolutions-ECS2': 'The variables hold addresses and settings; every secret comes from Secrets Manager.',
  });
  return { definition, container, group, rules, logGroup };
}

/** Whoever starts the task reads its secrets through Secrets Manager, and in no other way. */
function letDecrypt(definition: ecs.FargateTaskDefinition, keys: readonly kms.IKey[]): void {
  if (keys.length === 0) return;
  definition.addToExecutionRolePolicy(
    new iam.PolicyStatement({
      sid: 'Decrypt',
      actions: ['kms:Decrypt'],
      resources: keys.map(({ keyArn }) => keyArn),
      conditions: { StringEquals: { 'kms:ViaService': viaService(definition, 'secretsmanager') } },
    }),
  );
}

/**
 * The tasks of this account and region, and no others that the service could be talked into acting for:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
function tasksOf(stack: Stack): iam.ServicePrincipal {
  const sources = stack.formatArn({ service: 'ecs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': sources } },
  });
}

/** Makes `resource`, which starts the task, wait until the task has its rights and its network paths. */
export function waitForRights(task: Task, resource: CfnResource): void {
  const roles = [task.definition.taskRole, task.definition.executionRole];
  const policies = roles.flatMap((role) => role?.node.tryFindChild('DefaultPolicy')?.node.defaultChild ?? []);
  for (const needed of [...task.rules, ...(policies as CfnResource[])]) resource.addResourceDependency(needed);
}
