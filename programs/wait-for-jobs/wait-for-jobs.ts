import type { Environment } from '../shared/environment';
import { isObject } from '../shared/json-value';
import { type KubernetesAccess, kubernetesAccess, kubernetesApi } from '../shared/kubernetes-api';
import type { Log } from '../shared/log';
import { FinalError, retry } from '../shared/retry';

/** What `wait-for-jobs` is told. */
export interface WaitForJobsConfig {
  /** Names of Jobs in the namespace. */
  readonly jobs: readonly string[];
  readonly access: KubernetesAccess;
  readonly deadline: number;
  /** First pause between attempts, in milliseconds. @default 500 */
  readonly pause?: number;
}

/** From the environment: `JOBS` as JSON, the access to the API server, and `DEADLINE_SECONDS`. */
export function waitForJobsConfig(environment: Environment): WaitForJobsConfig {
  return {
    jobs: environment.json('JOBS', (value, note) => {
      if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
      note('must be a list of names');
      return [];
    }),
    access: kubernetesAccess(environment),
    deadline: environment.deadline(),
  };
}

/**
 * Ends when every Job has ended well. Needs the right to get them.
 *
 * @throws when one has failed, or the deadline is passed
 */
export async function waitForJobs({ jobs, access, deadline, pause = 500 }: WaitForJobsConfig, log: Log): Promise<void> {
  for (const name of jobs) {
    await retry(`Job ${name}`, { deadline, pause, log }, () => expectComplete(access, name));
    log(`Job ${name}: complete`);
  }
}

async function expectComplete(access: KubernetesAccess, name: string): Promise<void> {
  const { status, object } = await kubernetesApi(access, 'apis/batch/v1 jobs', 'GET', name);
  if (status !== 200) throw new Error(`the API server answered ${status}`);
  const conditions = isObject(object.status) && Array.isArray(object.status.conditions) ? object.status.conditions : [];
  const is = (type: string) => conditions.some((one) => isObject(one) && one.type === type && one.status === 'True');
  if (is('Failed')) throw new FinalError(`Job ${name} has failed: see its log`);
  if (!is('Complete')) throw new Error('not complete yet');
}
