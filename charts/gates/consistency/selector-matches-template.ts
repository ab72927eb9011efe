import { selects } from '../label-selector';
import { asRecord, asText, type Manifest } from '../manifest';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/** A workload whose selector is empty or does not pick its own pods is refused by the API server. */
export function selectorMatchesTemplate(manifest: Manifest): readonly Disagreement[] {
  const selector = asRecord(manifest.spec).selector;
  const template = tryPodTemplate(manifest);
  const concerned = ['DaemonSet', 'Deployment', 'StatefulSet'].includes(asText(manifest.kind));
  if (!concerned || template === undefined || selector === undefined) {
    return [];
  }
  const empty = Object.values(asRecord(selector)).every((part) => Object.keys(Object(part)).length === 0);
  return !empty && selects(selector, asRecord(template.metadata.labels))
    ? []
    : [
        {
          rule: 'selector-matches-template',
          path: 'spec.selector',
          value: selector,
          message: empty ? 'is empty' : 'does not select the pods of its own template',
          fix: 'Use labels of spec.template.metadata.labels.',
        },
      ];
}
