import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const memoryLimit: Policy = {
  name: 'memory-limit',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'has no memory limit',
  why: "Without one, a leak takes the node's memory from its neighbours.",
  fix: 'Set resources.limits.memory.',
  path: 'resources.limits.memory',
  expression: "has(container.resources) && has(container.resources.limits) && 'memory' in container.resources.limits",
};
