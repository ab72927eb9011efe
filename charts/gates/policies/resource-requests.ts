import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const resourceRequests: Policy = {
  name: 'resource-requests',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'requests no cpu or no memory',
  why: 'The scheduler packs pods by their requests, and a budget can only add up what is stated.',
  fix: 'Set resources.requests.cpu and resources.requests.memory.',
  path: 'resources.requests',
  expression:
    "has(container.resources) && has(container.resources.requests) && 'cpu' in container.resources.requests && " +
    "'memory' in container.resources.requests",
};
