import type { CfnResource } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import type { Job } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { scheduleExpression } from './private/schedule-expression';
import { securityGroupOf } from './private/security-groups';
import { mainContainer, makeTask, type Task, waitForRights } from './private/task';

/**
 * A Fargate task. Without a schedule the deployment runs it, each time its definition changes, and goes on when it has
 * ended well; with one, EventBridge Scheduler runs it.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecs.FargateTaskDefinition.html
 */
export const jobKind: AwsKind<Job> = { group: securityGroupOf, render: renderJob };

function renderJob(job: Job, target: AwsTarget): AwsRendered<Job> {
  const task = makeTask(job, target);
  job.node.defaultChild = task.definition.node.defaultChild as CfnResource;
  const run =
    job.schedule === undefined ? runAtDeployment(job, task, target) : runOnSchedule(job, job.schedule, task, target);
  target.waitForDependencies(job, run);
  return { outputs: {}, ready: [run], keeps: [] };
}

/** The task definition of a rendered job. */
function definitionOf(job: Job, target: AwsTarget): ecs.FargateTaskDefinition {
  return target.place(job).node.findChild('Task') as ecs.FargateTaskDefinition;
}

function runAtDeployment(job: Job, task: Task, target: AwsTarget): CfnResource {
  const { network } = target.shared;
  const place = target.place(job);
  const run = target.shared.taskRunner(place).run(place, 'Run', {
    definition: task.definition,
    container: mainContainer,
    subnetIds: network.subnetIds(target.taskSubnets),
    securityGroupId: task.group.securityGroupId,
    deadlineSeconds: job.deadline.seconds,
    logGroup: task.logGroup,
    after: job.after.map((earlier) => definitionOf(earlier, target)),
  });
  const resource = run.node.defaultChild as CfnResource;
  waitForRights(task, resource);
  network.waitForRoutes(resource);
  return resource;
}

function runOnSchedule(job: Job, schedule: string, task: Task, target: AwsTarget): CfnResource {
  const { cluster, alarms } = target.shared;
  const place = target.place(job);
  const made = new scheduler.Schedule(place, 'Schedule', {
    description: job.node.path,
    schedule: scheduler.ScheduleExpression.expression(scheduleExpression(schedule)),
    target: new targets.EcsRunFargateTask(cluster, {
      taskDefinition: task.definition,
      vpcSubnets: target.taskSubnets,
      securityGroups: [task.group],
      assignPublicIp: false,
      platformVersion: ecs.FargatePlatformVersion.LATEST,
      enableEcsManagedTags: true,
    }),
  });
  alarms.addEvent(job, 'Failed', 'CityScheduledJobFails', {
    pattern: {
      source: ['aws.ecs'],
      detailType: ['ECS Task State Change'],
      detail: {
        clusterArn: [cluster.clusterArn],
        group: [`family:${task.definition.family}`],
        lastStatus: ['STOPPED'],
        // What never started, for want of an image or a secret, has no exit code.
        $or: [
          { containers: { name: [mainContainer], exitCode: [{ 'anything-but': 0 }] } },
          { stopCode: ['TaskFailedToStart'] },
        ],
      },
    },
    place,
  });
  return made.node.defaultChild as CfnResource;
}
