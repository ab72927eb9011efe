import type { Finding } from '../../constructs/waist/finding';
import { compile } from './cel';
import { asText, isRecord, type Manifest, objectName } from './manifest';
import { PlatformIndex } from './platform-index';
import { tryPodTemplate } from './pod-template';
import { POLICIES } from './policies';
import type { Policy } from './policy';
import { type Item, SUBJECTS, type View } from './subjects';
import { variablesOf } from './variables';

/** Evaluates every policy for every object it concerns. */
export function checkPolicies(manifests: readonly object[], policies: readonly Policy[] = POLICIES): Finding[] {
  const objects = manifests.filter(isRecord);
  const index = new PlatformIndex(objects);
  return objects.flatMap((manifest) => {
    const view: View = { manifest, template: tryPodTemplate(manifest), related: index.related(manifest) };
    const variables = variablesOf(view);
    return policies
      .filter(({ kinds }) => kinds.includes('*') || kinds.includes(asText(manifest.kind)))
      .flatMap((policy) =>
        SUBJECTS[policy.subject]
          .items(view)
          .filter(({ bindings }) => !isKept(policy, { object: manifest, variables, ...bindings }))
          .map((item) => finding(policy, manifest, item)),
      );
  });
}

// As with `failurePolicy: Fail`, an object that makes an expression fail does not keep the rule.
function isKept({ expression }: Policy, variables: Manifest): boolean {
  const kept = compile(expression);
  try {
    return kept(variables) === true;
  } catch {
    return false;
  }
}

function finding({ name, path, what, why, fix }: Policy, manifest: Manifest, item: Item): Finding {
  return {
    gate: 'policy',
    rule: name,
    object: objectName(manifest),
    path: [item.path, path].filter((part) => part !== '').join('.'),
    message: `${what}. ${why}`,
    fix,
  };
}
