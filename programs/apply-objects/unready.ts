import { isObject, type JsonObject } from '../shared/json-value';
import { FinalError } from '../shared/retry';
import type { ClusterApi } from './cluster-api';

/**
 * What of the members of a set is not up yet, in words: Deployments and StatefulSets whose replicas are not all new and
 * available, and Jobs that have not ended well.
 *
 * @throws FinalError for Jobs that have failed: they will not mend themselves.
 */
export async function unready(api: ClusterApi, selector: string, namespace: string): Promise<string[]> {
  const read = (groupKind: string) => api.read(groupKind, selector, namespace);
  const jobs = (await read('Job.batch')).filter((job) => !isTrue(job, 'Complete'));
  const failed = jobs.filter((job) => isTrue(job, 'Failed')).map(nameOf);
  if (failed.length > 0) {
    throw new FinalError(
      `Failed for good: Job ${failed.join(', Job ')}. ` +
        `See kubectl --namespace ${namespace} logs job/${failed[0]}, mend it, and raise targets.aws.eks.rerun`,
    );
  }
  const sets = [...(await read('Deployment.apps')), ...(await read('StatefulSet.apps'))];
  return [
    ...jobs.map((job) => `Job ${nameOf(job)}`),
    ...sets.flatMap((set) => {
      const [is, wanted] = progressOf(set);
      return is < wanted ? [`${nameOf(set)} (${is} of ${wanted})`] : [];
    }),
  ];
}

/** How many replicas are new and available, and how many there should be. */
function progressOf({ metadata, spec, status }: JsonObject): [number, number] {
  const number = (of: unknown, field: string) => (isObject(of) && typeof of[field] === 'number' ? of[field] : 0);
  const wanted = isObject(spec) && typeof spec.replicas === 'number' ? spec.replicas : 1;
  // The controller has not seen the last change.
  if (number(status, 'observedGeneration') < number(metadata, 'generation')) return [0, Math.max(wanted, 1)];
  const updated = number(status, 'updatedReplicas');
  // Old replicas are available too, until new ones have taken their place.
  const old = number(status, 'replicas') - updated;
  return [Math.max(0, Math.min(updated, number(status, 'availableReplicas') - old)), wanted];
}

function isTrue({ status }: JsonObject, type: string): boolean {
  const conditions = isObject(status) && Array.isArray(status.conditions) ? status.conditions : [];
  return conditions.some((one) => isObject(one) && one.type === type && one.status === 'True');
}

function nameOf({ metadata }: JsonObject): string {
  return isObject(metadata) ? String(metadata.name) : '';
}
