import type { Job } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { metadataOf, selectorOf } from './metadata';
import { jobSpec, renderOnce, withStart } from './private/batch';
import { k8s, object } from './private/k8s';
import { mainContainerOf } from './private/main-container';
import { ownPods, renderNetworkPolicy } from './private/network-policy';
import { renderServiceAccount } from './private/service-account';

/**
 * A Job that runs once for each change of its definition, or a CronJob.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/
 */
export const jobKind: KubernetesKind<Job> = {
  // A CronJob adds the time to the names of its Jobs; a Job ends in a hyphen and a hash of its specification.
  nameLength: ({ schedule }) => (schedule ? 52 : 63 - 9),
  peers: ownPods,
  host: () => undefined,
  kept: () => false,
  render(job, target) {
    const main = mainContainerOf(target, job);
    const { name } = main;
    renderServiceAccount(target, main);
    job.node.defaultChild = job.schedule
      ? object(k8s.KubeCronJob, job, 'CronJob', {
          metadata: metadataOf(target, job, name),
          spec: {
            schedule: job.schedule,
            timeZone: 'Etc/UTC',
            concurrencyPolicy: 'Forbid',
            startingDeadlineSeconds: 600,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
            jobTemplate: { spec: jobSpec(target, main, withStart(job.deadline)) },
          },
        })
      : renderOnce(target, main, job.deadline);
    renderNetworkPolicy(target, job, name, selectorOf(name), {
      ingress: [],
      egress: target.traffic.egressOf(main),
    });
    return { outputs: {} };
  },
};
