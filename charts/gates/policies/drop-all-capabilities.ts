import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const dropAllCapabilities: Policy = {
  name: 'drop-all-capabilities',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'keeps Linux capabilities',
  why: "Pod Security restricted: a capability is a part of root's power.",
  fix: 'Set capabilities.drop: [ALL].',
  path: 'securityContext.capabilities.drop',
  expression: "'ALL' in container.?securityContext.?capabilities.?drop.orValue([])",
};
