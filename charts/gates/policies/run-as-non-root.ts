import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const runAsNonRoot: Policy = {
  name: 'run-as-non-root',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'may run as root',
  why: 'Pod Security restricted: a process that is root in its container is one kernel bug away from root on the node.',
  fix: 'Set runAsNonRoot: true on the pod or the container.',
  path: 'securityContext.runAsNonRoot',
  expression:
    'container.?securityContext.?runAsNonRoot' +
    '.orValue(variables.pod.?securityContext.?runAsNonRoot.orValue(false)) == true',
};
