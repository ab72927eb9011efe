import { type Ends, handle, type RunTaskEvent } from '../../programs/run-task/handler';
import { runTask, type TaskState, type TaskToRun, type World } from '../../programs/run-task/run-task';
import { answerTo } from '../../programs/shared/custom-resource';

const task: TaskToRun = {
  Cluster: 'cluster',
  TaskDefinition: 'arn:definition:7',
  Container: 'program',
  Subnets: ['subnet'],
  SecurityGroups: ['group'],
  DeadlineSeconds: '600',
  LogGroup: 'logs',
};
const arn = 'arn:aws:ecs:eu-central-1:111122223333:task/cluster/abc';

const stopped = (exitCode?: number, more: Partial<TaskState> = {}): TaskState => ({
  stopped: true,
  containers: [{ name: 'program', ...(exitCode !== undefined && { exitCode }) }],
  ...more,
});
const running: TaskState = { stopped: false, containers: [] };

/** A world in which time passes only while somebody sleeps. */
function worldOf(states: (TaskState | undefined)[], options: { remaining?: number; refuse?: string[] } = {}) {
  let now = 0;
  const calls: string[] = [];
  const refuse = [...(options.refuse ?? [])];
  const world: World = {
    async start(_, token) {
      calls.push(`start ${token}`);
      const refusal = refuse.shift();
      if (refusal) throw new Error(refusal);
      return arn;
    },
    look: async () => (states.length > 1 ? states.shift() : states[0]),
    async stop(_, stoppedArn, reason) {
      calls.push(`stop ${stoppedArn}: ${reason}`);
    },
    now: () => now,
    remaining: () => (options.remaining ?? Number.POSITIVE_INFINITY) - now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
  return { world, calls };
}

describe('a task that a deployment runs', () => {
  test('is done when its program ends with 0, however its init containers ended', async () => {
    const { world, calls } = worldOf([undefined, running, stopped(0)]);
    expect(await runTask(task, 'token', undefined, world)).toEqual({});
    expect(calls).toEqual(['start token']);
  });

  test('fails the deployment with what ended how, why, and where its logs are', async () => {
    const state = stopped(3, {
      stoppedReason: 'Essential container in task exited',
      containers: [
        { name: 'program', exitCode: 3, reason: 'OutOfMemoryError' },
        { name: 'files', exitCode: 0 },
      ],
    });
    expect(await runTask(task, 'token', undefined, worldOf([state]).world)).toEqual({
      failure:
        'program ended with 3: OutOfMemoryError. Essential container in task exited. See the log group logs, streams ending in /abc',
    });
  });

  test('fails when the program never ran, because an image or a file is missing', async () => {
    const state = stopped(undefined, {
      stoppedReason: 'CannotPullContainerError',
      containers: [{ name: 'program' }, { name: 'files', exitCode: 1 }],
    });
    expect(await runTask(task, 'token', undefined, worldOf([state]).world)).toEqual({
      failure:
        'program did not run. files ended with 1. CannotPullContainerError. See the log group logs, streams ending in /abc',
    });
  });

  test('is started anew twice at most, each time under another token, when its program never ran', async () => {
    const never = stopped(undefined, {
      failedToStart: true,
      stoppedReason: 'CannotPullContainerError: toomanyrequests',
      containers: [{ name: 'program' }],
    });
    const later = worldOf([never, stopped(0)]);
    expect(await runTask(task, 'token', undefined, later.world)).toEqual({});
    expect(later.calls).toEqual(['start token', 'start token-1']);
    const gone = worldOf([never]);
    expect(await runTask(task, 'token', undefined, gone.world)).toEqual({
      failure:
        'program did not run. CannotPullContainerError: toomanyrequests. See the log group logs, streams ending in /abc',
    });
    expect(gone.calls).toEqual(['start token', 'start token-1', 'start token-2']);
    const { world } = worldOf([never, running], { remaining: 300_000 });
    expect(await runTask(task, 'token', undefined, world)).toHaveProperty('running.failedStarts', 1);
  });

  test('is stopped at its deadline', async () => {
    const { world, calls } = worldOf([running]);
    expect(await runTask(task, 'token', undefined, world)).toEqual({
      failure: 'Not finished after 600 seconds. See the log group logs, streams ending in /abc',
    });
    expect(calls.at(-1)).toBe(`stop ${arn}: Not finished after 600 seconds`);
  });

  test('is watched on by another invocation, with the same deadline, before this one is cut off', async () => {
    const { world } = worldOf([running], { remaining: 300_000 });
    const outcome = await runTask(task, 'token', undefined, world);
    expect(outcome).toEqual({ running: { arn, deadline: 600_000 } });
    const next = worldOf([running]);
    expect(await runTask(task, 'token', { arn, deadline: 50_000 }, next.world)).toHaveProperty('failure');
    expect(next.calls).toEqual([`stop ${arn}: Not finished after 600 seconds`]);
  });

  test('is started again, under the same token, while new rights are not known everywhere', async () => {
    const { world, calls } = worldOf([stopped(0)], {
      refuse: ['AccessDeniedException: not yet', 'ECS was unable to assume the role'],
    });
    expect(await runTask(task, 'token', undefined, world)).toEqual({});
    expect(calls).toEqual(['start token', 'start token', 'start token']);
  });

  test('is not started again after any other refusal', async () => {
    const { world } = worldOf([stopped(0)], { refuse: ['ClusterNotFoundException'] });
    await expect(runTask(task, 'token', undefined, world)).rejects.toThrow('ClusterNotFoundException');
  });
});

describe('the custom resource of a task', () => {
  const event: RunTaskEvent = {
    RequestType: 'Create',
    ResponseURL: 'https://answers.example/x',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Run',
    ResourceProperties: task,
  };

  async function ask(change: Partial<RunTaskEvent>, { world, calls }: ReturnType<typeof worldOf>) {
    const answers: Record<string, string>[] = [];
    const again: RunTaskEvent[] = [];
    const ends: Ends = {
      async respond(_, body) {
        answers.push(JSON.parse(body));
      },
      async again(next) {
        again.push(next);
      },
    };
    await handle({ ...event, ...change }, world, ends);
    return { answers, again, calls };
  }

  test('answers with success, under an id that never changes', async () => {
    const { answers } = await ask({}, worldOf([stopped(0)]));
    expect(answers).toEqual([
      {
        Status: 'SUCCESS',
        Reason: 'The task ended well',
        PhysicalResourceId: 'Run',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'Run',
      },
    ]);
    const update = await ask({ RequestType: 'Update', PhysicalResourceId: 'older' }, worldOf([stopped(0)]));
    expect(update.answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'older' });
  });

  test('runs nothing when it is deleted', async () => {
    const { answers, calls } = await ask({ RequestType: 'Delete' }, worldOf([stopped(1)]));
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(calls).toEqual([]);
  });

  test('answers with the failure, also when nothing could be started', async () => {
    const failed = await ask({}, worldOf([stopped(1)]));
    expect(failed.answers).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('program ended with 1') },
    ]);
    const refused = await ask({}, worldOf([stopped(0)], { refuse: ['no capacity'] }));
    expect(refused.answers).toMatchObject([{ Status: 'FAILED', Reason: 'Error: no capacity' }]);
  });

  test('calls itself again instead of answering while the task runs', async () => {
    const { answers, again } = await ask({}, worldOf([running], { remaining: 100_000 }));
    expect(answers).toEqual([]);
    expect(again).toEqual([{ ...event, Running: { arn, deadline: 600_000 } }]);
  });

  test('keeps its answer within what CloudFormation reads', () => {
    for (const letter of ['x', 'ü', '"'])
      expect(Buffer.byteLength(answerTo(event, letter.repeat(10_000), ''))).toBeLessThan(4096);
  });
});
