import type { Finding } from '../../constructs/waist/finding';
import { checkBudget } from './budget';
import { checkConsistency } from './consistency/consistency-gate';
import { checkPolicies } from './policy-gate';
import { checkSchemas } from './schema/schema-gate';

export type { Finding } from '../../constructs/waist/finding';

/** What to check. */
export interface GateOptions {
  /**
   * Memory the pods may request in all, in mebibytes.
   *
   * @default - no budget
   */
  readonly memoryMi?: number;
}

/**
 * Runs every gate over the objects of one platform: API schemas, agreement between objects, policies, budget.
 *
 * Never throws for what is in a manifest: whatever is wrong with it is a finding. No findings means that, as far as
 * can be told without a cluster, the API server accepts the objects and the policies hold.
 */
export function checkManifests(manifests: readonly object[], options: GateOptions = {}): Finding[] {
  return [
    ...checkSchemas(manifests),
    ...checkConsistency(manifests),
    ...checkPolicies(manifests),
    ...(options.memoryMi === undefined ? [] : checkBudget(manifests, { memoryMi: options.memoryMi })),
  ];
}
