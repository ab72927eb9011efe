import { asRecord, asText, isRecord, type Manifest } from './manifest';

/** Where a workload's pod template lies and what it holds. */
export interface PodTemplate {
  /** Path of the template: `spec.template`, or for a CronJob `spec.jobTemplate.spec.template`. */
  readonly path: string;
  readonly metadata: Manifest;
  readonly spec: Manifest;
}

/** Kinds of the API that run pods from a template. */
export const WORKLOADS: readonly string[] = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'];

/** The pod template of a workload, or undefined for any other kind. */
export function tryPodTemplate(manifest: Manifest): PodTemplate | undefined {
  if (!WORKLOADS.includes(asText(manifest.kind))) {
    return undefined;
  }
  const spec = asRecord(manifest.spec);
  const cron = manifest.kind === 'CronJob';
  const owner = cron ? asRecord(asRecord(spec.jobTemplate).spec) : spec;
  if (!isRecord(owner.template)) {
    return undefined;
  }
  return {
    path: cron ? 'spec.jobTemplate.spec.template' : 'spec.template',
    metadata: asRecord(owner.template.metadata),
    spec: asRecord(owner.template.spec),
  };
}
