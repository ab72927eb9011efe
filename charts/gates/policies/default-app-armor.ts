import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const defaultAppArmor: Policy = {
  name: 'default-app-armor',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'changes or leaves the AppArmor profile',
  why: "Pod Security baseline: the runtime's profile is the least a node offers.",
  fix: 'Remove appArmorProfile or use RuntimeDefault.',
  path: 'securityContext.appArmorProfile.type',
  expression:
    '[variables.pod.?securityContext, container.?securityContext].all(context, ' +
    "context.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'])",
};
