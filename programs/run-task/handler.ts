import { type Asked, answerTo } from '../shared/custom-resource';
import { type RunningTask, runTask, type TaskToRun, type World } from './run-task';

/** What CloudFormation sends, or this function to itself with the task it has started. */
export interface RunTaskEvent extends Asked {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: TaskToRun;
  readonly Running?: RunningTask;
}

/** How the function ends: by answering, or by calling itself again. */
export interface Ends {
  respond(url: string, body: string): Promise<void>;
  again(event: RunTaskEvent): Promise<void>;
}

/**
 * Runs a task once for each change of its definition. Never throws before it has answered: without an answer
 * CloudFormation would wait for an hour.
 */
export async function handle(event: RunTaskEvent, world: World, ends: Ends): Promise<void> {
  let failure: string | undefined;
  try {
    // What a job has set up goes away with what it was set up in.
    if (event.RequestType !== 'Delete') {
      const outcome = await runTask(event.ResourceProperties, event.RequestId, event.Running, world);
      if ('running' in outcome) return await ends.again({ ...event, Running: outcome.running });
      failure = outcome.failure;
    }
  } catch (error) {
    failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  await ends.respond(event.ResponseURL, answerTo(event, failure, 'The task ended well'));
}
