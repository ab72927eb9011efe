/** What the custom resource says about the task to run. CloudFormation passes every value as text. */
export interface TaskToRun {
  readonly Cluster: string;
  /** ARN with the revision: another definition is another run. */
  readonly TaskDefinition: string;
  /** Name of the container whose exit code decides. */
  readonly Container: string;
  readonly Subnets: readonly string[];
  readonly SecurityGroups: readonly string[];
  readonly DeadlineSeconds: string;
  /** Where the program's own words are, for the message of a failure. */
  readonly LogGroup: string;
}

/** A started task, carried from one invocation of the function to the next. */
export interface RunningTask {
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** How many tasks before it failed to start. @default 0 */
  readonly failedStarts?: number;
}

/** The state of a task, as far as it matters here. */
export interface TaskState {
  readonly stopped: boolean;
  /** Whether it ended before its program ran: an image that a registry did not give, a secret that could not be read yet. */
  readonly failedToStart?: boolean;
  readonly stoppedReason?: string;
  readonly containers: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[];
}

/** What the function needs of the world. */
export interface World {
  /** @returns the ARN of the started task. Called again with the same token, it starts no second one. */
  start(task: TaskToRun, token: string): Promise<string>;
  /** @returns undefined while the service does not know of the task yet. */
  look(cluster: string, arn: string): Promise<TaskState | undefined>;
  stop(cluster: string, arn: string, reason: string): Promise<void>;
  now(): number;
  /** Milliseconds until this invocation is cut off. */
  remaining(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The end of the run, or the task that another invocation has to go on watching. */
export type RunOutcome = { readonly failure?: string } | { readonly running: RunningTask };

const pause = 5_000;
/** Enough to hand over to the next invocation. */
const reserve = 60_000;
/** New roles and policies take a while until every part of AWS knows them. */
const settling = 120_000;
/** A task whose program never ran has done nothing, and a registry that had enough of one address gives again a little later. */
const mostStarts = 3;
const betweenStarts = 20_000;

/** Runs the task to its end, or as far as this invocation has time. */
export async function runTask(
  task: TaskToRun,
  token: string,
  known: RunningTask | undefined,
  world: World,
): Promise<RunOutcome> {
  const deadline = known?.deadline ?? world.now() + Number(task.DeadlineSeconds) * 1000;
  let failedStarts = known?.failedStarts ?? 0;
  let arn = known?.arn ?? (await startWhenSettled(task, token, world));
  for (;;) {
    const state = await world.look(task.Cluster, arn);
    if (state?.stopped) {
      if (!state.failedToStart || failedStarts + 1 >= mostStarts) return verdict(task, arn, state);
      failedStarts++;
      await world.sleep(betweenStarts);
      arn = await startWhenSettled(task, `${token}-${failedStarts}`, world);
      continue;
    }
    if (world.now() > deadline) {
      const reason = `Not finished after ${task.DeadlineSeconds} seconds`;
      await world.stop(task.Cluster, arn, reason);
      return { failure: `${reason}. ${whereToLook(task, arn)}` };
    }
    if (world.remaining() < reserve) return { running: { arn, deadline, ...(failedStarts > 0 && { failedStarts }) } };
    await world.sleep(pause);
  }
}

async function startWhenSettled(task: TaskToRun, token: string, world: World): Promise<string> {
  const until = world.now() + settling;
  for (;;) {
    try {
      return await world.start(task, token);
    } catch (error) {
      if (world.now() > until || !/AccessDenied|unable to assume|not authorized/i.test(String(error))) throw error;
      await world.sleep(pause);
    }
  }
}

function verdict(task: TaskToRun, arn: string, state: TaskState): RunOutcome {
  const failed = state.containers.filter(({ exitCode }) => exitCode !== 0);
  const program = state.containers.find(({ name }) => name === task.Container);
  if (program?.exitCode === 0) return {};
  const ends = failed.map(({ name, exitCode, reason }) =>
    [`${name} ${exitCode === undefined ? 'did not run' : `ended with ${exitCode}`}`, reason].filter(Boolean).join(': '),
  );
  return { failure: [...ends, state.stoppedReason, whereToLook(task, arn)].filter(Boolean).join('. ') };
}

function whereToLook(task: TaskToRun, arn: string): string {
  return `See the log group ${task.LogGroup}, streams ending in /${arn.split('/').at(-1)}`;
}
