import { selects } from '../label-selector';
import { type Manifest, record, text } from '../manifest';
import { tryPodTemplate } from '../pod-template';
import type { Disagreement } from './consistency-gate';

/** A workload whose selector is empty or does not pick its own pods is refused by the API server. */
export function selectorMatchesTemplate(manifest: Manifest): readonly Disagreement[] {
  const selector = record(manifest.spec).selector;
  const template = tryPodTemplate(manifest);
  const concerned = ['DaemonSet', 'Deployment', 'StatefulSet'].includes(text(manifest.kind));
  if (!concerned || template === undefined || selector === undefined) {
    return [];
  }
  const empty = Object.values(record(selector)).every((part) => Object.keys(Object(part)).length === 0);
  return !empty && selects(selector, record(template.metadata.labels))
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
