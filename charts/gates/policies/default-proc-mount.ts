import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const defaultProcMount: Policy = {
  name: 'default-proc-mount',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'unmasks /proc',
  why: "Pod Security baseline: masked paths keep the kernel's secrets from containers.",
  fix: 'Remove procMount.',
  path: 'securityContext.procMount',
  expression: "container.?securityContext.?procMount.orValue('Default') == 'Default'",
};
