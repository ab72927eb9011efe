import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import { Duration } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { k8s, object } from './k8s';
import type { MainContainer } from './main-container';
import { type PodAdditions, podTemplate } from './pod';

/** Pulling images and waiting for peers count against a deadline too, and on a first installation take long. */
const startAllowance = Duration.minutes(30);

/** Annotation of the pods of Jobs: a rotation runs each of them again, those too that read no password. */
const rotationAnnotation = 'citykit/rotation';

/**
 * How long a Job tries: an operator that is missing, a password that is wrong or a registry that refuses is mended within a
 * day, and then nobody has to do anything more.
 */
const patience = Duration.days(1);

/** More attempts than there is time for: Kubernetes waits up to six minutes between two. */
const attempts = 300;

/**
 * The Job object of a job, named after a hash of its specification: a changed job is a new object and runs, an
 * unchanged one is there already and does not run again. So it has no time to live: a Job that is gone would run once
 * more. The deadline is that of each attempt; a Job that has failed for good stays failed, and `rerun` makes another of
 * it.
 */
export function renderOnce(
  target: KubernetesTarget,
  main: MainContainer,
  deadline: Duration,
  additions?: PodAdditions,
): ApiObject {
  const attempt = { ...additions?.spec, activeDeadlineSeconds: withStart(deadline).seconds };
  const annotations = target.rotation > 0 ? { [rotationAnnotation]: String(target.rotation) } : {};
  const spec = {
    ...jobSpec(target, main, patience, { ...additions, spec: attempt, annotations }),
    backoffLimit: attempts,
  };
  const { rerun = 0 } = target.options;
  const hash = createHash('sha256')
    .update(JSON.stringify(k8s.KubeJob.manifest({ spec })) + (rerun > 0 ? rerun : ''))
    .digest('hex')
    .slice(0, 8);
  return object(k8s.KubeJob, main.scope, 'Job', {
    metadata: metadataOf(target, main.scope, `${main.name}-${hash}`, { belongsTo: main.name }),
    spec,
  });
}

/** The deadline of a job, and the time that starting it takes. */
export function withStart(deadline: Duration): Duration {
  return Duration.seconds(deadline.seconds + startAllowance.seconds);
}

/**
 * A failed pod stays, with its log, and the next one waits for its peers again. A pod lost to a drained node does not
 * count as a failure.
 */
export function jobSpec(
  target: KubernetesTarget,
  main: MainContainer,
  deadline: Duration,
  additions: PodAdditions = {},
): k8s.JobSpec {
  return {
    backoffLimit: 6,
    activeDeadlineSeconds: deadline.seconds,
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template: podTemplate(target, main, { ...additions, spec: { ...additions.spec, restartPolicy: 'Never' } }),
  };
}
