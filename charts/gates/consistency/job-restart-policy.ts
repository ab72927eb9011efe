import { asText, type Manifest, shown } from '../manifest';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/** The pods of a job end; those of anything else are always started again. The API server refuses the rest. */
export function jobRestartPolicy(manifest: Manifest): readonly Disagreement[] {
  const template = tryPodTemplate(manifest);
  if (template === undefined) {
    return [];
  }
  const { restartPolicy = 'Always' } = template.spec;
  const allowed = ['CronJob', 'Job'].includes(asText(manifest.kind)) ? ['Never', 'OnFailure'] : ['Always'];
  return allowed.includes(asText(restartPolicy))
    ? []
    : [
        {
          rule: 'restart-policy',
          path: `${template.path}.spec.restartPolicy`,
          value: restartPolicy,
          message: `is ${shown(restartPolicy)}, which the pods of a ${manifest.kind} may not have`,
          fix: `Set ${allowed.join(' or ')}.`,
        },
      ];
}
