import { asList, asRecord, type Manifest } from './manifest';
import type { View } from './subjects';

/** The variables an admission policy declares, with their expressions; later ones use earlier ones. */
export const ADMISSION_VARIABLES: readonly { readonly name: string; readonly expression: string }[] = [
  {
    name: 'template',
    expression: "object.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template : dyn(object).spec.template",
  },
  { name: 'pod', expression: 'variables.template.spec' },
  { name: 'containers', expression: 'variables.pod.?initContainers.orValue([]) + variables.pod.containers' },
  {
    name: 'longRunning',
    expression:
      "variables.containers.filter(c, c in variables.pod.containers ? !(object.kind in ['CronJob', 'Job']) : " +
      "c.?restartPolicy.orValue('') == 'Always')",
  },
];

/** The same variables for a manifest, and those only a whole platform can fill. */
export function variablesOf({ template, related }: View): Manifest {
  const pod = template?.spec ?? {};
  return {
    template: { metadata: template?.metadata ?? {}, spec: pod },
    pod,
    containers: [...asList(pod.initContainers), ...asList(pod.containers)],
    ...related,
    labels: asRecord(template?.metadata.labels),
  };
}
