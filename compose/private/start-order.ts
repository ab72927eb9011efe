import type { Workload } from '../../constructs/waist/primitives';
import type { Condition } from '../compose-file';
import type { ComposeTarget } from '../compose-target';

/** What has to be so of other services before a workload starts. */
export function dependsOn(target: ComposeTarget, workload: Workload): Record<string, Condition> {
  return Object.fromEntries(
    workload.startsAfter.flatMap((earlier) => {
      const condition = target.kindOf(earlier).ready(earlier);
      return condition ? [[target.nameOf(earlier), condition] as const] : [];
    }),
  );
}
