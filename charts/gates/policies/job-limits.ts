import type { Policy } from '../policy';

export const jobLimits: Policy = {
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
};
