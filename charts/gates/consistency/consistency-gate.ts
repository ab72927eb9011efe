import type { Finding } from '../../../constructs/waist/finding';
import type { ConsistencyRuleName } from '../gate-codes';
import { asText, isRecord, type Manifest, namespaceOf, objectName } from '../manifest';
import { PlatformIndex } from '../platform-index';
import { containerMounts } from './container-mounts';
import { jobRestartPolicy } from './job-restart-policy';
import { probePorts } from './probe-ports';
import { referencedObjects } from './referenced-objects';
import { scaleTarget } from './scale-target';
import { selectorMatchesTemplate } from './selector-matches-template';
import { serviceTargets } from './service-targets';

/** A disagreement inside an object, or between objects of the same platform. */
export type Disagreement = Omit<Finding, 'gate' | 'object' | 'rule'> & { readonly rule: ConsistencyRuleName };

/** Finds the disagreements of one object. */
export type ConsistencyRule = (manifest: Manifest, index: PlatformIndex) => readonly Disagreement[];

const RULES: readonly ConsistencyRule[] = [
  containerMounts,
  jobRestartPolicy,
  probePorts,
  referencedObjects,
  scaleTarget,
  selectorMatchesTemplate,
  serviceTargets,
];

/** Checks what no single schema can say: that the parts of a platform agree with each other. */
export function checkConsistency(manifests: readonly object[]): Finding[] {
  const objects = manifests.filter(isRecord);
  const index = new PlatformIndex(objects);
  const seen = new Set<string>();
  return objects.flatMap((manifest) => {
    const object = objectName(manifest);
    const disagreements = RULES.flatMap((rule) => rule(manifest, index));
    const identity = `${asText(manifest.apiVersion).replace(/\/?v\w+$/, '')} ${namespaceOf(manifest)} ${object}`;
    if (seen.has(identity)) {
      disagreements.push({
        rule: 'duplicate-object',
        path: 'metadata.name',
        message: 'is the name of another object of the same kind, which it would overwrite',
        fix: 'Give one of the two another name.',
      });
    }
    seen.add(identity);
    return disagreements.map((disagreement) => ({ gate: 'consistency', ...disagreement, object }));
  });
}
