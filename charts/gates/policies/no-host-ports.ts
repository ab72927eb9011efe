import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noHostPorts: Policy = {
  name: 'no-host-ports',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'takes a port of its node',
  why: 'Pod Security baseline: a host port goes around NetworkPolicies and Services.',
  fix: 'Remove hostPort; use a Service.',
  path: 'ports',
  expression: 'container.?ports.orValue([]).all(port, port.?hostPort.orValue(0) == 0)',
};
