import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noHostProcess: Policy = {
  name: 'no-host-process',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'runs as a Windows host process',
  why: 'Pod Security baseline: such a container is the node.',
  fix: 'Remove windowsOptions.hostProcess.',
  path: 'securityContext.windowsOptions.hostProcess',
  expression:
    '[variables.pod.?securityContext, container.?securityContext].all(context, ' +
    'context.?windowsOptions.?hostProcess.orValue(false) == false)',
};
