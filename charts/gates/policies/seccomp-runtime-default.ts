import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const seccompRuntimeDefault: Policy = {
  name: 'seccomp-runtime-default',
  subject: 'container',
  kinds: WORKLOADS,
  what: "runs without the runtime's seccomp profile",
  why: 'Pod Security restricted: the profile closes the system calls no ordinary program needs.',
  fix: 'Set seccompProfile.type: RuntimeDefault on the pod or the container.',
  path: 'securityContext.seccompProfile.type',
  expression:
    'container.?securityContext.?seccompProfile.?type' +
    ".orValue(variables.pod.?securityContext.?seccompProfile.?type.orValue('')) == 'RuntimeDefault'",
};
