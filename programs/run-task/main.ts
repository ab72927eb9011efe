import { DescribeTasksCommand, ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { respond } from '../shared/custom-resource';
import { handle, type RunTaskEvent } from './handler';

const ecs = new ECSClient({});
const lambda = new LambdaClient({});

/** Lambda function behind the custom resource that runs a job at deployment. The SDK comes with the runtime. */
export async function handler(
  event: RunTaskEvent,
  context: { readonly invokedFunctionArn: string; getRemainingTimeInMillis(): number },
): Promise<void> {
  await handle(
    event,
    {
      async start(task, token) {
        const answer = await ecs.send(
          new RunTaskCommand({
            cluster: task.Cluster,
            taskDefinition: task.TaskDefinition,
            clientToken: token,
            launchType: 'FARGATE',
            networkConfiguration: {
              awsvpcConfiguration: {
                subnets: task.Subnets,
                securityGroups: task.SecurityGroups,
                assignPublicIp: 'DISABLED',
              },
            },
          }),
        );
        const arn = answer.tasks?.[0]?.taskArn;
        if (!arn) throw new Error(answer.failures?.map(({ reason }) => reason).join(', ') || 'no task was started');
        return arn;
      },
      async look(cluster, arn) {
        const task = (await ecs.send(new DescribeTasksCommand({ cluster, tasks: [arn] }))).tasks?.[0];
        if (!task) return undefined;
        return {
          stopped: task.lastStatus === 'STOPPED',
          failedToStart: task.stopCode === 'TaskFailedToStart',
          ...(task.stoppedReason && { stoppedReason: task.stoppedReason }),
          containers: task.containers ?? [],
        };
      },
      async stop(cluster, arn, reason) {
        await ecs.send(new StopTaskCommand({ cluster, task: arn, reason }));
      },
      now: () => Date.now(),
      remaining: () => context.getRemainingTimeInMillis(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    {
      respond,
      async again(next) {
        await lambda.send(
          new InvokeCommand({
            FunctionName: context.invokedFunctionArn,
            InvocationType: 'Event',
            Payload: JSON.stringify(next),
          }),
        );
      },
    },
  );
}
