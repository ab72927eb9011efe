import type { Job } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { metadataOf, selectorOf } from './metadata';
import { jobSpec, renderOnce, withStart } from './private/batch';
import { renderIdentity } from './private/identity';
import { k8s, object } from './private/k8s';
import { ownPods, renderNetworkPolicy } from './private/network-policy';
import { programOf } from './private/program';

/** A Job that runs once for each change of its definition, or a CronJob. */
export const jobKind: KubernetesKind<Job> = {
  // A CronJob adds the time to the names of its Jobs; a Job ends in a hyphen and a hash of its specification.
  nameLength: ({ schedule }) => (schedule ? 52 : 63 - 9),
  peers: ownPods,
  host: () => undefined,
  kept: () => false,
  render(job, target) {
    const program = programOf(target, job);
    const { name } = program;
    renderIdentity(target, program);
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
            jobTemplate: { spec: jobSpec(target, program, withStart(job.deadline)) },
          },
        })
      : renderOnce(target, program, job.deadline);
    renderNetworkPolicy(target, job, name, selectorOf(name), {
      ingress: [],
      egress: target.traffic.egressOf(program),
    });
    return { outputs: {} };
  },
};
