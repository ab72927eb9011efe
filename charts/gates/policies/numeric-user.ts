import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const numericUser: Policy = {
  name: 'numeric-user',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'names no user by number, or names 0',
  why: "Pod Security restricted refuses user 0, and the kubelet cannot tell whether an image's named user is root.",
  fix: "Set runAsUser to the image's number, greater than 0, on the pod or the container.",
  path: 'securityContext.runAsUser',
  expression: 'container.?securityContext.?runAsUser.orValue(variables.pod.?securityContext.?runAsUser.orValue(0)) > 0',
};
