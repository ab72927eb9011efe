import { asRecord, asText, type Manifest, namespaceOf, shown } from '../manifest';
import type { PlatformIndex } from '../platform-index';
import type { Disagreement } from './consistency-gate';

/** An autoscaler's target is there, and leaves its replicas to the autoscaler. */
export function scaleTarget(manifest: Manifest, index: PlatformIndex): readonly Disagreement[] {
  if (manifest.kind !== 'HorizontalPodAutoscaler') {
    return [];
  }
  const { kind, name } = asRecord(asRecord(manifest.spec).scaleTargetRef);
  const target = index
    .all(asText(kind), namespaceOf(manifest))
    .find((object) => asRecord(object.metadata).name === name);
  if (target === undefined) {
    const message = `is ${shown(kind)} ${shown(name)}, which is not among the objects`;
    return [
      {
        rule: 'scale-target',
        path: 'spec.scaleTargetRef',
        value: name,
        message,
        fix: 'Name a workload that is there.',
      },
    ];
  }
  return asRecord(target.spec).replicas === undefined
    ? []
    : [
        {
          rule: 'scale-target',
          path: 'spec.scaleTargetRef',
          value: name,
          message: `is ${shown(kind)} ${shown(name)}, which sets replicas itself: applying it again would undo the autoscaler's work`,
          fix: `Leave replicas out of ${kind} ${name}.`,
        },
      ];
}
