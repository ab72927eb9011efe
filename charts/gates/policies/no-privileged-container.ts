import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noPrivilegedContainer: Policy = {
  name: 'no-privileged-container',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'is privileged',
  why: 'Pod Security baseline: a privileged container owns its node.',
  fix: 'Remove privileged.',
  path: 'securityContext.privileged',
  expression: 'container.?securityContext.?privileged.orValue(false) == false',
};
