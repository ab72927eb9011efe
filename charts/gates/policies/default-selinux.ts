import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const defaultSelinux: Policy = {
  name: 'default-selinux',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'sets SELinux options a container may not have',
  why: 'Pod Security baseline: a user, role or type of its own could leave the confinement.',
  fix: 'Remove seLinuxOptions.',
  path: 'securityContext.seLinuxOptions',
  expression:
    '[variables.pod.?securityContext.?seLinuxOptions, container.?securityContext.?seLinuxOptions].all(options, ' +
    "options.?user.orValue('') == '' && " +
    "options.?role.orValue('') == '' && " +
    "options.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'])",
};
