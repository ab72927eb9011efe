import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noPrivilegeEscalation: Policy = {
  name: 'no-privilege-escalation',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'may gain privileges',
  why: 'Pod Security restricted: a set-user-ID program would undo the numeric user.',
  fix: 'Set allowPrivilegeEscalation: false.',
  path: 'securityContext.allowPrivilegeEscalation',
  expression: 'container.?securityContext.?allowPrivilegeEscalation.orValue(true) == false',
};
