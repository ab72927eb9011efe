import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/** What a workload may use of the cluster, and for how long. */
export const resources: readonly Policy[] = [
  {
    name: 'autoscaler-range',
    subject: 'object',
    kinds: ['HorizontalPodAutoscaler'],
    what: 'has a minimum above its maximum',
    why: 'The API server refuses it.',
    fix: 'Set minReplicas to at most maxReplicas.',
    path: 'spec.minReplicas',
    expression: 'object.spec.?minReplicas.orValue(1) <= object.spec.maxReplicas',
    example: { kind: 'HorizontalPodAutoscaler', at: 'spec', wrong: 'minReplicas: 9', right: 'minReplicas: 2' },
  },
  {
    name: 'job-limits',
    subject: 'object',
    kinds: ['CronJob', 'Job'],
    what: 'may be retried or run without end',
    why: 'A job that fails or hangs unseen uses the cluster until somebody looks.',
    fix: 'Set backoffLimit and activeDeadlineSeconds.',
    path: 'spec',
    expression:
      "(object.kind == 'CronJob' ? [dyn(object).?spec.?jobTemplate.?spec] : [dyn(object).?spec]).all(job, " +
      'job.?backoffLimit.hasValue() && ' +
      'job.?activeDeadlineSeconds.hasValue())',
    example: { kind: 'Job', at: 'spec', wrong: 'activeDeadlineSeconds: null', right: 'activeDeadlineSeconds: 600' },
  },
  {
    name: 'memory-limit',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'has no memory limit',
    why: "Without one, a leak takes the node's memory from its neighbours.",
    fix: 'Set resources.limits.memory.',
    path: 'resources.limits.memory',
    expression: "has(container.resources) && has(container.resources.limits) && 'memory' in container.resources.limits",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].resources.limits',
      wrong: 'memory: null',
      right: 'memory: 1Gi',
    },
  },
  {
    name: 'resource-requests',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'requests no cpu or no memory',
    why: 'The scheduler packs pods by their requests, and a budget can only add up what is stated.',
    fix: 'Set resources.requests.cpu and resources.requests.memory.',
    path: 'resources.requests',
    expression:
      "has(container.resources) && has(container.resources.requests) && 'cpu' in container.resources.requests && " +
      "'memory' in container.resources.requests",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].resources.requests',
      wrong: 'cpu: null',
      right: 'cpu: 250m',
    },
  },
];
