import type { Job } from '../constructs/waist/primitives';
import type { KubernetesTarget } from './kubernetes-target';
import { metadataOf, selectorOf } from './metadata';
import { jobSpec, renderOnce } from './private/batch';
import { renderIdentity } from './private/identity';
import { k8s, object } from './private/k8s';
import { renderNetworkPolicy } from './private/network-policy';
import { programOf } from './private/program';

/** A Job that runs once for each change of its definition, or a CronJob. */
export function renderJob(job: Job, target: KubernetesTarget): Record<never, never> {
  const program = programOf(job);
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
          jobTemplate: { spec: jobSpec(target, program, job.deadline) },
        },
      })
    : renderOnce(target, program, job.deadline);
  renderNetworkPolicy(target, job, name, selectorOf(name), {
    ingress: [],
    egress: target.traffic.egressOf(program),
  });
  return {};
}
