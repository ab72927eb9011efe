import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noAddedCapabilities: Policy = {
  name: 'no-added-capabilities',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'adds Linux capabilities',
  why: 'Pod Security restricted allows NET_BIND_SERVICE and no other.',
  fix: 'Remove capabilities.add; listen on a port from 1024.',
  path: 'securityContext.capabilities.add',
  expression:
    "container.?securityContext.?capabilities.?add.orValue([]).all(capability, capability == 'NET_BIND_SERVICE')",
};
