import { type CheckClusterEvent, checkCluster } from '../../../programs/apply-objects/check-cluster';
import type { ClusterWorld } from '../../../programs/apply-objects/cluster-world';
import { type ApplierWorld, type ApplyObjectsEvent, applyObjects } from '../../../programs/apply-objects/handler';
import type { Json } from '../../support/flat-template';

/** What the function for a cluster answered to CloudFormation, and what it wrote down. */
export interface Told {
  readonly status: string;
  readonly reason: string;
  readonly log: readonly string[];
  /** What the next resource may ask. */
  readonly data: Readonly<Record<string, string>>;
  /** Log, answer and what was handed on, for looking through. */
  readonly all: string;
}

/** What a test says for the function's world. */
export type Surroundings = Pick<ApplierWorld, 'readObjects' | 'readSecret' | 'token'> &
  Partial<Pick<ClusterWorld, 'describe'>>;

/** Of events: what an answer repeats. */
export const asked = {
  ResponseURL: 'https://answers.example/',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Objects',
};

/** Lets the function have one event, as Lambda would, as often as it calls itself. */
export async function answered(
  event: ApplyObjectsEvent | CheckClusterEvent,
  surroundings: Surroundings,
): Promise<Told> {
  const log: string[] = [];
  const answers: Json[] = [];
  const handedOn: ApplyObjectsEvent[] = [];
  const world: ApplierWorld = {
    log: (message, fields) => log.push(`${message}${fields ? ` ${JSON.stringify(fields)}` : ''}`),
    describe: async () => undefined,
    remaining: () => 900_000,
    respond: async (_, body) => void answers.push(JSON.parse(body)),
    again: async (left) => void handedOn.push(left),
    pause: 200,
    settling: 2_000,
    ...surroundings,
  };
  if ('Last' in event.ResourceProperties) await checkCluster(event as CheckClusterEvent, world);
  else
    for (let next: ApplyObjectsEvent | undefined = event as ApplyObjectsEvent; next; next = handedOn.splice(0).at(0))
      await applyObjects(next, world);
  const [answer] = answers;
  expect(answers).toHaveLength(1);
  const { Status: status, Reason: reason, Data: data = {} } = answer;
  return {
    status,
    reason,
    data,
    log: log.map((line) => line.replace(/ \{\}$/, '')),
    all: JSON.stringify([log, answers]),
  };
}
