import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { bundledProgram as sourceOf } from '../../constructs/waist/bundled-program';
import { images } from '../../constructs/waist/images';
import type { ClusterRight, Job } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { k8s, object } from './k8s';
import type { MainContainer } from './main-container';
import { resourceRequirements } from './quantities';
import { containerSecurityContextAs } from './security';

const file = 'wait-for-jobs.cjs';
const volumes = { program: 'wait-for-jobs', token: 'wait-for-jobs-token' };

/** As long as a Job may take, with the pulling of its image and its own waiting. */
const deadline = Duration.minutes(60);

function nameOf(target: KubernetesTarget): string {
  return `${target.platform}-wait-for-jobs`;
}

/** The ConfigMap with the program that waits for jobs, once for all pods. */
export function renderJobWait(target: KubernetesTarget, scope: Construct): ApiObject {
  return object(k8s.KubeConfigMap, scope, 'WaitForJobs', {
    metadata: metadataOf(target, scope, nameOf(target)),
    data: { [file]: sourceOf('wait-for-jobs') },
  });
}

/** The right to look at the Jobs that the workload comes after, and at no other. */
export function jobRights(target: KubernetesTarget, { waits: { jobs } }: MainContainer): ClusterRight[] {
  if (jobs.length === 0) return [];
  return [{ resource: 'jobs.batch', verbs: ['get'], names: jobs.map((job) => target.objectOf(job).name) }];
}

/** A container that ends when the Jobs have ended well: only the API server knows. */
export function jobWait(target: KubernetesTarget, jobs: readonly Job[]): k8s.Container[] {
  if (jobs.length === 0) return [];
  return [
    {
      name: 'wait-for-jobs',
      image: target.imageOf(images.node),
      command: ['node', `/citykit/${file}`],
      env: [
        { name: 'JOBS', value: JSON.stringify(jobs.map((job) => target.objectOf(job).name)) },
        { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
        { name: 'DEADLINE_SECONDS', value: String(deadline.seconds) },
      ],
      resources: resourceRequirements({ cpu: Cpu.millis(10), memory: Size.mebibytes(64) }),
      securityContext: containerSecurityContextAs(images.node),
      volumeMounts: [
        { name: volumes.program, mountPath: '/citykit', readOnly: true },
        { name: volumes.token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
      ],
    },
  ];
}

/** What that container mounts. The token is no other container's: the pod's own is switched off. */
export function jobWaitVolumes(target: KubernetesTarget, { waits: { jobs } }: MainContainer): k8s.Volume[] {
  if (jobs.length === 0) return [];
  return [
    { name: volumes.program, configMap: { name: nameOf(target), defaultMode: 0o444 } },
    {
      name: volumes.token,
      projected: {
        defaultMode: 0o440,
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    },
  ];
}
