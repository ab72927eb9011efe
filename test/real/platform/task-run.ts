import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { handle } from '../../../programs/run-task/handler';
import type { TaskState, TaskToRun, World } from '../../../programs/run-task/run-task';
import type { Rendered } from '../support/rendered';
import type { Json } from '../support/rendered/aws/cloud-assembly';

export interface TaskRunResult {
  readonly status: 'SUCCESS' | 'FAILED';
  /** What CloudFormation would show. */
  readonly reason: string;
  readonly log: string;
}

/**
 * Runs a task as its custom resource does at deployment: by the program of the function behind it, in a world where ECS
 * starts sandboxes.
 *
 * @param properties of the custom resource, filled in
 */
export async function runTaskAtDeployment(rendered: Rendered, properties: Json): Promise<TaskRunResult> {
  let state: TaskState = { stopped: false, containers: [] };
  let log = '';
  const began = Date.now();
  const world: World = {
    async start({ TaskDefinition, Container }) {
      const name = TaskDefinition.split('/').at(-1)?.replace(/:\d+$/, '') ?? '';
      rendered.run(name).then(
        (ended) => {
          log = ended.log;
          const main = rendered.pod(name).main.name;
          state = { stopped: true, containers: [{ name: main, exitCode: ended.exitCode }] };
        },
        (error: Error) => {
          state = { stopped: true, stoppedReason: error.message, containers: [{ name: Container }] };
        },
      );
      return `arn:aws:ecs:::task/${name}`;
    },
    look: async () => state,
    async stop() {
      throw new Error('a task was not finished at its deadline');
    },
    now: Date.now,
    // An invocation of the function lasts 15 minutes at most.
    remaining: () => 900_000 - (Date.now() - began),
    sleep: (milliseconds) => sleep(Math.min(milliseconds, 200)),
  };
  let answer = '';
  const event = {
    RequestType: 'Create' as const,
    RequestId: randomUUID(),
    ResponseURL: 'https://cloudformation.example/answer',
    StackId: 'stack',
    LogicalResourceId: 'Run',
    ResourceProperties: asText(properties) as TaskToRun,
  };
  await handle(event, world, {
    respond: async (_, body) => {
      answer = body;
    },
    again: () => Promise.reject(new Error('the task took longer than an invocation of the function')),
  });
  const { Status, Reason } = JSON.parse(answer) as { Status: TaskRunResult['status']; Reason: string };
  return { status: Status, reason: Reason, log };
}

/** CloudFormation hands every value over as a text. */
function asText(value: Json): Json {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
  return String(value);
}
